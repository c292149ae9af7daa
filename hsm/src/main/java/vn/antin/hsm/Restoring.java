package vn.antin.hsm;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.key.KeyAttributes;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.ObjectName;

/** Unwraps keys of a backup into a token, in one session. Not thread-safe; one use. */
final class Restoring {
    private final Pkcs11Session session;
    private final List<Long> made = new ArrayList<>();

    Restoring(Pkcs11Session session) {
        this.session = session;
    }

    /** All keys, or none: what was made is destroyed when one fails. */
    void unwrap(SecretBytes key, List<WrappedKey> keys) {
        long unwrapping = key.use(bytes -> session.create(unwrapping(bytes)));
        try {
            keys.forEach(each -> unwrap(unwrapping, each));
        } catch (RuntimeException e) {
            throw undo(e);
        } finally {
            session.destroy(unwrapping);
        }
    }

    /** The public half goes first, so that a private key is never without it. */
    private void unwrap(long unwrapping, WrappedKey key) {
        if (key.publicKey().isEmpty()) {
            made.add(
                    session.unwrap(
                            Mechanism.AES_KEY_WRAP_PAD,
                            unwrapping,
                            key.wrapped(),
                            KeyTemplates.unwrappedStorageKey(key.label())));
            return;
        }
        PublicKey half = key.publicKey().get();
        KeyType type = type(half);
        KeyUse use = KeyUse.of(key.label());
        byte[] id = KeyIdentifier.of(half);
        // Left by an attempt that was cut off before the private half came.
        for (long each :
                session.find(ObjectName.ofLabel(Template.PUBLIC_KEY, key.label()).template())) {
            session.destroy(each);
        }
        made.add(
                session.create(
                        KeyTemplates.publicKey(key.label(), type, use)
                                .with(Attribute.ID, id)
                                .with(Attribute.EC_POINT, point(half, type))));
        made.add(
                session.unwrap(
                        Mechanism.AES_KEY_WRAP_PAD,
                        unwrapping,
                        key.wrapped(),
                        KeyTemplates.privateKey(key.label(), type, use, Extraction.RESTORED)
                                .with(Attribute.ID, id)));
    }

    private RuntimeException undo(RuntimeException why) {
        for (long each : made.reversed()) {
            try {
                session.destroy(each);
            } catch (KeyException e) {
                why.addSuppressed(e);
            }
        }
        return why;
    }

    private static Template unwrapping(byte[] value) {
        Template template =
                Template.ofKey(Template.SECRET_KEY, Template.AES)
                        .with(Attribute.TOKEN, false)
                        .with(Attribute.PRIVATE, true)
                        .with(Attribute.SENSITIVE, true)
                        .with(Attribute.EXTRACTABLE, false)
                        .with(Attribute.VALUE, value);
        for (Attribute each : KeyAttributes.SECRET_USAGES) {
            template = template.with(each, each == Attribute.UNWRAP);
        }
        return template;
    }

    private static KeyType type(PublicKey key) {
        int bits =
                key instanceof ECPublicKey ec
                        ? ec.getParams().getCurve().getField().getFieldSize()
                        : 0;
        return switch (bits) {
            case 256 -> KeyType.EC_P256;
            case 384 -> KeyType.EC_P384;
            default ->
                    throw new KeyException(
                            KeyException.Reason.UNSUPPORTED,
                            "only keys on P-256 and P-384 are restored",
                            null);
        };
    }

    /** OCTET STRING of the uncompressed point, which stands last in the SubjectPublicKeyInfo. */
    private static byte[] point(PublicKey key, KeyType type) {
        int length = type == KeyType.EC_P256 ? 65 : 97;
        byte[] spki = key.getEncoded();
        byte[] octets = new byte[2 + length];
        octets[0] = 4;
        octets[1] = (byte) length;
        System.arraycopy(
                Arrays.copyOfRange(spki, spki.length - length, spki.length), 0, octets, 2, length);
        return octets;
    }
}

package vn.antin.hsm.key;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.ObjectName;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.Token;

/** Finds keys and certificates in a token. Thread-safe. */
public final class TokenKeys {
    /** Bits of the key usage (RFC 5280, 4.2.1.3). */
    private static final int KEY_ENCIPHERMENT = 2;

    private static final int KEY_AGREEMENT = 4;

    private final Token token;
    private final KeyNames names;

    /** Looks into this token, whose keys are named so. */
    public TokenKeys(Token token, KeyNames names) {
        this.token = token;
        this.names = names;
    }

    /** The private key with this label. */
    public Optional<StoredKey> byLabel(String label) {
        Optional<String> one = names.oneKey();
        if (one.isPresent()) {
            return bySubjectKeyIdentifier(HexFormat.of().parseHex(one.get()));
        }
        return find(names.of(Template.PRIVATE_KEY, label));
    }

    /**
     * The private key with this subject key identifier: it is the CKA_ID of keys that the project
     * made; the others are found by their public halves.
     */
    public Optional<StoredKey> bySubjectKeyIdentifier(byte[] identifier) {
        return find(ObjectName.ofId(Template.PRIVATE_KEY, identifier))
                .filter(key -> is(key, identifier))
                .or(() -> all().stream().filter(key -> is(key, identifier)).findFirst());
    }

    private static boolean is(StoredKey key, byte[] identifier) {
        return Arrays.equals(KeyIdentifier.of(key.publicKey()), identifier);
    }

    private Optional<StoredKey> find(ObjectName name) {
        return token.call(
                Operation.READ,
                lease -> {
                    OptionalLong handle = lease.handle(name);
                    return handle.isEmpty()
                            ? Optional.empty()
                            : Optional.of(describe(lease.session(), handle.getAsLong()));
                });
    }

    /** All private keys whose public half can be read and is of a kind in use. */
    public List<StoredKey> all() {
        return token.call(
                Operation.READ,
                lease -> {
                    lease.requireLogin();
                    var keys = new ArrayList<StoredKey>();
                    Pkcs11Session session = lease.session();
                    for (long each : session.find(Template.ofClass(Template.PRIVATE_KEY))) {
                        readable(session, each).ifPresent(keys::add);
                    }
                    return keys;
                });
    }

    private static Optional<StoredKey> readable(Pkcs11Session session, long key) {
        try {
            return Optional.of(describe(session, key));
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.NO_SUCH_KEY
                    || e.reason() == KeyException.Reason.UNSUPPORTED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * Reads a private key object.
     *
     * @throws KeyException NO_SUCH_KEY without a public half
     */
    public static StoredKey describe(Pkcs11Session session, long key) {
        String label = session.text(key, Attribute.LABEL).orElse("");
        byte[] id = session.bytes(key, Attribute.ID).orElse(new byte[0]);
        boolean always = session.flag(key, Attribute.ALWAYS_AUTHENTICATE).orElse(false);
        return new StoredKey(label, StoredKey.hex(id), publicHalf(session, key, label, id), always);
    }

    /** From the public key object, the RSA private key itself, or the certificate. */
    private static PublicKey publicHalf(Pkcs11Session session, long key, String label, byte[] id) {
        Optional<Long> publicKey = sibling(session, Template.PUBLIC_KEY, label, id);
        if (publicKey.isPresent()) {
            return PublicKeyReader.read(session, publicKey.get());
        }
        // Some private RSA keys do not show their public exponent.
        if (session.number(key, Attribute.KEY_TYPE).orElse(-1L) == Template.RSA
                && session.bytes(key, Attribute.PUBLIC_EXPONENT).isPresent()) {
            return PublicKeyReader.read(session, key);
        }
        return sibling(session, Template.CERTIFICATE, label, id)
                .map(found -> certificate(session, found).getPublicKey())
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.NO_SUCH_KEY,
                                "the token has no public half of key \"" + label + "\"",
                                null));
    }

    private static Optional<Long> sibling(
            Pkcs11Session session, long objectClass, String label, byte[] id) {
        ObjectName name =
                id.length > 0
                        ? ObjectName.ofId(objectClass, id)
                        : ObjectName.ofLabel(objectClass, label);
        return session.find(name.template()).stream().findFirst();
    }

    /** The certificate object with this label. */
    public Optional<X509Certificate> certificate(String label) {
        return names.isNewest(label) ? newestForEncryption() : labelled(label);
    }

    private Optional<X509Certificate> newestForEncryption() {
        return token.call(
                Operation.READ,
                lease ->
                        lease.session().find(Template.ofClass(Template.CERTIFICATE)).stream()
                                .map(found -> certificate(lease.session(), found))
                                .filter(TokenKeys::encrypts)
                                .reduce((one, other) -> newer(one, other)));
    }

    /** The second only when it is newer. */
    private static X509Certificate newer(X509Certificate first, X509Certificate second) {
        return second.getNotBefore().toInstant().isAfter(first.getNotBefore().toInstant())
                ? second
                : first;
    }

    private static boolean encrypts(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return usage != null && (usage[KEY_ENCIPHERMENT] || usage[KEY_AGREEMENT]);
    }

    private Optional<X509Certificate> labelled(String label) {
        return token.call(
                Operation.READ,
                lease ->
                        lease
                                .session()
                                .find(names.of(Template.CERTIFICATE, label).template())
                                .stream()
                                .findFirst()
                                .map(found -> certificate(lease.session(), found)));
    }

    /** All certificate objects that can be read. */
    public List<X509Certificate> certificates() {
        return token.call(
                Operation.READ,
                lease -> {
                    var found = new ArrayList<X509Certificate>();
                    Pkcs11Session session = lease.session();
                    for (long each : session.find(Template.ofClass(Template.CERTIFICATE))) {
                        readableCertificate(session, each).ifPresent(found::add);
                    }
                    return found;
                });
    }

    private static Optional<X509Certificate> readableCertificate(
            Pkcs11Session session, long object) {
        try {
            return Optional.of(certificate(session, object));
        } catch (KeyException e) {
            if (e.getCause() instanceof CertificateException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static X509Certificate certificate(Pkcs11Session session, long object) {
        byte[] der = session.bytes(object, Attribute.VALUE).orElse(new byte[0]);
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the token shows a broken certificate", e);
        }
    }
}

package vn.antin.hsm;

import java.util.HexFormat;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.key.KeyAttributes;
import vn.antin.hsm.key.PublicKeyReader;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Template;

/**
 * Attributes that new keys get. Every usage is said, because modules take those that are not said
 * for granted (SoftHSM: true).
 */
public final class KeyTemplates {
    /** PrintableString "edwards25519" (PKCS#11 3.0, 2.3.10): what modules take for the curve. */
    private static final byte[] EDWARDS25519 =
            HexFormat.of().parseHex("130c656477617264733235353139");

    private static final byte[] F4 = {1, 0, 1};
    private static final int RSA_BITS = 3072;
    private static final int AES_BYTES = 32;

    private KeyTemplates() {}

    /** What makes key pairs of this type. */
    public static Mechanism mechanism(KeyType type) {
        return switch (type) {
            case EC_P256, EC_P384 -> Mechanism.EC_KEY_PAIR;
            case RSA_3072 -> Mechanism.RSA_KEY_PAIR;
            case ED25519 -> Mechanism.EDWARDS_KEY_PAIR;
        };
    }

    /** The usage that a private key gets. */
    public static Attribute usage(KeyType type, KeyUse use) {
        if (use == KeyUse.SIGN) {
            return Attribute.SIGN;
        }
        return switch (type) {
            case EC_P256, EC_P384 -> Attribute.DERIVE;
            case RSA_3072 -> Attribute.DECRYPT;
            case ED25519 ->
                    throw new KeyException(
                            KeyException.Reason.BAD_INPUT, "Ed25519 keys only sign", null);
        };
    }

    /** Of a private key in the token: sensitive, not extractable, one use. */
    public static Template privateKey(String label, KeyType type, KeyUse use) {
        return privateKey(label, type, use, Extraction.NEVER);
    }

    /** The same of a key that leaves as {@code extraction} says. */
    static Template privateKey(String label, KeyType type, KeyUse use, Extraction extraction) {
        Attribute usage = usage(type, use);
        Template template =
                Template.ofKey(Template.PRIVATE_KEY, keyType(type))
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, true)
                        .with(Attribute.SENSITIVE, true)
                        .with(Attribute.LABEL, label);
        for (Attribute each : KeyAttributes.PRIVATE_USAGES) {
            template = template.with(each, each == usage);
        }
        return leaving(template, extraction);
    }

    /** A key that leaves in clear is never asked for. */
    private static Template leaving(Template template, Extraction extraction) {
        return extraction == Extraction.NEVER
                ? template.with(Attribute.EXTRACTABLE, false)
                : template.with(Attribute.EXTRACTABLE, true)
                        .with(Attribute.WRAP_WITH_TRUSTED, true);
    }

    /** Of its public half. */
    public static Template publicKey(String label, KeyType type, KeyUse use) {
        Template template =
                Template.ofKey(Template.PUBLIC_KEY, keyType(type))
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, false)
                        .with(Attribute.LABEL, label)
                        .with(Attribute.VERIFY, use == KeyUse.SIGN)
                        .with(Attribute.VERIFY_RECOVER, false)
                        .with(Attribute.ENCRYPT, use == KeyUse.DECRYPT && type == KeyType.RSA_3072)
                        .with(Attribute.WRAP, false);
        return switch (type) {
            case EC_P256 -> template.with(Attribute.EC_PARAMS, PublicKeyReader.P256);
            case EC_P384 -> template.with(Attribute.EC_PARAMS, PublicKeyReader.P384);
            case ED25519 -> template.with(Attribute.EC_PARAMS, EDWARDS25519);
            case RSA_3072 ->
                    template.with(Attribute.MODULUS_BITS, (long) RSA_BITS)
                            .with(Attribute.PUBLIC_EXPONENT, F4);
        };
    }

    private static long keyType(KeyType type) {
        return switch (type) {
            case EC_P256, EC_P384 -> Template.EC;
            case RSA_3072 -> Template.RSA;
            case ED25519 -> Template.EC_EDWARDS;
        };
    }

    /** AES-256, only to wrap and unwrap. */
    public static Template storageKey(String label) {
        return storageKey(label, Extraction.NEVER);
    }

    /** The same of a key that leaves as {@code extraction} says. */
    static Template storageKey(String label, Extraction extraction) {
        return leaving(storage(label).with(Attribute.VALUE_LEN, (long) AES_BYTES), extraction);
    }

    /** Of a storage key that comes wrapped: its length comes with it. */
    static Template unwrappedStorageKey(String label) {
        return leaving(storage(label), Extraction.RESTORED);
    }

    private static Template storage(String label) {
        Template template =
                Template.ofKey(Template.SECRET_KEY, Template.AES)
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, true)
                        .with(Attribute.SENSITIVE, true)
                        .with(Attribute.LABEL, label);
        for (Attribute each : KeyAttributes.SECRET_USAGES) {
            template = template.with(each, KeyAttributes.STORAGE_USAGES.contains(each));
        }
        return template;
    }
}

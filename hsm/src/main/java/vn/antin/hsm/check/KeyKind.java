package vn.antin.hsm.check;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;

/** Kinds of key pairs that the project uses. */
enum KeyKind {
    P256_SIGN(KeyType.EC_P256, KeyUse.SIGN),
    P384_SIGN(KeyType.EC_P384, KeyUse.SIGN),
    RSA_SIGN(KeyType.RSA_3072, KeyUse.SIGN),
    ED25519_SIGN(KeyType.ED25519, KeyUse.SIGN),
    P256_AGREE(KeyType.EC_P256, KeyUse.DECRYPT),
    P384_AGREE(KeyType.EC_P384, KeyUse.DECRYPT),
    RSA_DECRYPT(KeyType.RSA_3072, KeyUse.DECRYPT);

    private final KeyType type;
    private final KeyUse use;

    KeyKind(KeyType type, KeyUse use) {
        this.type = type;
        this.use = use;
    }

    KeyType type() {
        return type;
    }

    KeyUse use() {
        return use;
    }

    /** Whether a key that somebody else made is of this type. */
    boolean fits(PublicKey key) {
        return switch (type) {
            case EC_P256 -> fieldSize(key) == 256;
            case EC_P384 -> fieldSize(key) == 384;
            case RSA_3072 ->
                    key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 3072;
            case ED25519 ->
                    key.getAlgorithm().equals("EdDSA") || key.getAlgorithm().equals("Ed25519");
        };
    }

    /** A key's algorithm and size, for people. */
    static String words(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        int size = fieldSize(key);
        return size > 0 ? "EC " + size : key.getAlgorithm();
    }

    private static int fieldSize(PublicKey key) {
        return key instanceof ECPublicKey ec
                ? ec.getParams().getCurve().getField().getFieldSize()
                : 0;
    }
}

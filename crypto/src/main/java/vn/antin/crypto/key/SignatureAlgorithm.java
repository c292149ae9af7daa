package vn.antin.crypto.key;

import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;

/**
 * Signature algorithms that the project creates. The list is closed; old ones are verified
 * elsewhere.
 */
public enum SignatureAlgorithm {
    /** ECDSA on P-256 with SHA-256 (FIPS 186-5), signature as DER (RFC 3279 2.2.3). */
    ECDSA_P256_SHA256("SHA256withECDSA", "SHA-256"),
    /** ECDSA on P-384 with SHA-384, signature as DER. */
    ECDSA_P384_SHA384("SHA384withECDSA", "SHA-384"),
    /**
     * RSASSA-PSS (RFC 8017), SHA-256, MGF1 with SHA-256, 32 bytes of salt; keys of 3072 bits up,
     * and of 2048 bits up where {@link SecurityStrength#BITS_112} does.
     */
    RSA_PSS_SHA256("SHA256withRSAandMGF1", "SHA-256"),
    /** Ed25519 (RFC 8032) for log checkpoints; the message is signed as it is. */
    ED25519("Ed25519", "");

    private final String bouncyCastleName;
    private final String digest;

    SignatureAlgorithm(String bouncyCastleName, String digest) {
        this.bouncyCastleName = bouncyCastleName;
        this.digest = digest;
    }

    /** Name by which Bouncy Castle knows it. */
    public String bouncyCastleName() {
        return bouncyCastleName;
    }

    /** JCA name of the message digest; empty for Ed25519. */
    public String digest() {
        return digest;
    }

    /**
     * The algorithm that goes with a public key of {@link SecurityStrength#BITS_128}.
     *
     * @throws IllegalArgumentException for a key that the project does not sign with
     */
    public static SignatureAlgorithm of(PublicKey key) {
        return of(key, SecurityStrength.BITS_128);
    }

    /**
     * The algorithm that goes with a public key. Whoever takes less than 128 bits checks elsewhere
     * that the key is one that may: {@code crypto.cert.KeyRules}.
     *
     * @param least how strong the key must be
     * @throws IllegalArgumentException for a key that the project does not sign with
     */
    public static SignatureAlgorithm of(PublicKey key, SecurityStrength least) {
        if (key instanceof ECKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            if (bits == 256) {
                return ECDSA_P256_SHA256;
            }
            if (bits == 384) {
                return ECDSA_P384_SHA384;
            }
        }
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= least.rsaBits()) {
            return RSA_PSS_SHA256;
        }
        String name = key.getAlgorithm();
        if (name.equals("EdDSA") || name.equals("Ed25519")) {
            return ED25519;
        }
        throw new IllegalArgumentException("no signature algorithm for a key of type " + name);
    }
}

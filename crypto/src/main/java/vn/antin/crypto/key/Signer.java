package vn.antin.crypto.key;

import java.security.PublicKey;

/**
 * Signs with one private key that stays where it is. Thread-safe.
 *
 * <p>Errors of the device are {@link KeyException}s.
 */
public interface Signer {
    /** The one algorithm this signer makes. */
    SignatureAlgorithm algorithm();

    /** The public key that verifies. */
    PublicKey publicKey();

    /**
     * Signature over {@code message} (hashed here or in the token), encoded as {@link #algorithm()}
     * says.
     */
    byte[] sign(byte[] message);
}

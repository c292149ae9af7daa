package vn.antin.crypto.key;

import vn.antin.crypto.bytes.SecretBytes;

/**
 * RSA-OAEP (RFC 8017; SHA-256, MGF1 with SHA-256, no label) with a private key that stays where it
 * is.
 */
public non-sealed interface Unwrapper extends DecryptionKey {
    /**
     * The wrapped key, to be closed by the caller.
     *
     * @throws KeyException when it does not decrypt or the device fails
     */
    SecretBytes unwrap(byte[] encryptedKey);
}

package vn.antin.crypto.key;

import vn.antin.crypto.bytes.SecretBytes;

/**
 * ML-KEM (FIPS 203) with the private key of an endpoint. Opens only the layer around a sealed
 * document that is for endpoints, never the one that is for a card. Thread-safe.
 */
public non-sealed interface Decapsulator extends DecryptionKey {
    /**
     * The shared secret of 32 bytes, to be closed by the caller. A ciphertext of the right length
     * that was made for another key gives another secret and no error (FIPS 203 6.3, implicit
     * rejection).
     *
     * @throws KeyException BAD_INPUT when the ciphertext has not the length of the parameter set
     */
    SecretBytes decapsulate(byte[] ciphertext);
}

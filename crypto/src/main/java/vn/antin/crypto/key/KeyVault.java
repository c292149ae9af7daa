package vn.antin.crypto.key;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Where private keys live: a card, an HSM, or (in tests) memory. Thread-safe.
 *
 * <p>Keys are named by label (CKA_LABEL), see {@link KeyLabel}; decryption keys are also found by
 * subject key identifier, which is their CKA_ID (see {@code crypto.cert.KeyIdentifier}).
 */
public interface KeyVault extends AutoCloseable {
    /**
     * The signing key with this label.
     *
     * @throws KeyException with reason NO_SUCH_KEY when there is none
     */
    Signer signer(String label);

    /** The decryption key with this subject key identifier, if it is here. */
    Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier);

    /** The certificate object with this label, if one was written. */
    Optional<X509Certificate> certificate(String label);

    @Override
    void close();
}

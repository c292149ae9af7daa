package vn.antin.sdk.enrol;

import java.security.cert.X509Certificate;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.Signer;

/** A card that keys are made on. Errors are {@code KeyException}s. */
public interface Card {
    /** Makes a key pair on P-256 that does what this label of {@code KeyLabel} is for. */
    void generate(String label);

    /** Whether there is a key with this label. */
    boolean has(String label);

    /** The signing key with this label. */
    Signer signer(String label);

    /** The decryption key with this label. */
    DecryptionKey decryptionKey(String label);

    /** Writes a certificate beside its key. */
    void writeCertificate(String label, X509Certificate certificate);
}

package vn.antin.sdk.enrol;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.Signer;

/**
 * An enrolled card that gets new keys. Labels are those of {@code KeyLabel}; errors are {@code
 * KeyException}s. Every act may be repeated after it broke off.
 */
public interface RenewableCard {
    /** The certificate in use under this label. */
    Optional<X509Certificate> certificate(String label);

    /** The key that goes with an authentication certificate so far. */
    Signer signerSoFar(X509Certificate authentication);

    /**
     * Brings the decryption key so far, with its certificate, to where old documents are opened
     * with it and where no new key takes its place.
     *
     * @throws vn.antin.crypto.key.KeyException UNSUPPORTED when the card has no such place; nothing
     *     was changed then
     */
    void keep(X509Certificate encryption, RenewalJournal journal) throws IOException;

    /** Makes the new key; the key so far under this label may be lost by that. */
    PublicKey generate(String label);

    /** The new signing key. */
    Signer signer(String label, PublicKey key);

    /** The new decryption key. */
    DecryptionKey decryptionKey(String label, PublicKey key);

    /** Makes a new key with its certificate the one in use. */
    void install(String label, X509Certificate certificate);
}

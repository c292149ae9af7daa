package vn.antin.hsm.adopt;

import java.security.cert.X509Certificate;
import java.util.List;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.token.TokenStatus;

/**
 * A card that others made, logged in with its holder's PIN and never written to. All methods throw
 * {@link vn.antin.crypto.key.KeyException}. Thread-safe.
 */
public interface AdoptableCard extends AutoCloseable {
    /** What the card says of itself now. */
    TokenStatus status();

    /** All certificates on the card. */
    List<X509Certificate> certificates();

    /** The private keys on the card of kinds that sign (RSA from 2048 bits up, P-256, P-384). */
    List<ForeignKey> keys();

    /**
     * Signs and decrypts with the key and looks at the results; a key that wants its PIN for every
     * use asks for it, and is not asked to decrypt.
     */
    Abilities probe(ForeignKey key);

    /** The key as one that signs in the way that was found. */
    Signer signer(ForeignKey key, Abilities abilities);

    /** The key as one that decrypts. */
    DecryptionKey decryptionKey(ForeignKey key);

    @Override
    void close();
}

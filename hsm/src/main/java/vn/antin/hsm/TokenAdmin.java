package vn.antin.hsm;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.token.TokenStatus;

/**
 * What is done to a token when keys come and go. Thread-safe, one act at a time.
 *
 * <p>All methods throw {@link vn.antin.crypto.key.KeyException}. Nothing here is done twice after
 * an error: whether the first try left something behind is for a person to see.
 */
public interface TokenAdmin {
    /**
     * Makes a key pair whose private half is sensitive, not extractable and fit for one use ({@link
     * KeyUse#of}); reads the attributes back and destroys the pair when the token did not obey.
     *
     * @throws vn.antin.crypto.key.KeyException BAD_INPUT when the label is taken or the type cannot
     *     serve the use
     */
    default KeyPairInfo generate(String label, KeyType type) {
        return generate(label, type, KeyUse.of(label));
    }

    /** Like {@link #generate(String, KeyType)} with a use that the label does not tell. */
    default KeyPairInfo generate(String label, KeyType type, KeyUse use) {
        return generate(label, type, use, Extraction.NEVER);
    }

    /** Like {@link #generate(String, KeyType)}, of a key that may be made to leave wrapped. */
    KeyPairInfo generate(String label, KeyType type, KeyUse use, Extraction extraction);

    /** Makes an AES-256 key that can only wrap and unwrap keys. */
    default void generateStorageKey(String label) {
        generateStorageKey(label, Extraction.NEVER);
    }

    /** Like {@link #generateStorageKey(String)}, of a key that may be made to leave wrapped. */
    void generateStorageKey(String label, Extraction extraction);

    /**
     * Unwraps keys of a backup, all or none; private halves get the public ones of the backup.
     *
     * @param key AES-256 under which they were wrapped
     */
    void restore(SecretBytes key, List<WrappedKey> keys);

    /** The public half of the key with this label. */
    PublicKey publicKey(String label);

    /** All private keys. */
    List<KeyInfo> keys();

    /** Reads the attributes of a key back: sensitive, not extractable, made here, one use. */
    default KeyCheck checkAttributes(String label) {
        return checkAttributes(label, Extraction.NEVER);
    }

    /** Like {@link #checkAttributes(String)} of a key that leaves as {@code extraction} says. */
    KeyCheck checkAttributes(String label, Extraction extraction);

    /** Writes a certificate beside its key, in place of an earlier one with this label. */
    void writeCertificate(String label, X509Certificate certificate);

    /**
     * Gives key and certificate another label.
     *
     * @throws vn.antin.crypto.key.KeyException BAD_INPUT when it is taken
     */
    void rename(String label, String other);

    /** Destroys all objects with this label: keys and certificate. */
    void delete(String label);

    /**
     * Wraps a secret under the AES key with this label (RFC 3394), to tell one such key from
     * others: 16 bytes or more, a multiple of 8; the result is 8 bytes longer.
     */
    byte[] wrap(String label, SecretBytes secret);

    /** What the token says of itself now. */
    TokenStatus status();
}

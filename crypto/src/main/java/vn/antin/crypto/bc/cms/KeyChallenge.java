package vn.antin.crypto.bc.cms;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.key.DecryptionKey;

/**
 * A secret of 32 bytes in an envelope ({@link CmsEnvelope}) for one key.
 *
 * <p>The content type is the project's own and is authenticated, so that nobody can have a document
 * opened by passing it off as a challenge. Thread-safe.
 */
public final class KeyChallenge {
    /** Length of the secret in bytes. */
    public static final int SECRET_LENGTH = 32;

    private KeyChallenge() {}

    /**
     * The envelope in DER.
     *
     * @param identifier subject key identifier of the key
     * @param secret 32 bytes
     * @throws IllegalArgumentException when nothing can be encrypted to this key
     */
    public static byte[] seal(
            PublicKey key, byte[] identifier, byte[] secret, SecureRandom random) {
        return CmsEnvelope.seal(
                Oids.CHALLENGE, secret, List.of(new RecipientKey(identifier, key)), random);
    }

    /**
     * The secret.
     *
     * @param identifier subject key identifier of the key
     * @throws CmsException when it is no challenge to this key
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public static byte[] open(byte[] der, byte[] identifier, DecryptionKey key)
            throws CmsException {
        CmsEnvelope.Parts parts = CmsEnvelope.read(Oids.CHALLENGE, der);
        if (parts.recipients().size() != 1 || parts.encrypted().length != SECRET_LENGTH) {
            throw new CmsException(
                    Kind.MALFORMED, "a challenge is 32 bytes for one key, and nothing more");
        }
        return parts.open(
                name -> Arrays.equals(name, identifier) ? Optional.of(key) : Optional.empty());
    }
}

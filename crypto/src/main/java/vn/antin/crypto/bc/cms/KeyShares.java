package vn.antin.crypto.bc.cms;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;

/**
 * A custodian's share of a backup key in an envelope ({@link CmsEnvelope}) for one key.
 *
 * <p>The content type is the project's own and is authenticated: nobody can have a share opened by
 * passing it off as a document or a challenge. Thread-safe.
 */
public final class KeyShares {
    private KeyShares() {}

    /**
     * The envelope in DER.
     *
     * @param identifier subject key identifier of the key
     * @throws IllegalArgumentException when nothing can be encrypted to this key
     */
    public static byte[] seal(
            PublicKey key, byte[] identifier, SecretBytes share, SecureRandom random) {
        return share.use(bytes ->
                CmsEnvelope.seal(
                        Oids.KEY_SHARE, bytes, List.of(new RecipientKey(identifier, key)), random));
    }

    /**
     * The share, to be closed by the caller.
     *
     * @param identifier subject key identifier of the key
     * @throws CmsException when it is no share for this key
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public static SecretBytes open(byte[] der, byte[] identifier, DecryptionKey key)
            throws CmsException {
        CmsEnvelope.Parts parts = CmsEnvelope.read(Oids.KEY_SHARE, der);
        if (parts.recipients().size() != 1) {
            throw new CmsException(Kind.MALFORMED, "a share is for one key");
        }
        return SecretBytes.owning(
                parts.open(name ->
                        Arrays.equals(name, identifier) ? Optional.of(key) : Optional.empty()));
    }
}

package vn.antin.crypto.bc.cms;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;

/**
 * A secret that is no document in an envelope ({@link CmsEnvelope}) for one key.
 *
 * <p>Each kind has a content type of the project's own, which is authenticated: nobody can have one
 * opened by passing it off as a document, a challenge or another kind. Thread-safe.
 */
public enum SealedSecret {
    /** A custodian's share of a backup key. */
    KEY_SHARE(Oids.KEY_SHARE),
    /** The private KEM key of an endpoint, for its own card. */
    KEM_KEY(Oids.KEM_KEY);

    @SuppressWarnings("ImmutableEnumChecker") // an object identifier never changes
    private final ASN1ObjectIdentifier type;

    SealedSecret(ASN1ObjectIdentifier type) {
        this.type = type;
    }

    /**
     * The envelope in DER.
     *
     * @param identifier subject key identifier of the key
     * @throws IllegalArgumentException when nothing can be encrypted to this key
     */
    public byte[] seal(PublicKey key, byte[] identifier, SecretBytes secret, SecureRandom random) {
        return secret.use(bytes ->
                CmsEnvelope.seal(type, bytes, List.of(new RecipientKey(identifier, key)), random));
    }

    /**
     * The secret, to be closed by the caller.
     *
     * @param identifier subject key identifier of the key
     * @throws CmsException when it is no such secret for this key
     * @throws vn.antin.crypto.key.KeyException when the device that holds the key fails
     */
    public SecretBytes open(byte[] der, byte[] identifier, DecryptionKey key) throws CmsException {
        return open(
                der, name -> Arrays.equals(name, identifier) ? Optional.of(key) : Optional.empty());
    }

    /** The same with whichever of these keys it is for. */
    public SecretBytes open(byte[] der, Function<byte[], Optional<DecryptionKey>> keys)
            throws CmsException {
        CmsEnvelope.Parts parts = CmsEnvelope.read(type, der);
        if (parts.recipients().size() != 1) {
            throw new CmsException(Kind.MALFORMED, "such a secret is for one key");
        }
        return SecretBytes.owning(parts.open(keys));
    }
}

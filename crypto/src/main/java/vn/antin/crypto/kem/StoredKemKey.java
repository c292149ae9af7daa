package vn.antin.crypto.kem;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Function;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.SealedSecret;
import vn.antin.crypto.bc.kem.MlKemKey;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;

/**
 * A private KEM key at rest: PKCS #8 (RFC 9935 6) in a CMS envelope for the endpoint's own card, so
 * that the bytes alone are worth nothing and only the card opens them. Thread-safe.
 */
public final class StoredKemKey {
    private StoredKemKey() {}

    /**
     * Seals a key.
     *
     * @param encryption the encryption certificate of the endpoint's card
     * @return a file, in DER
     */
    public static byte[] seal(MlKemKey key, X509Certificate encryption, SecureRandom random) {
        try (SecretBytes pkcs8 = key.toPkcs8()) {
            return SealedSecret.KEM_KEY.seal(
                    encryption.getPublicKey(),
                    KeyIdentifier.of(encryption.getPublicKey()),
                    pkcs8,
                    random);
        }
    }

    /**
     * Opens a key; the caller closes it.
     *
     * @param card finds the card's decryption keys, also former ones
     * @return empty when the file is for another card
     * @throws KeyException when the card fails, or BAD_INPUT when the file is damaged
     */
    public static Optional<MlKemKey> open(
            byte[] file, Function<byte[], Optional<DecryptionKey>> card) {
        try (SecretBytes pkcs8 = SealedSecret.KEM_KEY.open(file, card)) {
            return Optional.of(pkcs8.use(MlKemKey::parse));
        } catch (CmsException e) {
            if (e.kind() == CmsException.Kind.NOT_A_RECIPIENT) {
                return Optional.empty();
            }
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "the file of a KEM key is damaged", e);
        } catch (IllegalArgumentException e) {
            throw new KeyException(KeyException.Reason.BAD_INPUT, "the file holds no KEM key", e);
        }
    }
}

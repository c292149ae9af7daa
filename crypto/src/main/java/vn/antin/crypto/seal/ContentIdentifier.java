package vn.antin.crypto.seal;

import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;
import vn.antin.crypto.bytes.Digest;

/**
 * The identifiers that stand in signatures.
 *
 * <p>An outer signature names the consignment: the 16 bytes of its UUID. An inner signature and its
 * receipt request name the document as sent, unique for ever: those 16 bytes, 16 random bytes, and
 * the first 16 bytes of SHA-256 of the author's public key (DER SubjectPublicKeyInfo).
 */
public final class ContentIdentifier {
    /** Length of the identifier in an inner signature. */
    public static final int LENGTH = 48;

    private static final int PART = 16;

    private ContentIdentifier() {}

    static byte[] ofConsignment(String id) {
        UUID uuid = UUID.fromString(id);
        return ByteBuffer.allocate(PART)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    static byte[] ofContent(String consignment, PublicKey author, SecureRandom random) {
        byte[] fresh = new byte[PART];
        random.nextBytes(fresh);
        return ByteBuffer.allocate(LENGTH)
                .put(ofConsignment(consignment))
                .put(fresh)
                .put(Digest.of(author.getEncoded()).toBytes(), 0, PART)
                .array();
    }

    static boolean isOf(byte[] identifier, String consignment, PublicKey author) {
        return identifier.length == LENGTH
                && Arrays.equals(identifier, 0, PART, ofConsignment(consignment), 0, PART)
                && Arrays.equals(
                        identifier,
                        2 * PART,
                        LENGTH,
                        Digest.of(author.getEncoded()).toBytes(),
                        0,
                        PART);
    }

    /**
     * The consignment that an inner identifier names, as a lower-case UUID.
     *
     * @throws IllegalArgumentException when it is not an inner identifier
     */
    public static String consignmentOf(byte[] identifier) {
        if (identifier.length != LENGTH) {
            throw new IllegalArgumentException("a content identifier has 48 bytes");
        }
        ByteBuffer bytes = ByteBuffer.wrap(identifier);
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
}

package vn.antin.hsm.piv;

import java.util.List;
import java.util.stream.IntStream;
import vn.antin.crypto.key.KeyLabel;

/**
 * A place for a key and its certificate on a PIV card (SP 800-73-4 part 1, table 3 and 4b).
 *
 * @param reference key reference, 0x9A for example
 * @param certificateTag tag of the object with the certificate
 */
public record PivSlot(int reference, int certificateTag) {
    /** 9A: TLS and the outer signature. */
    public static final PivSlot AUTHENTICATION = new PivSlot(0x9A, 0x5FC105);

    /** 9C: content and receipts; the card wants the PIN for each use. */
    public static final PivSlot SIGNATURE = new PivSlot(0x9C, 0x5FC10A);

    /** 9D: opens what was encrypted to its holder. */
    public static final PivSlot ENCRYPTION = new PivSlot(0x9D, 0x5FC10B);

    /** 82 to 95: earlier encryption keys, so that old documents stay readable. */
    public static final List<PivSlot> RETIRED =
            IntStream.range(0, 20)
                    .mapToObj(index -> new PivSlot(0x82 + index, 0x5FC10D + index))
                    .toList();

    /**
     * The slot of the key with this label of {@code KeyLabel}.
     *
     * @throws IllegalArgumentException when cards have none
     */
    public static PivSlot of(String label) {
        return switch (label) {
            case KeyLabel.SIGNATURE -> SIGNATURE;
            case KeyLabel.AUTHENTICATION -> AUTHENTICATION;
            case KeyLabel.ENCRYPTION -> ENCRYPTION;
            default -> throw new IllegalArgumentException("no slot for " + label);
        };
    }

    @Override
    public String toString() {
        return String.format("%02X", reference);
    }
}

package vn.antin.testbed.card.piv;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A place for an asymmetric key and its certificate (SP 800-73-4 part 1, 3.1 to 3.3 and tables 3,
 * 4b).
 *
 * @param id key reference, 0x9A for example
 * @param certificateTag tag of the object that holds the certificate
 * @param rule when the PIN is needed
 * @param use what the key may do
 */
public record KeySlot(int id, int certificateTag, PinRule rule, Use use) {
    /** When a private key asks for the PIN. */
    public enum PinRule {
        /** Never. */
        NEVER,
        /** Once since the card was reset. */
        ONCE,
        /** Immediately before each use. */
        ALWAYS
    }

    /** What a private key may do; an RSA key cannot tell the two apart. */
    public enum Use {
        /** Signatures. */
        SIGN,
        /** Decryption and key agreement. */
        DECRYPT
    }

    /** What a card can do with keys in slots 82 to 95 beside using them. */
    public enum Retirement {
        /** MOVE KEY, as YubiKeys from firmware 5.7; no keys are made there. */
        MOVES,
        /** Keys are made there; they cannot be moved. YubiKeys before 5.7. */
        GENERATES,
        /** Neither, as SP 800-73-4 has it: the issuer puts old keys there by means of its own. */
        NEITHER
    }

    /** 9A: authentication. */
    public static final KeySlot AUTHENTICATION =
            new KeySlot(0x9A, 0x5FC105, PinRule.ONCE, Use.SIGN);

    /** 9C: signatures, the PIN before each. */
    public static final KeySlot SIGNATURE = new KeySlot(0x9C, 0x5FC10A, PinRule.ALWAYS, Use.SIGN);

    /** 9D: decryption. */
    public static final KeySlot DECRYPTION = new KeySlot(0x9D, 0x5FC10B, PinRule.ONCE, Use.DECRYPT);

    /** 9E: authentication of the card itself, without PIN. */
    public static final KeySlot CARD = new KeySlot(0x9E, 0x5FC101, PinRule.NEVER, Use.SIGN);

    /** 82 to 95: old decryption keys. */
    public static final List<KeySlot> RETIRED =
            IntStream.range(0, 20).mapToObj(KeySlot::retiredSlot).toList();

    /** All slots of the card. */
    static final List<KeySlot> ALL =
            Stream.concat(Stream.of(AUTHENTICATION, SIGNATURE, DECRYPTION, CARD), RETIRED.stream())
                    .toList();

    private static KeySlot retiredSlot(int index) {
        return new KeySlot(0x82 + index, 0x5FC10D + index, PinRule.ONCE, Use.DECRYPT);
    }

    /** The slot with this key reference. */
    static Optional<KeySlot> of(int id) {
        return ALL.stream().filter(slot -> slot.id == id).findFirst();
    }

    /** Whether it holds an old decryption key. */
    boolean retired() {
        return id < 0x9A;
    }
}

package vn.antin.testbed.card.piv;

import java.util.Arrays;

/**
 * A command APDU, short or extended (ISO/IEC 7816-4, 5.1).
 *
 * @param cla class byte
 * @param ins instruction
 * @param p1 first parameter
 * @param p2 second parameter
 * @param data the data field, empty when there is none
 * @param expected the most answer bytes wanted (Le), 256 or 65536 for "all"; 256 when the command
 *     has no Le, as cards with T=0 and lenient T=1 cards do
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CommandApdu(int cla, int ins, int p1, int p2, byte[] data, int expected) {
    private static final int CHAIN_BIT = 0x10;

    /** Reads a command. */
    static CommandApdu parse(byte[] bytes) throws Refusal {
        Refusal.unless(bytes.length >= 4, StatusWord.WRONG_LENGTH);
        byte[] data = new byte[0];
        int expected = 256;
        if (bytes.length == 5) {
            expected = orAll(bytes[4] & 0xff, 256);
        } else if (bytes.length > 5 && bytes[4] != 0) {
            int length = bytes[4] & 0xff;
            Refusal.unless(
                    bytes.length == 5 + length || bytes.length == 6 + length,
                    StatusWord.WRONG_LENGTH);
            data = Arrays.copyOfRange(bytes, 5, 5 + length);
            if (bytes.length == 6 + length) {
                expected = orAll(bytes[5 + length] & 0xff, 256);
            }
        } else if (bytes.length == 7) {
            expected = orAll(number(bytes, 5), 65536);
        } else if (bytes.length > 7) {
            int length = number(bytes, 5);
            Refusal.unless(
                    length > 0 && (bytes.length == 7 + length || bytes.length == 9 + length),
                    StatusWord.WRONG_LENGTH);
            data = Arrays.copyOfRange(bytes, 7, 7 + length);
            if (bytes.length == 9 + length) {
                expected = orAll(number(bytes, 7 + length), 65536);
            }
        } else {
            Refusal.unless(bytes.length == 4, StatusWord.WRONG_LENGTH);
        }
        return new CommandApdu(
                bytes[0] & 0xff, bytes[1] & 0xff, bytes[2] & 0xff, bytes[3] & 0xff, data, expected);
    }

    private static int number(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private static int orAll(int le, int all) {
        return le == 0 ? all : le;
    }

    /** Whether more commands of a chain follow. */
    boolean chained() {
        return (cla & CHAIN_BIT) != 0;
    }

    /** Whether the class is one of the basic channel without secure messaging. */
    boolean plainClass() {
        return (cla & ~CHAIN_BIT) == 0;
    }

    /** P1 and P2 as one number. */
    int parameters() {
        return (p1 << 8) | p2;
    }

    /** Whether both belong to one chain. */
    boolean continues(CommandApdu first) {
        return ins == first.ins && p1 == first.p1 && p2 == first.p2;
    }

    /** This command with all the data of its chain. */
    CommandApdu withData(byte[] whole) {
        return new CommandApdu(cla, ins, p1, p2, whole, expected);
    }
}

package vn.antin.testbed.card.piv;

/**
 * The two bytes that end each answer of a card (ISO/IEC 7816-4, 5.6; SP 800-73-4 part 2, 2.4.2).
 */
public final class StatusWord {
    /** Done. */
    public static final int OK = 0x9000;

    /** More answer bytes wait; the low byte says how many (00: 256 or more). */
    public static final int MORE = 0x6100;

    /** A wrong PIN or PUK; the low digit says how many tries are left. */
    public static final int TRIES_LEFT = 0x63C0;

    /** The length of the command is wrong. */
    public static final int WRONG_LENGTH = 0x6700;

    /** The last command of a chain was expected. */
    public static final int CHAIN_EXPECTED = 0x6883;

    /** This command cannot be chained. */
    public static final int NO_CHAINING = 0x6884;

    /** PIN or administrator's key has not been shown. */
    public static final int SECURITY_NOT_SATISFIED = 0x6982;

    /** The PIN or PUK is blocked. */
    public static final int BLOCKED = 0x6983;

    /** The command is not possible now. */
    public static final int CONDITIONS_NOT_SATISFIED = 0x6985;

    /** The data of the command are wrong. */
    public static final int WRONG_DATA = 0x6A80;

    /** Such objects are not for this command. */
    public static final int NOT_SUPPORTED = 0x6A81;

    /** No such object or application. */
    public static final int NOT_FOUND = 0x6A82;

    /** The object does not fit. */
    public static final int NO_SPACE = 0x6A84;

    /** P1 or P2 are wrong. */
    public static final int WRONG_P1_P2 = 0x6A86;

    /** No such PIN. */
    public static final int REFERENCE_NOT_FOUND = 0x6A88;

    /** The card does not know the instruction. */
    public static final int UNKNOWN_INSTRUCTION = 0x6D00;

    /** The card does not know the class. */
    public static final int UNKNOWN_CLASS = 0x6E00;

    private StatusWord() {}

    /** An answer of data and status word. */
    static byte[] answer(byte[] data, int status) {
        byte[] answer = java.util.Arrays.copyOf(data, data.length + 2);
        answer[data.length] = (byte) (status >> 8);
        answer[data.length + 1] = (byte) status;
        return answer;
    }

    /** The status word of an answer of at least two bytes. */
    public static int of(byte[] answer) {
        return ((answer[answer.length - 2] & 0xff) << 8) | (answer[answer.length - 1] & 0xff);
    }
}

package vn.antin.testbed.card.piv;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A PIN or PUK with its counter of tries. */
final class Secret {
    static final int LENGTH = 8;
    private static final int PIN_MINIMUM = 6;

    private final byte[] value;
    private final int tries;
    private int left;

    /** A secret of eight bytes. */
    Secret(byte[] value, int tries, int left) {
        if (value.length != LENGTH || tries < 1 || tries > 15 || left < 0 || left > tries) {
            throw new IllegalArgumentException("a secret of a card is 8 bytes, 1 to 15 tries");
        }
        this.value = value.clone();
        this.tries = tries;
        this.left = left;
    }

    /** A new secret from its characters. */
    static Secret of(String characters) {
        byte[] bytes = characters.getBytes(StandardCharsets.US_ASCII);
        byte[] padded = Arrays.copyOf(bytes, LENGTH);
        Arrays.fill(padded, bytes.length, LENGTH, (byte) 0xff);
        return new Secret(padded, 3, 3);
    }

    /** Whether the bytes are 6 to 8 digits, padded with FF (SP 800-73-4 part 2, 2.4.3). */
    static boolean isPin(byte[] candidate) {
        int digits = 0;
        while (digits < candidate.length && candidate[digits] >= '0' && candidate[digits] <= '9') {
            digits++;
        }
        for (int i = digits; i < candidate.length; i++) {
            if (candidate[i] != (byte) 0xff) {
                return false;
            }
        }
        return candidate.length == LENGTH && digits >= PIN_MINIMUM;
    }

    /** Compares; a wrong one costs a try, the right one gives all tries back. */
    void verify(byte[] candidate) throws Refusal {
        Refusal.unless(left > 0, StatusWord.BLOCKED);
        if (!MessageDigest.isEqual(value, candidate)) {
            left--;
            throw new Refusal(StatusWord.TRIES_LEFT | left);
        }
        left = tries;
    }

    /** Takes a new value and gives all tries back. */
    void change(byte[] fresh) {
        System.arraycopy(fresh, 0, value, 0, LENGTH);
        left = tries;
    }

    /** Status word of a question for the counter. */
    int status() {
        return left == 0 ? StatusWord.BLOCKED : StatusWord.TRIES_LEFT | left;
    }

    byte[] value() {
        return value.clone();
    }

    int tries() {
        return tries;
    }

    int left() {
        return left;
    }
}

package vn.antin.crypto.key;

import org.jspecify.annotations.Nullable;

/**
 * A private-key operation failed. The message says what was being done, never key bytes or PINs.
 */
public class KeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** No key with this label or identifier. */
        NO_SUCH_KEY,
        /** The token is not there, or was removed. */
        TOKEN_MISSING,
        /** The PIN was wrong; see {@link #triesLeft()}. */
        PIN_WRONG,
        /** The PIN is blocked. */
        PIN_LOCKED,
        /** A PIN is needed and none was given. */
        PIN_NEEDED,
        /** The device refused the input: wrong point, wrong padding, wrong length. */
        BAD_INPUT,
        /** The device cannot do this mechanism. */
        UNSUPPORTED,
        /** Too many callers wait for a session. */
        BUSY,
        /** Any other failure of the device. */
        DEVICE_FAILURE
    }

    private final Reason reason;
    private final int triesLeft;

    /** Without a number of tries. */
    public KeyException(Reason reason, String message, @Nullable Throwable cause) {
        this(reason, message, -1, cause);
    }

    /** With the number of PIN tries left, or -1 when unknown. */
    public KeyException(Reason reason, String message, int triesLeft, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.triesLeft = triesLeft;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** PIN tries left after {@link Reason#PIN_WRONG}; -1 when the token does not say. */
    public int triesLeft() {
        return triesLeft;
    }
}

package vn.antin.crypto.tlog;

import org.jspecify.annotations.Nullable;

/** Something that claims to come from a log does not hold. The message says what was compared. */
public final class LogProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** The text is not in the one allowed form. */
        MALFORMED,
        /** The checkpoint belongs to another log (origin). */
        WRONG_LOG,
        /** No signature of the given key stands on the checkpoint. */
        NOT_SIGNED,
        /** The signature of the given key does not verify: text or signature was changed. */
        BAD_SIGNATURE,
        /** The proof does not lead from the entry to the root of the checkpoint. */
        NOT_INCLUDED
    }

    private final Reason reason;

    /** With what is wrong and a message for operators. */
    public LogProblem(Reason reason, String message) {
        this(reason, message, null);
    }

    /** With the error of the parser. */
    public LogProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}

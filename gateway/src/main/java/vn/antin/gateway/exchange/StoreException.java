package vn.antin.gateway.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The store could not do what was asked; nothing of the task remains. The message says what was
 * being done and to which id, never content.
 */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The file system is full, or less than the reserve would be left. Try again later. */
        DISK_FULL,
        /** Another writer holds it, or too much waits already. Try again later. */
        BUSY,
        /** The log could not be signed: token missing, PIN, device failure. Try again later. */
        SIGNER_UNAVAILABLE,
        /** Closed, or closing. */
        CLOSED,
        /** An id, a serial number or a sequence is taken by something else. */
        CONFLICT,
        /** What the task refers to is not there. */
        NOT_FOUND,
        /** The evidence does not fit the state of the delivery. */
        ILLEGAL_TRANSITION,
        /** The upload does not continue where the stored part ends. */
        OFFSET_MISMATCH,
        /** The bytes do not have the digest or the size that they were announced with. */
        DIGEST_MISMATCH,
        /** Something stored is not what was written. Needs an operator. */
        CORRUPT,
        /** The database was made by a newer program, or a migration was changed after use. */
        SCHEMA,
        /** Any other failure of the disk or the database. */
        DEVICE_FAILURE
    }

    private final Reason reason;

    /** Without a cause. */
    public StoreException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** With the error below. */
    public StoreException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}

package vn.antin.crypto.bc.tsp;

import org.jspecify.annotations.Nullable;

/** A time-stamp, a query for one or an answer that is not to be used. */
public final class TimeStampProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** Not the form of RFC 3161. */
        MALFORMED,
        /** A digest algorithm that is not taken. */
        ALGORITHM,
        /** The authority refused. */
        REFUSED,
        /** The signature does not verify, or the certificate does not stamp. */
        BAD_SIGNATURE,
        /** It is for other bytes or another query. */
        OTHER_IMPRINT
    }

    private final Reason reason;

    TimeStampProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}

package vn.antin.crypto.bc.cms;

import org.jspecify.annotations.Nullable;

/** Bytes are not the CMS structure that was expected. The message never holds content. */
public final class CmsException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Kind {
        /** Not the structure, not its DER, or with parts that do not belong there. */
        MALFORMED,
        /** The signature, or something that it must cover, does not fit. */
        BAD_SIGNATURE,
        /** There is no security label. */
        LABEL_MISSING,
        /** The security label is of another policy, or has parts that the policy does not know. */
        LABEL_UNKNOWN,
        /** None of the keys at hand is a recipient's. */
        NOT_A_RECIPIENT,
        /** A recipient's key is at hand but does not open it, or the tag does not fit. */
        DECRYPTION_FAILED,
        /** Larger than 16 MiB. */
        TOO_BIG
    }

    private final Kind kind;

    /** With a reason. */
    public CmsException(Kind kind, String message) {
        this(kind, message, null);
    }

    /** With a reason. */
    public CmsException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}

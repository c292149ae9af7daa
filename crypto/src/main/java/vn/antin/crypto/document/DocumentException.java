package vn.antin.crypto.document;

import org.jspecify.annotations.Nullable;

/**
 * Bytes or values are not a document as docs/formats/sealed-document.md describes it. The message
 * names the part and what is wrong with it, never its content, which may be secret.
 */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with something that a person wrote, to be said in the person's language. */
    public enum Reason {
        /** Anything else; the bytes are of another program, or were damaged. */
        OTHER,
        /** It is blank, or has spaces around it. */
        BLANK,
        /** It holds a character that is not shown, such as a control or bidirectional one. */
        NOT_SHOWN,
        /** It is too long. */
        TOO_LONG,
        /** The name of a file is a path. */
        PATH,
        /** Two attachments have one name. */
        SAME_NAME,
        /** There are too many attachments. */
        TOO_MANY,
        /** The number is out of range. */
        OUT_OF_RANGE
    }

    private final Reason reason;
    private final String field;

    /** A message for operators and developers. */
    public DocumentException(String message) {
        this(message, null);
    }

    /** With the error below it. */
    public DocumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = Reason.OTHER;
        this.field = "";
    }

    /**
     * About something that a person wrote.
     *
     * @param field of the document's card, {@code text} or {@code attachment}
     */
    DocumentException(Reason reason, String field, String message) {
        super(message);
        this.reason = reason;
        this.field = field;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    /** Where: a field of the card, {@code text} or {@code attachment}; empty when not known. */
    public String field() {
        return field;
    }
}

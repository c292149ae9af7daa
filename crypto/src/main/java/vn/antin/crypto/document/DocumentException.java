package vn.antin.crypto.document;

import org.jspecify.annotations.Nullable;

/**
 * Bytes or values are not a document as docs/formats/sealed-document.md describes it. The message
 * names the part and what is wrong with it, never its content, which may be secret.
 */
public final class DocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A message for operators and developers. */
    public DocumentException(String message) {
        this(message, null);
    }

    /** With the error below it. */
    public DocumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

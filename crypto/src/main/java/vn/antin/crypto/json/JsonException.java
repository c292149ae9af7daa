package vn.antin.crypto.json;

import org.jspecify.annotations.Nullable;

/**
 * Bytes are not the JSON that was expected. The message names the field and what is wrong with it,
 * never its value.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A message for operators and developers. */
    public JsonException(String message) {
        this(message, null);
    }

    /** With the parser's own error. */
    public JsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

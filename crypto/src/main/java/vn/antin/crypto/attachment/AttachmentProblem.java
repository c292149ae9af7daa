package vn.antin.crypto.attachment;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An attachment is not what the document says. Nothing that was written may be used.
 *
 * <p>A failure of the streams themselves is a plain {@link IOException}.
 */
public final class AttachmentProblem extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** The ciphertext is shorter or longer than the card says. */
        CIPHER_SIZE,
        /** The ciphertext has another digest. */
        CIPHER_DIGEST,
        /** A segment does not decrypt: other key, changed, moved or cut. */
        SEGMENT,
        /** It decrypts to something else than was signed. */
        PLAIN_DIGEST,
        /** Larger than 64 GiB: to be split. */
        TOO_BIG
    }

    private final Reason reason;

    AttachmentProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }
}

package vn.antin.crypto.document;

/**
 * Sizes of an attachment beside the document, in bytes: what the ciphertext format of
 * docs/formats/attachment.md makes of a plaintext, and the limits.
 */
public final class AttachmentSizes {
    /** An attachment's key. */
    public static final int KEY = 32;

    /** A ciphertext segment; the last one may be shorter. */
    public static final int SEGMENT = 1 << 16;

    /** Largest ciphertext: 64 GiB. */
    public static final long MAX_CIPHER = 1L << 36;

    private static final int TAG = 16;
    private static final int HEADER = 40;
    private static final int PLAIN_SEGMENT = SEGMENT - TAG;

    /** Largest plaintext, the one whose ciphertext has {@link #MAX_CIPHER}. */
    public static final long MAX_PLAIN = MAX_CIPHER / SEGMENT * PLAIN_SEGMENT - HEADER;

    private AttachmentSizes() {}

    /** Length of the ciphertext of a plaintext of {@code plainSize} bytes. */
    public static long cipherSize(long plainSize) {
        long body = plainSize + HEADER;
        return body + (body + PLAIN_SEGMENT - 1) / PLAIN_SEGMENT * TAG;
    }
}

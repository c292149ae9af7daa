package vn.antin.crypto.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.Digest;

/**
 * Counts and hashes what passes, ends after {@code limit} bytes, and remembers a failure of the
 * stream below so that it is not taken for a bad ciphertext. Closing does not close that stream.
 */
final class DigestingInput extends InputStream {
    private final InputStream in;
    private final long limit;
    private final MessageDigest digest = Digest.newSha256();
    private long size;
    private @Nullable IOException failure;

    DigestingInput(InputStream in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        long left = limit - size;
        if (left <= 0) {
            return -1;
        }
        try {
            int n = in.read(bytes, offset, (int) Math.min(length, left));
            if (n > 0) {
                digest.update(bytes, offset, n);
                size += n;
            }
            return n;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {}

    /** Whether the stream below goes on after what was read. */
    boolean hasMore() throws IOException {
        return in.read() >= 0;
    }

    void throwFailure() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    long size() {
        return size;
    }

    long limit() {
        return limit;
    }

    /** Ends the hash. */
    Digest digest() {
        return Digest.ofValue(digest.digest());
    }
}

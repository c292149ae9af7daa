package vn.antin.crypto.attachment;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import vn.antin.crypto.bytes.Digest;

/** Counts and hashes what passes; closing does not close the stream below. */
final class DigestingOutput extends OutputStream {
    private final OutputStream out;
    private final MessageDigest digest = Digest.newSha256();
    private long size;

    DigestingOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        digest.update(bytes, offset, length);
        size += length;
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {}

    long size() {
        return size;
    }

    /** Ends the hash. */
    Digest digest() {
        return Digest.ofValue(digest.digest());
    }
}

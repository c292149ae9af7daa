package vn.antin.crypto.attachment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.attachment.AttachmentProblem.Reason;
import vn.antin.crypto.document.AttachmentSizes;
import vn.antin.crypto.document.Location;

/**
 * Reads an attachment at any place without decrypting what is before it: a viewer opens page 500 of
 * a scan at once. Each segment of 64 KiB that is read verifies first, at its place and of this
 * length, under the key that the signed card names.
 *
 * <p>That is less than {@link AttachmentCipher#decrypt}, which compares both digests too: the
 * sender who made the key could have two ciphertexts under it. For looking; what is kept or signed
 * for is decrypted whole. Read-only; thread-safe as {@link java.nio.channels.FileChannel} is: one
 * position for all.
 */
public final class AttachmentChannel implements SeekableByteChannel {
    private final SeekableByteChannel plain;
    private final Source source;
    private final long size;

    private AttachmentChannel(SeekableByteChannel plain, Source source, long size) {
        this.plain = plain;
        this.source = source;
        this.size = size;
    }

    /**
     * Opens at position 0.
     *
     * @param plainSize length of the attachment in bytes, from the signed card
     * @param cipher the ciphertext file; closed with the channel, and when this throws
     * @throws AttachmentProblem with CIPHER_SIZE when it has another length than signed, SEGMENT
     *     when its header is not one
     * @throws IOException when the file cannot be read
     */
    public static AttachmentChannel open(
            Location.Detached detached, long plainSize, SeekableByteChannel cipher)
            throws IOException {
        boolean done = false;
        try {
            if (cipher.size() != detached.cipherSize()
                    || AttachmentSizes.cipherSize(plainSize) != detached.cipherSize()) {
                throw new AttachmentProblem(
                        Reason.CIPHER_SIZE, "the ciphertext has another length than signed", null);
            }
            Source source = new Source(cipher.position(0));
            AttachmentChannel channel =
                    new AttachmentChannel(decrypting(detached, source), source, plainSize);
            done = true;
            return channel;
        } finally {
            if (!done) {
                cipher.close();
            }
        }
    }

    private static SeekableByteChannel decrypting(Location.Detached detached, Source source)
            throws IOException {
        try {
            return detached.key()
                    .use(AttachmentCipher::streaming)
                    .newSeekableDecryptingChannel(source, new byte[0]);
        } catch (GeneralSecurityException e) {
            throw new AttachmentProblem(Reason.SEGMENT, "the ciphertext has no header", e);
        } catch (IOException e) {
            source.throwFailure();
            throw new AttachmentProblem(Reason.SEGMENT, "the ciphertext has no header", e);
        }
    }

    /**
     * Reads from the position on, at most to the end of the segment.
     *
     * @throws AttachmentProblem with SEGMENT when the segment does not verify; nothing of it is in
     *     {@code to}
     */
    @Override
    public int read(ByteBuffer to) throws IOException {
        if (plain.position() >= size) {
            return -1;
        }
        try {
            return plain.read(to);
        } catch (IOException e) {
            source.throwFailure();
            throw new AttachmentProblem(
                    Reason.SEGMENT, "a segment of the attachment does not decrypt", e);
        }
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() throws IOException {
        return plain.position();
    }

    @Override
    public AttachmentChannel position(long position) throws IOException {
        SeekableByteChannel unused = plain.position(Math.min(position, size));
        return this;
    }

    /** Length of the attachment in bytes. */
    @Override
    public long size() {
        return size;
    }

    @Override
    public AttachmentChannel truncate(long length) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return plain.isOpen();
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }

    /** Remembers a failure of the file, so that it is not taken for a bad ciphertext. */
    private static final class Source implements SeekableByteChannel {
        private final SeekableByteChannel file;
        private volatile @Nullable IOException failure;

        Source(SeekableByteChannel file) {
            this.file = file;
        }

        void throwFailure() throws IOException {
            IOException thrown = failure;
            if (thrown != null) {
                failure = null;
                throw thrown;
            }
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            try {
                return file.read(to);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public int write(ByteBuffer from) {
            throw new NonWritableChannelException();
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public Source position(long position) throws IOException {
            try {
                SeekableByteChannel unused = file.position(position);
                return this;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public Source truncate(long length) {
            throw new NonWritableChannelException();
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

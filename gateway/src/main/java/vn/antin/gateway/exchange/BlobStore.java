package vn.antin.gateway.exchange;

import java.nio.channels.FileChannel;
import java.util.Collection;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.BlobRef;

/**
 * Immutable byte strings named by their SHA-256. Port; thread-safe.
 *
 * <p>Uploads belong to the caller who makes them: that a blob is in the store already does not let
 * another caller claim it without having its bytes.
 */
public interface BlobStore {
    /** How many bytes of the caller's upload are durable; the size when it is complete. */
    long offset(EndpointId caller, BlobRef blob);

    /** Whether the caller's upload is complete, so that the blob is durable under its name. */
    boolean complete(EndpointId caller, BlobRef blob);

    /**
     * Opens the caller's upload to add bytes at {@code offset}. One at a time for each caller and
     * blob: a second one is BUSY.
     *
     * @throws StoreException OFFSET_MISMATCH when {@link #offset} is another; DISK_FULL
     */
    Upload upload(EndpointId caller, BlobRef blob, long offset);

    /** Whether the blob is durable under its name, with this size, whoever brought it. */
    boolean holds(BlobRef blob);

    /**
     * Opens a stored blob to read from any position; the caller closes it.
     *
     * @throws StoreException NOT_FOUND
     */
    FileChannel open(Digest sha256);

    /**
     * The caller's uploads are part of an accepted consignment: the marks of who brought them are
     * no longer needed. Blobs stay.
     */
    void settle(EndpointId caller, Collection<BlobRef> blobs);

    /** Drops the caller's unfinished upload; again has no effect. */
    void drop(EndpointId caller, BlobRef blob);

    /** Removes a blob; only for lawful destruction. Again has no effect. */
    void destroy(Digest sha256);

    /** One continued upload. Not thread-safe. */
    interface Upload extends AutoCloseable {
        /**
         * Adds bytes; not durable before {@link #finish}.
         *
         * @throws StoreException DISK_FULL; DIGEST_MISMATCH when more comes than announced
         */
        void write(byte[] bytes, int from, int length);

        /**
         * Makes what was written durable. With the last byte the digest is checked and the blob
         * gets its name.
         *
         * @return the offset now durable
         * @throws StoreException DIGEST_MISMATCH when the bytes are others than announced; the
         *     upload is dropped
         */
        long finish();

        /** Ends the upload; what {@link #finish} did not see may or may not stay. */
        @Override
        void close();
    }
}

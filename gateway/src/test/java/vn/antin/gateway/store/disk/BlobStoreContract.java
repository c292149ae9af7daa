package vn.antin.gateway.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/** What every blob store does. */
abstract class BlobStoreContract {
    static final EndpointId CALLER = EndpointId.parse("H26.01/nva");
    static final EndpointId OTHER = EndpointId.parse("H26.01/ttb");

    private BlobStore blobs;

    /** The store in its present state, as after a restart. */
    abstract BlobStore reopen();

    @BeforeEach
    void open() {
        blobs = reopen();
    }

    static byte[] random(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static long put(BlobStore blobs, EndpointId caller, BlobRef ref, byte[] part, long at) {
        try (BlobStore.Upload upload = blobs.upload(caller, ref, at)) {
            upload.write(part, 0, part.length);
            return upload.finish();
        }
    }

    static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static byte[] read(BlobStore blobs, Digest digest, long from) throws IOException {
        try (FileChannel channel = blobs.open(digest)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {}
            return buffer.array();
        }
    }

    @Test
    void a_blob_is_read_as_it_was_written_from_any_position() throws IOException {
        byte[] bytes = random(1, 200_000);
        BlobRef ref = BlobRef.of(bytes);
        assertThat(blobs.offset(CALLER, ref)).isZero();
        assertThat(put(blobs, CALLER, ref, bytes, 0)).isEqualTo(bytes.length);
        assertThat(blobs.complete(CALLER, ref)).isTrue();
        assertThat(blobs.holds(ref)).isTrue();
        assertThat(read(blobs, ref.sha256(), 0)).isEqualTo(bytes);
        assertThat(read(blobs, ref.sha256(), 199_000))
                .isEqualTo(java.util.Arrays.copyOfRange(bytes, 199_000, 200_000));
    }

    @Test
    void an_upload_goes_on_where_it_ended_also_after_a_restart() throws IOException {
        byte[] bytes = random(2, 150_000);
        BlobRef ref = BlobRef.of(bytes);
        Random random = new Random(3);
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, random.nextInt(40_000));
            byte[] part = java.util.Arrays.copyOfRange(bytes, at, at + length);
            assertThat(put(blobs, CALLER, ref, part, at)).isEqualTo(at + length);
            at += length;
            if (random.nextBoolean()) {
                blobs = reopen();
            }
            assertThat(blobs.offset(CALLER, ref)).isEqualTo(at);
            assertThat(blobs.complete(CALLER, ref)).isEqualTo(at == bytes.length);
        }
        assertThat(read(blobs, ref.sha256(), 0)).isEqualTo(bytes);
    }

    @Test
    void a_wrong_offset_is_refused_and_changes_nothing() {
        byte[] bytes = random(4, 1000);
        BlobRef ref = BlobRef.of(bytes);
        long unused = put(blobs, CALLER, ref, java.util.Arrays.copyOf(bytes, 400), 0);
        refused(Reason.OFFSET_MISMATCH, () -> put(blobs, CALLER, ref, bytes, 0));
        refused(Reason.OFFSET_MISMATCH, () -> put(blobs, CALLER, ref, bytes, 401));
        assertThat(blobs.offset(CALLER, ref)).isEqualTo(400);
    }

    @Test
    void other_bytes_than_announced_are_dropped() {
        byte[] bytes = random(5, 1000);
        BlobRef ref = BlobRef.of(random(6, 1000));
        refused(Reason.DIGEST_MISMATCH, () -> put(blobs, CALLER, ref, bytes, 0));
        assertThat(blobs.offset(CALLER, ref)).isZero();
        assertThat(blobs.holds(ref)).isFalse();
        refused(Reason.NOT_FOUND, () -> blobs.open(ref.sha256()));
    }

    @Test
    void more_bytes_than_announced_are_dropped() {
        byte[] bytes = random(7, 1000);
        BlobRef ref = BlobRef.of(java.util.Arrays.copyOf(bytes, 999));
        refused(Reason.DIGEST_MISMATCH, () -> put(blobs, CALLER, ref, bytes, 0));
        assertThat(blobs.holds(ref)).isFalse();
    }

    @Test
    void a_stored_blob_of_another_is_not_claimed_without_its_bytes() {
        byte[] bytes = random(8, 1000);
        BlobRef ref = BlobRef.of(bytes);
        long unused = put(blobs, CALLER, ref, bytes, 0);
        assertThat(blobs.complete(OTHER, ref)).isFalse();
        assertThat(blobs.offset(OTHER, ref)).isZero();
        long unusedToo = put(blobs, OTHER, ref, bytes, 0);
        assertThat(blobs.complete(OTHER, ref)).isTrue();
    }

    @Test
    void two_uploads_of_one_blob_by_one_caller_do_not_run_at_once() {
        BlobRef ref = BlobRef.of(random(9, 1000));
        try (BlobStore.Upload upload = blobs.upload(CALLER, ref, 0)) {
            upload.write(new byte[1], 0, 1);
            refused(Reason.BUSY, () -> blobs.upload(CALLER, ref, 0));
        }
        blobs.upload(OTHER, ref, 0).close();
    }

    @Test
    void settling_keeps_the_blob_and_forgets_who_brought_it() {
        byte[] bytes = random(10, 1000);
        BlobRef ref = BlobRef.of(bytes);
        long unused = put(blobs, CALLER, ref, bytes, 0);
        blobs.settle(CALLER, List.of(ref));
        blobs = reopen();
        assertThat(blobs.holds(ref)).isTrue();
        assertThat(blobs.complete(CALLER, ref)).isFalse();
    }

    @Test
    void a_dropped_upload_begins_again_and_a_destroyed_blob_is_gone() {
        byte[] bytes = random(11, 1000);
        BlobRef ref = BlobRef.of(bytes);
        long unused = put(blobs, CALLER, ref, java.util.Arrays.copyOf(bytes, 10), 0);
        blobs.drop(CALLER, ref);
        blobs.drop(CALLER, ref);
        assertThat(blobs.offset(CALLER, ref)).isZero();
        long unusedToo = put(blobs, CALLER, ref, bytes, 0);
        blobs.destroy(ref.sha256());
        blobs.destroy(ref.sha256());
        assertThat(blobs.holds(ref)).isFalse();
        assertThat(blobs.complete(CALLER, ref)).isFalse();
    }

    @Test
    void an_empty_blob_is_a_blob() throws IOException {
        BlobRef ref = BlobRef.of(new byte[0]);
        assertThat(blobs.complete(CALLER, ref)).isFalse();
        long unused = put(blobs, CALLER, ref, new byte[0], 0);
        assertThat(blobs.complete(CALLER, ref)).isTrue();
        assertThat(read(blobs, ref.sha256(), 0)).isEmpty();
    }
}

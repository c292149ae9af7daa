package vn.antin.gateway.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/** One continued upload into a part file. Not thread-safe. */
final class DiskUpload implements BlobStore.Upload {
    private final DiskBlobStore store;
    private final EndpointId caller;
    private final BlobRef blob;
    private final Path part;
    private final FileChannel channel;
    private final MessageDigest digest;
    private long position;
    private boolean nameIsNew;
    private boolean ended;

    DiskUpload(
            DiskBlobStore store,
            EndpointId caller,
            BlobRef blob,
            Path part,
            FileChannel channel,
            MessageDigest digest,
            long position,
            boolean nameIsNew) {
        this.store = store;
        this.caller = caller;
        this.blob = blob;
        this.part = part;
        this.channel = channel;
        this.digest = digest;
        this.position = position;
        this.nameIsNew = nameIsNew;
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        if (length > blob.size() - position) {
            throw dropped("more bytes came than " + blob.size());
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        try {
            while (buffer.hasRemaining()) {
                int unused = channel.write(buffer);
            }
        } catch (IOException e) {
            throw Failures.of(e, "storing blob " + blob.sha256());
        }
        digest.update(bytes, from, length);
        position += length;
    }

    @Override
    public long finish() {
        try {
            store.reached(DurableStep.PART_WRITTEN);
            channel.force(true);
            Path folder = part.getParent();
            if (nameIsNew && folder != null && position < blob.size()) {
                Folders.sync(folder);
                nameIsNew = false;
            }
            store.reached(DurableStep.PART_SYNCED);
            if (position < blob.size()) {
                store.remember(part, position, digest);
            } else if (Digest.ofValue(digest.digest()).equals(blob.sha256())) {
                channel.close();
                store.publish(caller, blob, part);
            } else {
                throw dropped("the bytes are not " + blob.sha256());
            }
            end();
            return position;
        } catch (IOException e) {
            throw Failures.of(e, "storing blob " + blob.sha256());
        }
    }

    private StoreException dropped(String message) {
        try {
            channel.close();
            boolean unused = Files.deleteIfExists(part);
        } catch (IOException e) {
            return Failures.of(e, "dropping the upload of " + blob.sha256());
        } finally {
            end();
        }
        return new StoreException(Reason.DIGEST_MISMATCH, message);
    }

    private void end() {
        if (!ended) {
            ended = true;
            store.ended(part);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw Failures.of(e, "closing the upload of " + blob.sha256());
        } finally {
            end();
        }
    }
}

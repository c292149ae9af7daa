package vn.antin.gateway.store.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.gateway.exchange.BlobStore;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/**
 * Blobs as files: {@code blobs/ab/<sha256>}, uploads in {@code incoming/<caller>/<sha256>.part}
 * and, when complete, an empty {@code .done}. Thread-safe.
 *
 * <p>A blob gets its name only after its bytes were synced and its digest was checked; the folder
 * is synced before the upload counts as complete. A crash in between costs at most the upload.
 */
public final class DiskBlobStore implements BlobStore {
    private static final int REMEMBERED_DIGESTS = 1024;
    private static final int BUFFER = 1 << 16;

    private final Path blobs;
    private final Path incoming;
    private final long reserve;
    private final DurableStep.Listener steps;
    private final Set<Path> open = ConcurrentHashMap.newKeySet();
    private final Map<Path, Running> digests =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Path, Running> eldest) {
                    return size() > REMEMBERED_DIGESTS;
                }
            };

    /** The digest over the first bytes of a part, so that it need not be read again. */
    private record Running(long offset, MessageDigest digest) {}

    /**
     * Makes the folders if they are missing.
     *
     * @param folder where
     * @param reserve bytes that stay free for the database; an upload that would not leave them is
     *     refused before its first byte
     * @param steps told of each durable step
     */
    public DiskBlobStore(Path folder, long reserve, DurableStep.Listener steps) {
        this.blobs = folder.resolve("blobs");
        this.incoming = folder.resolve("incoming");
        this.reserve = reserve;
        this.steps = steps;
        try {
            Folders.make(blobs);
            Folders.make(incoming);
        } catch (IOException e) {
            throw Failures.of(e, "making the blob folders");
        }
    }

    @Override
    public long offset(EndpointId caller, BlobRef blob) {
        if (complete(caller, blob)) {
            return blob.size();
        }
        long there = size(part(caller, blob)).orElse(0L);
        return there <= blob.size() ? there : 0;
    }

    @Override
    public boolean complete(EndpointId caller, BlobRef blob) {
        return Files.exists(mark(caller, blob)) && holds(blob);
    }

    @Override
    public boolean holds(BlobRef blob) {
        return size(named(blob.sha256())).filter(size -> size == blob.size()).isPresent();
    }

    private static Optional<Long> size(Path file) {
        try {
            return Optional.of(Files.size(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failures.of(e, "looking for a blob");
        }
    }

    @Override
    public Upload upload(EndpointId caller, BlobRef blob, long offset) {
        Path part = part(caller, blob);
        if (!open.add(part)) {
            throw new StoreException(Reason.BUSY, "another upload of " + blob.sha256() + " runs");
        }
        boolean opened = false;
        try {
            Upload upload = start(caller, blob, offset, part);
            opened = true;
            return upload;
        } catch (IOException e) {
            throw Failures.of(e, "opening the upload of " + blob.sha256());
        } finally {
            if (!opened) {
                boolean unused = open.remove(part);
            }
        }
    }

    private Upload start(EndpointId caller, BlobRef blob, long offset, Path part)
            throws IOException {
        long there = offset(caller, blob);
        if (there != offset || complete(caller, blob)) {
            throw new StoreException(
                    Reason.OFFSET_MISMATCH, "the upload of " + blob.sha256() + " is at " + there);
        }
        requireRoom(blob.size() - offset, blob);
        boolean isNew = !Files.exists(part);
        Folders.make(folderOf(part));
        FileChannel channel =
                Folders.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.size() != offset) {
                FileChannel unused = channel.truncate(offset);
            }
            MessageDigest digest = digestUpTo(part, channel, offset);
            channel.position(offset);
            return new DiskUpload(this, caller, blob, part, channel, digest, offset, isNew);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private void requireRoom(long needed, BlobRef blob) throws IOException {
        if (Files.getFileStore(incoming).getUsableSpace() - needed < reserve) {
            throw new StoreException(
                    Reason.DISK_FULL, "no room for " + needed + " bytes of " + blob.sha256());
        }
    }

    private MessageDigest digestUpTo(Path part, FileChannel channel, long offset)
            throws IOException {
        Running running;
        synchronized (digests) {
            running = digests.remove(part);
        }
        if (running != null && running.offset() == offset) {
            return running.digest();
        }
        MessageDigest digest = Digest.newSha256();
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.allocate(BUFFER);
        long at = 0;
        while (at < offset) {
            buffer.clear().limit((int) Math.min(BUFFER, offset - at));
            int read = channel.read(buffer, at);
            if (read < 0) {
                throw new IOException("the part is shorter than it was");
            }
            digest.update(buffer.flip());
            at += read;
        }
        return digest;
    }

    void remember(Path part, long offset, MessageDigest digest) {
        synchronized (digests) {
            Running unused = digests.put(part, new Running(offset, digest));
        }
    }

    void ended(Path part) {
        boolean unused = open.remove(part);
    }

    void reached(DurableStep step) {
        steps.reached(step);
    }

    /** Gives the finished, synced and checked part its name and marks the caller's upload. */
    void publish(EndpointId caller, BlobRef blob, Path part) throws IOException {
        Path named = named(blob.sha256());
        if (holds(blob)) {
            Files.delete(part);
        } else {
            Folders.make(folderOf(named));
            Path unused = Files.move(part, named, StandardCopyOption.ATOMIC_MOVE);
        }
        reached(DurableStep.BLOB_NAMED);
        Folders.sync(folderOf(named));
        reached(DurableStep.BLOB_SYNCED);
        Path mark = mark(caller, blob);
        Folders.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
        Folders.sync(folderOf(mark));
        reached(DurableStep.UPLOAD_MARKED);
    }

    @Override
    public FileChannel open(Digest sha256) {
        try {
            return FileChannel.open(named(sha256), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new StoreException(Reason.NOT_FOUND, "no blob " + sha256, e);
        } catch (IOException e) {
            throw Failures.of(e, "opening blob " + sha256);
        }
    }

    @Override
    public void settle(EndpointId caller, Collection<BlobRef> settled) {
        for (BlobRef blob : settled) {
            delete(mark(caller, blob));
            delete(part(caller, blob));
        }
    }

    @Override
    public void drop(EndpointId caller, BlobRef blob) {
        delete(part(caller, blob));
        delete(mark(caller, blob));
    }

    @Override
    public void destroy(Digest sha256) {
        delete(named(sha256));
        if (Files.isDirectory(folderOf(named(sha256)))) {
            try {
                Folders.sync(folderOf(named(sha256)));
            } catch (IOException e) {
                throw Failures.of(e, "destroying blob " + sha256);
            }
        }
    }

    /**
     * Reads a stored blob and compares its digest with its name.
     *
     * @return false when it is not there or holds other bytes
     */
    public boolean intact(BlobRef blob) {
        if (!holds(blob)) {
            return false;
        }
        try (FileChannel channel = open(blob.sha256())) {
            MessageDigest digest = digestUpTo(named(blob.sha256()), channel, blob.size());
            return Digest.ofValue(digest.digest()).equals(blob.sha256());
        } catch (IOException e) {
            throw Failures.of(e, "reading blob " + blob.sha256());
        }
    }

    /** The digests of all stored blobs, in order. */
    public List<Digest> all() {
        try (Stream<Path> files = Files.walk(blobs, 2)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(Digest::isText)
                    .map(Digest::parse)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Failures.of(e, "listing blobs");
        }
    }

    private static void delete(Path file) {
        try {
            boolean unused = Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Failures.of(e, "removing a file of the blob store");
        }
    }

    private Path named(Digest sha256) {
        String hex = sha256.hex();
        return blobs.resolve(hex.substring(0, 2)).resolve(hex);
    }

    private Path part(EndpointId caller, BlobRef blob) {
        return incomingOf(caller).resolve(blob.sha256().hex() + ".part");
    }

    private Path mark(EndpointId caller, BlobRef blob) {
        return incomingOf(caller).resolve(blob.sha256().hex() + ".done");
    }

    /** An identifier has no underscore, so no two callers share a folder. */
    private Path incomingOf(EndpointId caller) {
        return incoming.resolve(caller.toString().replace('/', '_'));
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            throw new AssertionError("every blob lies in a folder");
        }
        return folder;
    }
}

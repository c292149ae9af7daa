package vn.antin.sdk.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import vn.antin.crypto.bytes.Digest;

/**
 * A folder for the ciphertexts of a consignment that is being sealed. Closed without having been
 * published, it vanishes; so it does at the next start after a crash.
 */
public final class Staging implements AutoCloseable {
    static final String SUFFIX = ".tmp";
    static final String LOCK = ".lock";

    private final String consignment;
    private final Path folder;
    private final FileChannel lock;
    private int counter;

    Staging(String consignment, Path folder, FileChannel lock) {
        this.consignment = consignment;
        this.folder = folder;
        this.lock = lock;
    }

    /** The identifier that the consignment will have. */
    public String consignment() {
        return consignment;
    }

    /** A place for a ciphertext whose digest is not known yet; create it with mode 0600. */
    public Path newBlob() {
        return folder.resolve(Outgoing.BLOBS).resolve("new-" + counter++);
    }

    /** Gives a ciphertext its name. */
    public void name(Path blob, Digest sha256) throws IOException {
        DurableFiles.move(blob, blob.resolveSibling(sha256.hex()));
    }

    Path folder() {
        return folder;
    }

    void release() throws IOException {
        lock.close();
    }

    @Override
    public void close() throws IOException {
        if (lock.isOpen()) {
            lock.close();
            DurableFiles.deleteTree(folder);
        }
    }
}

package vn.antin.cli.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vn.antin.sdk.enrol.RenewalJournal;
import vn.antin.sdk.spool.DurableFiles;

/** A journal as files in {@code HOME/renewals/NAME}, each there in full or not at all. */
public final class RenewalFiles implements RenewalJournal {
    private final Path folder;

    /** Of one endpoint. */
    public RenewalFiles(Path home, String name) {
        this.folder = home.resolve("renewals").resolve(name);
    }

    /** Whether nothing was begun. */
    public boolean isEmpty() {
        return !Files.isDirectory(folder);
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        Path file = folder.resolve(name);
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public void put(String name, byte[] entry) throws IOException {
        Path unused = DurableFiles.privateFolder(folder);
        DurableFiles.write(folder.resolve(name), entry);
    }

    @Override
    public void clear() throws IOException {
        if (isEmpty()) {
            return;
        }
        Path done = folder.resolveSibling(folder.getFileName() + ".done");
        DurableFiles.deleteTree(done);
        DurableFiles.move(folder, done);
        DurableFiles.deleteTree(done);
    }
}

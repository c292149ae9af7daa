package vn.antin.sdk.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * The KEM keys of an endpoint in {@code <profile>/kem}: each private key a file that only the card
 * opens, named by its key identifier, none ever deleted; and what is said about the newest one.
 * Holds no secret in clear. The folder may be copied to another machine with the same card.
 */
public final class KemFiles {
    private static final String NEWEST = "newest.json";
    private static final String SUFFIX = ".p7m";
    private static final String NAME = "[0-9a-f]{40}";
    private static final long MAX_SIZE = 1 << 16;

    private final Path folder;

    /** Of a profile in this folder; nothing need be there. */
    public KemFiles(Path profile) {
        this.folder = profile.resolve("kem");
    }

    /** The sealed key with this identifier in lower-case hexadecimal. */
    public Optional<byte[]> find(String identifier) {
        Path file = folder.resolve(identifier + SUFFIX);
        try {
            return identifier.matches(NAME)
                            && Files.isRegularFile(file)
                            && Files.size(file) <= MAX_SIZE
                    ? Optional.of(Files.readAllBytes(file))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a sealed key. */
    public void put(String identifier, byte[] sealed) throws IOException {
        Path unused = DurableFiles.privateFolder(folder);
        DurableFiles.write(folder.resolve(identifier + SUFFIX), sealed);
    }

    /** What was said about the newest key; empty when there is none or it cannot be read. */
    public Optional<JsonObject> newest() throws IOException {
        Path file = folder.resolve(NEWEST);
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_SIZE) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonObject.parse(Files.readAllBytes(file)));
        } catch (JsonException e) {
            return Optional.empty(); // a new key is made then, the others stay
        }
    }

    /** Notes what is said about the newest key. */
    public void newest(JsonObject said) throws IOException {
        Path unused = DurableFiles.privateFolder(folder);
        DurableFiles.write(folder.resolve(NEWEST), said.canonicalBytes());
    }
}

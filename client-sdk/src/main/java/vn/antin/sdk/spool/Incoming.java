package vn.antin.sdk.spool;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/** A consignment that came in: its ciphertext as fetched, and what was done with it here. */
public final class Incoming {
    private static final String OPENED = "opened.json";
    private static final String RECEIPT = "receipt.p7s";

    private final Path folder;

    Incoming(Path folder) {
        this.folder = folder;
    }

    /** Where this ciphertext is, or is to be fetched to. */
    public Path blob(Digest sha256) {
        return folder.resolve(sha256.hex());
    }

    /** What was found when it was opened: counts and digests, no names or text. */
    public Optional<JsonObject> opened() throws IOException {
        Path file = folder.resolve(OPENED);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonObject.parse(Files.readAllBytes(file)));
        } catch (JsonException e) {
            throw new SpoolDamaged(file, e);
        }
    }

    /** Records that it was opened. */
    public void opened(JsonObject findings) throws IOException {
        DurableFiles.write(folder.resolve(OPENED), findings.canonicalBytes());
    }

    /** The receipt that was signed, which is handed in again as it is until the gateway has it. */
    public Optional<byte[]> receipt() throws IOException {
        Path file = folder.resolve(RECEIPT);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** Deletes the ciphertext; it can be fetched again. */
    public void dropCiphertext() throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(
                        folder, file -> Digest.isText(String.valueOf(file.getFileName())))) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Keeps a receipt before it is handed in. */
    public void receipt(byte[] signed) throws IOException {
        DurableFiles.write(folder.resolve(RECEIPT), signed);
    }
}

package vn.antin.sdk.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * A consignment that was sealed and numbered. All that is kept is ciphertext, signatures and what
 * the gateway may know too.
 */
public final class Outgoing {
    static final String OUTER = "outer.p7s";
    static final String ENVELOPE = "sealed.p7m";
    static final String EXPECTATION = "expectation.json";
    static final String NUMBERS = "numbers.json";
    static final String ACCEPTED = "accepted.json";
    static final String BLOBS = "blobs";

    /** Where it stands. */
    public enum State {
        /** Sealed, not yet accepted by the gateway. */
        SENDING,
        /** Accepted; the ciphertext is no longer here. */
        SENT,
        /** The gateway refused it for good. */
        REFUSED
    }

    private final String consignment;
    private final Path folder;
    private final State state;

    Outgoing(Path folder, State state) {
        this.consignment = String.valueOf(folder.getFileName());
        this.folder = folder;
        this.state = state;
    }

    /** Its identifier. */
    public String consignment() {
        return consignment;
    }

    /** Where it stands. */
    public State state() {
        return state;
    }

    /** The outer signature, the same at every attempt. */
    public byte[] outerSignature() throws IOException {
        return Files.readAllBytes(folder.resolve(OUTER));
    }

    /** The file with these ciphertext bytes: the envelope, or an attachment. */
    public Path blob(Digest sha256) {
        Path attachment = folder.resolve(BLOBS).resolve(sha256.hex());
        return Files.exists(attachment) ? attachment : folder.resolve(ENVELOPE);
    }

    /** What the sender keeps to check receipts against; JSON. */
    public byte[] expectation() throws IOException {
        return Files.readAllBytes(folder.resolve(EXPECTATION));
    }

    /** The gateway's answer, once accepted; JSON. */
    public Optional<byte[]> acceptance() throws IOException {
        Path file = folder.resolve(ACCEPTED);
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    Path folder() {
        return folder;
    }

    /** The number that each recipient was given; by endpoint. */
    JsonObject numbers() throws IOException {
        Path file = folder.resolve(NUMBERS);
        try {
            JsonObject numbers = JsonObject.parse(Files.readAllBytes(file));
            Set<String> recipients = numbers.keys();
            recipients.forEach(numbers::integer);
            return numbers;
        } catch (JsonException e) {
            throw new SpoolDamaged(file, e);
        }
    }
}

package vn.antin.gateway.ops;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.selftest.SelfTestReport;
import vn.antin.sdk.spool.DurableFiles;

/**
 * The results of self-tests, one signed line each, which names the line before it by its SHA-256:
 * none can be changed or cut out of the middle unseen. Not thread-safe.
 */
public final class SelfTestFile {
    /** In the data folder. */
    public static final String NAME = "self-tests.jsonl";

    private final Path data;
    private final Path file;

    /** Of the gateway with this data folder. */
    public SelfTestFile(Path data) {
        this.data = data;
        this.file = data.resolve(NAME);
    }

    /** Where it is. */
    public Path path() {
        return file;
    }

    /**
     * SHA-256 of the last line without its end, for the next one to name.
     *
     * @throws IOException when the file cannot be read
     */
    public Optional<Digest> last() throws IOException {
        List<String> all = lines();
        return all.isEmpty() ? Optional.empty() : Optional.of(digest(all.getLast()));
    }

    /** Appends a line, which is durable when this returns. */
    public void append(JsonObject signed) throws IOException {
        Path unused = DurableFiles.privateFolder(data);
        boolean cutOff = isCutOff();
        byte[] bytes = signed.canonicalBytes();
        ByteBuffer line = ByteBuffer.allocate(bytes.length + 2);
        if (cutOff) {
            line.put((byte) '\n');
        }
        line.put(bytes).put((byte) '\n').flip();
        try (FileChannel channel =
                Files.exists(file)
                        ? FileChannel.open(file, StandardOpenOption.APPEND)
                        : DurableFiles.create(file)) {
            while (line.hasRemaining()) {
                int unusedCount = channel.write(line);
            }
            channel.force(true);
        }
    }

    /** A program that was killed may leave a line without its end. */
    private boolean isCutOff() throws IOException {
        if (!Files.exists(file) || Files.size(file) == 0) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        }
    }

    /**
     * Lines that are not as they were signed, or do not follow the one before; changes nothing.
     *
     * @param of the gateway
     * @param seal its seal key
     * @throws IOException when the file cannot be read
     */
    public List<String> problems(String of, PublicKey seal) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> all = lines();
        Optional<Digest> before = Optional.empty();
        for (int i = 0; i < all.size(); i++) {
            String name = "line " + (i + 1) + " of " + file;
            try {
                JsonObject line =
                        JsonObject.parseCanonical(all.get(i).getBytes(StandardCharsets.ISO_8859_1));
                if (!holds(line, of, seal)) {
                    problems.add(name + " is not as the seal signed it");
                }
                if (!line.object("record")
                        .optionalString("previous")
                        .equals(before.map(Digest::hex))) {
                    problems.add(name + " does not follow the line before it");
                }
            } catch (JsonException e) {
                problems.add(name + " cannot be read");
            }
            before = Optional.of(digest(all.get(i)));
        }
        return problems;
    }

    /** A seal that fails signs nothing, and nothing without a signature says that all is well. */
    private static boolean holds(JsonObject line, String of, PublicKey seal) {
        JsonObject record = line.object("record");
        return record.string("of").equals(of)
                && (line.has("unsigned")
                        ? !record.bool("passed")
                        : SelfTestReport.verifies(line, seal));
    }

    /** Byte for byte: what was changed may be no text. */
    private List<String> lines() throws IOException {
        return Files.exists(file)
                ? Files.readAllLines(file, StandardCharsets.ISO_8859_1)
                : List.of();
    }

    private static Digest digest(String line) {
        return Digest.of(line.getBytes(StandardCharsets.ISO_8859_1));
    }
}

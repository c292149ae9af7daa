package vn.antin.sdk.spool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * The durable memory of one profile, safe for several processes at once.
 *
 * <p>A consignment begins to exist in one rename, {@code sending/ID.tmp} to {@code sending/ID};
 * before it there is nothing, after it the same bytes are submitted until the gateway has answered.
 * Numbers per recipient are given only together with that rename, so that none is skipped or given
 * twice, whenever the machine stops. Thread-safe.
 */
public final class Spool {
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();
    private static final String SEQUENCES = "sequences.json";

    private final Path root;
    private final Path sending;
    private final Path sent;
    private final Path refused;
    private final Path incoming;
    private final Consumer<String> step;

    /** Opens the spool in this folder, makes it when missing, and ends what a crash left half. */
    public static Spool open(Path folder) throws IOException {
        return open(folder, step -> {});
    }

    /**
     * The same, and {@code step} is told after each durable step, so that a test can crash there.
     */
    static Spool open(Path folder, Consumer<String> step) throws IOException {
        Spool spool = new Spool(DurableFiles.privateFolder(folder).toRealPath(), step);
        spool.locked(() -> {
            spool.recover();
            return true;
        });
        return spool;
    }

    private Spool(Path root, Consumer<String> step) throws IOException {
        this.root = root;
        this.sending = DurableFiles.privateFolder(root.resolve("sending"));
        this.sent = DurableFiles.privateFolder(root.resolve("sent"));
        this.refused = DurableFiles.privateFolder(root.resolve("refused"));
        this.incoming = DurableFiles.privateFolder(root.resolve("incoming"));
        this.step = step;
    }

    /** Begins a consignment. */
    public Staging stage(String consignment) throws IOException {
        return locked(() -> {
            Path folder = sending.resolve(consignment + Staging.SUFFIX);
            Path blobs = DurableFiles.privateFolder(folder.resolve(Outgoing.BLOBS));
            FileChannel lock = DurableFiles.create(folder.resolve(Staging.LOCK));
            FileLock unused = lock.lock();
            step.accept("staged " + blobs.getNameCount());
            return new Staging(consignment, folder, lock);
        });
    }

    /**
     * What sealing makes; arrays are not copied.
     *
     * @param outerSignature outer.p7s
     * @param envelope sealed.p7m
     * @param expectation JSON that the sender keeps
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Sealing(byte[] outerSignature, byte[] envelope, byte[] expectation) {}

    /** Seals with the numbers that the recipients are given. */
    @FunctionalInterface
    public interface SealStep {
        /** Makes the signatures and the envelope; the next number of each recipient is given. */
        Sealing seal(Map<EndpointId, Long> numbers) throws IOException;
    }

    /** Numbers, seals and publishes in one: after return the consignment survives a crash. */
    public Outgoing publish(Staging staging, List<EndpointId> recipients, SealStep seal)
            throws IOException {
        return locked(() -> {
            Map<String, Long> counters = sequences();
            Map<EndpointId, Long> numbers = new LinkedHashMap<>();
            JsonObject.Builder json = JsonObject.builder();
            for (EndpointId recipient : recipients) {
                long number = counters.getOrDefault(recipient.toString(), 0L) + 1;
                counters.put(recipient.toString(), number);
                numbers.put(recipient, number);
                json.put(recipient.toString(), number);
            }
            Sealing sealing = seal.seal(numbers);
            Path from = staging.folder();
            DurableFiles.write(from.resolve(Outgoing.OUTER), sealing.outerSignature());
            step.accept("outer");
            DurableFiles.write(from.resolve(Outgoing.ENVELOPE), sealing.envelope());
            DurableFiles.write(from.resolve(Outgoing.EXPECTATION), sealing.expectation());
            DurableFiles.write(from.resolve(Outgoing.NUMBERS), json.build().canonicalBytes());
            DurableFiles.force(from.resolve(Outgoing.BLOBS));
            step.accept("sealed");
            Path to = sending.resolve(staging.consignment());
            DurableFiles.move(from, to);
            staging.release();
            step.accept("published");
            write(counters);
            step.accept("numbered");
            return new Outgoing(to, Outgoing.State.SENDING);
        });
    }

    /** Records the gateway's acceptance and drops the ciphertext. */
    public Outgoing accepted(Outgoing outgoing, byte[] answer) throws IOException {
        return locked(() -> {
            DurableFiles.write(outgoing.folder().resolve(Outgoing.ACCEPTED), answer);
            step.accept("accepted");
            return finish(outgoing.folder());
        });
    }

    /** Records that the gateway refused it for good; its numbers are free again if they can be. */
    public Outgoing refused(Outgoing outgoing) throws IOException {
        return locked(() -> {
            Map<String, Long> counters = sequences();
            JsonObject numbers = outgoing.numbers();
            for (String recipient : numbers.keys()) {
                long number = numbers.integer(recipient);
                if (counters.getOrDefault(recipient, 0L) == number) {
                    counters.put(recipient, number - 1);
                }
            }
            write(counters);
            step.accept("unnumbered");
            Path to = refused.resolve(outgoing.consignment());
            DurableFiles.move(outgoing.folder(), to);
            step.accept("refused");
            dropCiphertext(to);
            return new Outgoing(to, Outgoing.State.REFUSED);
        });
    }

    /** Consignments that the gateway has not answered yet. */
    public List<Outgoing> pending() throws IOException {
        List<Outgoing> pending = new ArrayList<>();
        for (Path folder : folders(sending)) {
            if (!isStaging(folder)) {
                pending.add(new Outgoing(folder, Outgoing.State.SENDING));
            }
        }
        return pending;
    }

    /** A consignment that was sent from here. */
    public Optional<Outgoing> outgoing(String consignment) {
        return find(sending, consignment, Outgoing.State.SENDING)
                .or(() -> find(sent, consignment, Outgoing.State.SENT))
                .or(() -> find(refused, consignment, Outgoing.State.REFUSED));
    }

    /** The place for a consignment that came in. */
    public Incoming incoming(String consignment) throws IOException {
        return new Incoming(DurableFiles.privateFolder(incoming.resolve(consignment)));
    }

    private static Optional<Outgoing> find(Path in, String consignment, Outgoing.State state) {
        Path folder = in.resolve(consignment);
        return Files.isDirectory(folder)
                ? Optional.of(new Outgoing(folder, state))
                : Optional.empty();
    }

    private Outgoing finish(Path folder) throws IOException {
        Path to = sent.resolve(folder.getFileName());
        DurableFiles.move(folder, to);
        step.accept("sent");
        dropCiphertext(to);
        return new Outgoing(to, Outgoing.State.SENT);
    }

    private static void dropCiphertext(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(Outgoing.ENVELOPE));
        DurableFiles.deleteTree(folder.resolve(Outgoing.BLOBS));
    }

    private void recover() throws IOException {
        Map<String, Long> counters = sequences();
        boolean changed = false;
        for (Path folder : folders(sending)) {
            if (isStaging(folder)) {
                deleteWhenAbandoned(folder);
                continue;
            }
            Outgoing outgoing = new Outgoing(folder, Outgoing.State.SENDING);
            JsonObject numbers = outgoing.numbers();
            for (String recipient : numbers.keys()) {
                long number = numbers.integer(recipient);
                if (counters.getOrDefault(recipient, 0L) < number) {
                    counters.put(recipient, number);
                    changed = true;
                }
            }
        }
        if (changed) {
            write(counters);
        }
        for (Outgoing outgoing : pending()) {
            if (outgoing.acceptance().isPresent()) {
                Outgoing unused = finish(outgoing.folder());
            }
        }
        for (Path done : List.of(sent, refused)) {
            for (Path folder : folders(done)) {
                if (Files.exists(folder.resolve(Outgoing.BLOBS))) {
                    dropCiphertext(folder);
                }
            }
        }
    }

    private static void deleteWhenAbandoned(Path staging) throws IOException {
        Path file = staging.resolve(Staging.LOCK);
        if (Files.exists(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    return;
                }
            } catch (OverlappingFileLockException e) {
                return;
            }
        }
        DurableFiles.deleteTree(staging);
    }

    private static boolean isStaging(Path folder) {
        return String.valueOf(folder.getFileName()).endsWith(Staging.SUFFIX);
    }

    private static List<Path> folders(Path in) throws IOException {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(in, Files::isDirectory)) {
            stream.forEach(folders::add);
        }
        folders.sort(null);
        return folders;
    }

    /**
     * Numbers from now on begin above these, which the gateway knows: a spool that was restored
     * from an older copy, or one of two for the same card, would give numbers again.
     *
     * @return whether any was unknown here
     */
    public boolean raise(Map<EndpointId, Long> used) throws IOException {
        return locked(() -> {
            Map<String, Long> counters = sequences();
            boolean changed = false;
            for (Map.Entry<EndpointId, Long> each : used.entrySet()) {
                String recipient = each.getKey().toString();
                if (counters.getOrDefault(recipient, 0L) < each.getValue()) {
                    counters.put(recipient, each.getValue());
                    changed = true;
                }
            }
            if (changed) {
                write(counters);
            }
            return changed;
        });
    }

    private Map<String, Long> sequences() throws IOException {
        Path file = root.resolve(SEQUENCES);
        TreeMap<String, Long> counters = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                JsonObject json = JsonObject.parse(Files.readAllBytes(file));
                json.keys().forEach(key -> counters.put(key, json.integer(key)));
            } catch (JsonException e) {
                throw new SpoolDamaged(file, e);
            }
        }
        return counters;
    }

    private void write(Map<String, Long> counters) throws IOException {
        JsonObject.Builder json = JsonObject.builder();
        counters.forEach(json::put);
        DurableFiles.write(root.resolve(SEQUENCES), json.build().canonicalBytes());
    }

    /** Work under the lock. */
    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T locked(Work<T> work) throws IOException {
        ReentrantLock inProcess = IN_THIS_PROCESS.computeIfAbsent(root, any -> new ReentrantLock());
        inProcess.lock();
        try (FileChannel channel =
                DurableFiles.open(
                        root.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            @Nullable FileLock unused = channel.lock();
            return work.run();
        } finally {
            inProcess.unlock();
        }
    }
}

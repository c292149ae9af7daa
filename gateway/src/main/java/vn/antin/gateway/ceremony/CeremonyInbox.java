package vn.antin.gateway.ceremony;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.sdk.spool.DurableFiles;

/**
 * Signed records of ceremonies in a folder: {@code NAME.json}. Each is entered into the log once;
 * then {@code NAME.receipt.json} has its proof and {@code NAME.txt} is on paper as what it is. May
 * be cut off anywhere and repeated. Not thread-safe.
 */
public final class CeremonyInbox {
    /** Where they lie, in the folder of the gateway. */
    public static final String FOLDER = "ceremonies";

    private static final System.Logger LOG = System.getLogger(CeremonyInbox.class.getName());
    static final String RECORD = ".json";
    static final String RECEIPT = ".receipt.json";
    static final String RESTORE = "restore-";
    private static final int MAX_SIZE = 1 << 20;

    /** What the records are entered into. */
    public interface Log {
        /** All that are in it. */
        List<CeremonyReceipt> ceremonies();

        /** Enters one; it is durable when this returns. */
        CeremonyReceipt enter(SignedRecord signed, byte[] salt);
    }

    private final Path folder;
    private final PublicKey seal;
    private final SecureRandom random;

    /**
     * Of a gateway.
     *
     * @param home its folder
     * @param seal its seal key, which must have signed
     */
    public CeremonyInbox(Path home, PublicKey seal, SecureRandom random) {
        this.folder = home.resolve(FOLDER);
        this.seal = seal;
        this.random = random;
    }

    /**
     * Enters what is there. A file that holds no record under the seal, a backup that was not
     * approved by those who made the keys, and a second one of the same plan, is left and told; see
     * {@link #waiting}.
     *
     * @return how many records were entered now
     * @throws IOException when the folder cannot be read or written
     */
    public int enterInto(Log log) throws IOException {
        int entered = 0;
        for (Path file : records(folder)) {
            try {
                SignedRecord signed = SignedRecord.parse(read(file));
                if (!signed.record().seal().equals(seal)) {
                    throw new CeremonyProblem(CeremonyProblem.Reason.BAD_RECORD_SIGNATURE);
                }
                Optional<CeremonyReceipt> known = known(log, signed.record().digest());
                if (known.isEmpty()) {
                    requireOfMaking(log, signed.record());
                    requireUnspent(log, signed.record());
                }
                entered += known.isPresent() ? 0 : 1;
                finish(file, known.isPresent() ? known.get() : log.enter(signed, salt()));
            } catch (CeremonyProblem e) {
                LOG.log(
                        Level.ERROR,
                        "not entered into the log: {0}: {1} / {2}",
                        file,
                        e.text(Locale.of("vi")),
                        e.text(Locale.ENGLISH));
            }
        }
        return entered;
    }

    /**
     * Records in the folder of a gateway that are not in its log: put there since it was started,
     * or refused then.
     */
    public static List<Path> waiting(Path home) throws IOException {
        return records(home.resolve(FOLDER));
    }

    /** Digests of those of them that are records. */
    static List<Digest> waitingRecords(Path home) throws IOException {
        List<Digest> records = new ArrayList<>();
        for (Path file : waiting(home)) {
            try {
                records.add(SignedRecord.parse(read(file)).record().digest());
            } catch (CeremonyProblem e) {
                LOG.log(Level.DEBUG, "no record: {0}", file, e);
            }
        }
        return records;
    }

    private static List<Path> records(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(CeremonyInbox::isRecord).sorted().toList();
        }
    }

    private static boolean isRecord(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(RECORD) && !name.endsWith(RECEIPT) && !name.startsWith(RESTORE);
    }

    private static byte[] read(Path file) throws IOException, CeremonyProblem {
        if (Files.size(file) > MAX_SIZE) {
            throw new CeremonyProblem(CeremonyProblem.Reason.MALFORMED, file);
        }
        return Files.readAllBytes(file);
    }

    /**
     * Only backups are recorded in this way, and those who made the keys must have approved them.
     */
    private static void requireOfMaking(Log log, CeremonyRecord record) throws CeremonyProblem {
        log.ceremonies().stream()
                .map(each -> each.signed().record())
                .filter(CeremonyRecord::isMaking)
                .findFirst()
                .orElseThrow(() -> new CeremonyProblem(CeremonyProblem.Reason.NO_MAKING))
                .requireOwn(record);
    }

    /** One approval makes one backup. */
    private static void requireUnspent(Log log, CeremonyRecord record) throws CeremonyProblem {
        Optional<Digest> earlier =
                log.ceremonies().stream()
                        .map(each -> each.signed().record())
                        .filter(each -> each.isOf(record.approved().plan()))
                        .map(CeremonyRecord::digest)
                        .findFirst();
        if (earlier.isPresent()) {
            throw new CeremonyProblem(CeremonyProblem.Reason.PLAN_SPENT, earlier.get().hex());
        }
    }

    private static Optional<CeremonyReceipt> known(Log log, Digest record) {
        return log.ceremonies().stream()
                .filter(each -> each.signed().record().digest().equals(record))
                .findFirst();
    }

    private byte[] salt() {
        byte[] salt = new byte[SignedRecord.SALT_LENGTH];
        random.nextBytes(salt);
        return salt;
    }

    /** The record goes last: while it is there, the rest is done again. */
    private void finish(Path file, CeremonyReceipt receipt) throws IOException {
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.length() - RECORD.length());
        DurableFiles.write(folder.resolve(stem + RECEIPT), receipt.toBytes());
        String text = PlanFiles.text(receipt.signed().record());
        DurableFiles.write(folder.resolve(stem + ".txt"), text.getBytes(StandardCharsets.UTF_8));
        Files.delete(file);
    }
}

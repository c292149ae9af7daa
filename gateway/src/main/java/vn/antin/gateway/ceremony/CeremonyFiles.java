package vn.antin.gateway.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;

/** The papers of ceremonies that lie in a gateway's folder, compared with its log. */
public final class CeremonyFiles {
    private static final int MAX_SIZE = 1 << 20;

    private CeremonyFiles() {}

    /**
     * What is not the record in the log, and what is in the log and not in a file, one sentence for
     * each; changes nothing. The record of the making may lie elsewhere: it is on paper too.
     *
     * @param home folder of the gateway
     * @param logged all ceremonies in the log
     * @throws IOException when the folder cannot be read
     */
    public static List<String> differences(Path home, List<CeremonyReceipt> logged, LogKey key)
            throws IOException {
        List<Digest> records =
                logged.stream().map(each -> each.signed().record().digest()).toList();
        List<String> differences = new ArrayList<>();
        Set<Digest> shown = new HashSet<>(CeremonyInbox.waitingRecords(home));
        for (Path file : receipts(home)) {
            try {
                Digest record = verified(file, key);
                shown.add(record);
                if (!records.contains(record)) {
                    differences.add("the file " + file + " is not the record in the log");
                }
            } catch (CeremonyProblem | LogProblem e) {
                differences.add(
                        "the file " + file + " is not the record in the log: " + e.getMessage());
            }
        }
        logged.stream()
                .map(each -> each.signed().record())
                .filter(each -> !each.isMaking() && !shown.contains(each.digest()))
                .forEach(each ->
                        differences.add(
                                "no file of the backup that ended at "
                                        + each.ended()
                                        + " is in "
                                        + home.resolve(CeremonyInbox.FOLDER)
                                        + "; the log has its record "
                                        + each.digest().hex()));
        for (Path file : files(home, CeremonyFiles::isRestoration)) {
            try {
                if (!CeremonyRecord.parse(read(file)).isRestoration()) {
                    differences.add("the file " + file + " is no record of a restoration");
                }
            } catch (CeremonyProblem e) {
                differences.add(
                        "the file " + file + " is not what custodians signed: " + e.getMessage());
            }
        }
        return differences;
    }

    /**
     * Sheets to be printed that are not what their record says: edited, or written by another
     * version of the program.
     *
     * @throws IOException when the folder cannot be read
     */
    public static List<Path> changedPapers(Path home) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (Path file : receipts(home)) {
            String name = file.getFileName().toString();
            String stem =
                    name.substring(
                            0,
                            name.length()
                                    - (name.endsWith(CeremonyInbox.RECEIPT)
                                                    ? CeremonyInbox.RECEIPT
                                                    : CeremonyInbox.RECORD)
                                            .length());
            Path paper = file.resolveSibling(stem + ".txt");
            if (Files.exists(paper) && !isOf(paper, file)) {
                changed.add(paper);
            }
        }
        return changed;
    }

    /** A record that cannot be read is told elsewhere. */
    private static boolean isOf(Path paper, Path file) throws IOException {
        try {
            String text = PlanFiles.text(CeremonyReceipt.parse(read(file)).signed().record());
            return Arrays.equals(read(paper), text.getBytes(StandardCharsets.UTF_8));
        } catch (CeremonyProblem e) {
            return true;
        }
    }

    private static boolean isRestoration(String name) {
        return name.startsWith(CeremonyInbox.RESTORE) && name.endsWith(".json");
    }

    private static Digest verified(Path file, LogKey key)
            throws IOException, CeremonyProblem, LogProblem {
        CeremonyReceipt receipt = CeremonyReceipt.parse(read(file));
        receipt.verify(key);
        return receipt.signed().record().digest();
    }

    private static byte[] read(Path file) throws IOException, CeremonyProblem {
        if (Files.size(file) > MAX_SIZE) {
            throw new CeremonyProblem(CeremonyProblem.Reason.MALFORMED, file);
        }
        return Files.readAllBytes(file);
    }

    private static List<Path> receipts(Path home) throws IOException {
        List<Path> files = new ArrayList<>();
        Path making = home.resolve("ceremony.json");
        if (Files.exists(making)) {
            files.add(making);
        }
        files.addAll(files(home, name -> name.endsWith(CeremonyInbox.RECEIPT)));
        return files;
    }

    private static List<Path> files(Path home, Predicate<String> wanted) throws IOException {
        Path folder = home.resolve(CeremonyInbox.FOLDER);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> wanted.test(each.getFileName().toString())).sorted().toList();
        }
    }
}

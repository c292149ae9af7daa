package vn.antin.cli.card.ceremony;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.SignedRecord;

/**
 * Records of backups in a folder, by which a plan is spent. Whoever takes a record away before the
 * gateway saw it is not noticed here.
 */
final class SpentPlans {
    private static final String RECORD = ".json";
    private static final String RECEIPT = ".receipt.json";

    private SpentPlans() {}

    /**
     * Refuses a plan of which there is a record.
     *
     * @param folder with records and receipts; need not be there
     * @throws CeremonyProblem PLAN_SPENT
     */
    static void requireUnspent(Path folder, CeremonyPlan plan) throws IOException, CeremonyProblem {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(each -> each.toString().endsWith(RECORD)).sorted().toList();
        }
        for (Path file : files) {
            if (record(file).filter(each -> each.isOf(plan)).isPresent()) {
                throw new CeremonyProblem(CeremonyProblem.Reason.PLAN_SPENT, file);
            }
        }
    }

    /** Empty for what is no record under a seal: that of a restoration, or a file by others. */
    private static Optional<CeremonyRecord> record(Path file) throws IOException {
        byte[] paper = CeremonyCommand.read(file);
        try {
            SignedRecord signed =
                    file.toString().endsWith(RECEIPT)
                            ? CeremonyReceipt.parse(paper).signed()
                            : SignedRecord.parse(paper);
            return Optional.of(signed.record());
        } catch (CeremonyProblem e) {
            return Optional.empty();
        }
    }
}

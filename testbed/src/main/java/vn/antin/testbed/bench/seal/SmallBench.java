package vn.antin.testbed.bench.seal;

import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.util.List;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.seal.Sealed;
import vn.antin.testbed.bench.Report;
import vn.antin.testbed.bench.Series;

/**
 * Seals and opens small documents in memory, with software keys, beside the public-key operations
 * that this cannot do without: two signatures and a key agreement with a fresh key for each of two
 * recipients; two signatures of the document and two of certificates verified and one key
 * agreement.
 */
public final class SmallBench {
    private static final int DOCUMENTS = 400;
    private static final int WARM = 1500;
    private static final String TEXT = "Nội dung. ".repeat(10 * 1024 / 13);

    private final int runs;
    private final SealWork work = new SealWork();
    private final RawOperations raw = new RawOperations(work);

    /**
     * A bench.
     *
     * @param runs how often each is done
     */
    public SmallBench(int runs) throws GeneralSecurityException {
        this.runs = runs;
    }

    /** Measures and prints. */
    public void run(PrintStream out, boolean json) throws Exception {
        Sealed sealed = work.seal(TEXT, List.of());
        Document opened = work.open(sealed);
        if (!opened.text().equals(TEXT)) {
            throw new IllegalStateException("another text came out");
        }
        repeat(WARM, () -> work.open(work.seal(TEXT, List.of())));
        repeat(WARM, raw::seal);
        repeat(WARM, raw::open);
        Series seal = new Series("antin seal", DOCUMENTS);
        Series sealLimit = new Series("limit: 2 signatures, checked; 2 agreements", DOCUMENTS);
        Series open = new Series("antin open", DOCUMENTS);
        Series openLimit = new Series("limit: 2 verifications, 1 agreement", DOCUMENTS);
        for (int i = 0; i < runs; i++) {
            sealLimit.time(() -> repeat(DOCUMENTS, raw::seal));
            seal.time(() -> repeat(DOCUMENTS, () -> work.seal(TEXT, List.of())));
            openLimit.time(() -> repeat(DOCUMENTS, raw::open));
            open.time(() -> repeat(DOCUMENTS, () -> work.open(sealed)));
        }
        Report report =
                new Report("small: documents of 10 KiB, one thread, " + runs + " runs", "/s", 1);
        report.row(sealLimit, sealLimit);
        report.row(seal, sealLimit);
        report.row(openLimit, openLimit);
        report.row(open, openLimit);
        report.print(out, json);
    }

    private static void repeat(int times, Series.Task task) throws Exception {
        for (int i = 0; i < times; i++) {
            task.run();
        }
    }
}

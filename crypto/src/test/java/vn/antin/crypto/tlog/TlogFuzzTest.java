package vn.antin.crypto.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a parser accepts it writes again as the same bytes; nothing else is ever thrown. */
class TlogFuzzTest {
    private static final TestLog LOG = new TestLog("log.antin/H26.01", 1);

    static {
        for (int i = 0; i < 11; i++) {
            LOG.append(new byte[] {(byte) i});
        }
    }

    @FuzzTest
    void note(byte[] bytes) {
        try {
            SignedNote parsed = SignedNote.parse(StrictText.utf8(bytes));
            assertThat(parsed.write().getBytes(UTF_8)).isEqualTo(bytes);
        } catch (LogProblem e) {
            assertThat(e.reason()).isEqualTo(LogProblem.Reason.MALFORMED);
        }
    }

    @FuzzTest
    void checkpoint(byte[] bytes) {
        try {
            Checkpoint parsed = Checkpoint.parse(StrictText.utf8(bytes));
            assertThat(parsed.text().getBytes(UTF_8)).isEqualTo(bytes);
        } catch (LogProblem e) {
            assertThat(e.reason()).isEqualTo(LogProblem.Reason.MALFORMED);
        }
    }

    @FuzzTest
    void proof(byte[] bytes) {
        try {
            LogProof parsed = LogProof.parse(StrictText.utf8(bytes));
            assertThat(parsed.text().getBytes(UTF_8)).isEqualTo(bytes);
        } catch (LogProblem e) {
            assertThat(e.reason()).isEqualTo(LogProblem.Reason.MALFORMED);
        }
    }

    @FuzzTest
    void key(byte[] bytes) {
        try {
            LogKey parsed = LogKey.parse(StrictText.utf8(bytes));
            assertThat(parsed.text().getBytes(UTF_8)).isEqualTo(bytes);
        } catch (LogProblem e) {
            assertThat(e.reason()).isEqualTo(LogProblem.Reason.MALFORMED);
        }
    }

    @FuzzTest
    void path(byte[] bytes) {
        try {
            TilePath parsed = TilePath.parse(StrictText.utf8(bytes));
            assertThat(parsed.toString().getBytes(UTF_8)).isEqualTo(bytes);
        } catch (LogProblem e) {
            assertThat(e.reason()).isEqualTo(LogProblem.Reason.MALFORMED);
        }
    }

    @Test
    void thousands_of_mutations_change_nothing_of_that() {
        Random random = new Random(20262026);
        List<byte[]> seeds =
                List.of(
                        LOG.checkpoint(),
                        new Checkpoint("log", 7, MerkleTree.EMPTY).text().getBytes(UTF_8),
                        LOG.proof(4).text().getBytes(UTF_8),
                        LOG.key().text().getBytes(UTF_8),
                        "tile/0/x001/x234/067.p/12".getBytes(UTF_8),
                        "tile/entries/000".getBytes(UTF_8));
        for (int i = 0; i < 3000; i++) {
            byte[] mutant = Mutation.of(seeds.get(i % seeds.size()), random);
            note(mutant);
            checkpoint(mutant);
            proof(mutant);
            key(mutant);
            path(mutant);
        }
    }
}

package vn.antin.crypto.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.antin.crypto.tlog.SignedCheckpointTest.reason;

import java.util.List;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.tlog.LogProblem.Reason;

class LogProofTest {
    private static final byte[] ENTRY = {5};

    private static TestLog log(int size) {
        TestLog log = new TestLog("log.antin/H26.01", 1);
        for (int i = 0; i < size; i++) {
            log.append(new byte[] {(byte) i});
        }
        return log;
    }

    @Test
    void every_entry_of_a_log_has_a_proof_that_verifies() throws LogProblem {
        TestLog log = log(21);
        for (int i = 0; i < 21; i++) {
            LogProof proof = LogProof.parse(log.proof(i).text());
            assertThat(proof).isEqualTo(log.proof(i));
            assertThat(proof.verify(log.key(), log.entry(i)).size()).isEqualTo(21);
        }
    }

    @Test
    void the_text_has_the_form_of_c2sp_tlog_proof() {
        TestLog log = log(3);
        LogProof proof = log.proof(2);
        assertThat(proof.text())
                .isEqualTo(
                        "c2sp.org/tlog-proof@v1\nindex 2\n"
                                + StrictText.base64(log.node(1, 0))
                                + "\n\n"
                                + new String(log.checkpoint(), UTF_8));
    }

    @Test
    void every_changed_bit_of_the_text_is_refused() {
        TestLog log = log(9);
        byte[] text = log.proof(5).text().getBytes(UTF_8);
        for (int i = 0; i < text.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = text.clone();
                changed[i] ^= (byte) (1 << bit);
                assertThatThrownBy(() -> check(changed, log))
                        .as("byte %d bit %d", i, bit)
                        .isInstanceOf(LogProblem.class);
            }
        }
    }

    @Test
    void a_text_cut_short_anywhere_is_refused() {
        TestLog log = log(9);
        byte[] text = log.proof(5).text().getBytes(UTF_8);
        for (int i = 0; i < text.length; i++) {
            byte[] cut = java.util.Arrays.copyOf(text, i);
            assertThatThrownBy(() -> check(cut, log)).isInstanceOf(LogProblem.class);
        }
    }

    private static void check(byte[] text, TestLog log) throws LogProblem {
        LogProof proof = LogProof.parse(new String(text, UTF_8));
        Checkpoint unused = proof.verify(log.key(), ENTRY);
    }

    @Test
    void what_does_not_hold_is_named() {
        TestLog log = log(9);
        LogProof proof = log.proof(5);
        Digest other = Digest.of(new byte[] {9});
        LogProof wrongHash =
                new LogProof(5, List.of(other, proof.hashes().get(1), other), proof.checkpoint());
        LogProof wrongIndex = new LogProof(6, proof.hashes(), proof.checkpoint());
        LogProof wrongCheckpoint =
                new LogProof(5, proof.hashes(), proof.checkpoint().replace("\n9\n", "\n8\n"));
        assertThat(reason(() -> proof.verify(log.key(), new byte[] {6})))
                .isEqualTo(Reason.NOT_INCLUDED);
        assertThat(reason(() -> wrongHash.verify(log.key(), ENTRY))).isEqualTo(Reason.NOT_INCLUDED);
        assertThat(reason(() -> wrongIndex.verify(log.key(), ENTRY)))
                .isEqualTo(Reason.NOT_INCLUDED);
        assertThat(reason(() -> wrongCheckpoint.verify(log.key(), ENTRY)))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(reason(() -> proof.verify(new TestLog("log.antin/H26.01", 2).key(), ENTRY)))
                .isEqualTo(Reason.NOT_SIGNED);
        assertThat(reason(() -> proof.verify(new TestLog("log.antin/H27", 1).key(), ENTRY)))
                .isEqualTo(Reason.WRONG_LOG);
    }

    @Test
    void other_spellings_are_refused() {
        String text = log(9).proof(5).text();
        List<String> others =
                List.of(
                        text.replace("index 5", "index 05"),
                        text.replace("index 5", "index +5"),
                        text.replace("index 5", "index  5"),
                        text.replace("index 5", "Index 5"),
                        text.replace("@v1", "@v2"),
                        text.replace("\nindex", "\nextra AAAA\nindex"),
                        text.replace("\nindex 5", ""),
                        text.replace("\n\nlog", "\n\n\nlog"),
                        text.replace("\n", "\r\n"),
                        text + "\n",
                        "\n" + text,
                        "c2sp.org/tlog-proof@v1\nindex 5\n");
        for (String other : others) {
            assertThat(reason(() -> LogProof.parse(other))).isEqualTo(Reason.MALFORMED);
        }
    }

    @Test
    void a_proof_with_more_hashes_than_any_tree_has_levels_is_refused() {
        String text = log(1).proof(0).text();
        String line = StrictText.base64(MerkleTree.EMPTY) + "\n";
        String longer = text.replace("index 0\n", "index 0\n" + line.repeat(64));
        assertThat(reason(() -> LogProof.parse(longer))).isEqualTo(Reason.MALFORMED);
    }
}

package vn.antin.crypto.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.MerkleTree;
import vn.antin.crypto.tlog.TestLog;
import vn.antin.crypto.tlog.TilePath;
import vn.antin.crypto.tlog.Tiles;

/** The papers show what the code makes, and tools that are not ours agree. */
class FormatsTest {
    private static final Path FORMATS = Path.of("..", "docs", "formats").toAbsolutePath();
    private static final EvidenceReceipt RECEIPT =
            TestEvidence.receipt(EvidenceEvent.CONTENT_HANDOVER);

    @TempDir Path dir;

    @Test
    void log_md_shows_what_the_code_makes() throws IOException, LogProblem {
        TestLog log = TestEvidence.log();
        byte[] bundle =
                Tiles.bytes(TilePath.parse("tile/entries/000.p/1"), log.size(), log, log)
                        .orElseThrow();
        assertThat(Files.readString(FORMATS.resolve("log.md")))
                .contains(block(log.key() + "\n"))
                .contains(block(new String(log.checkpoint(), UTF_8)))
                .contains(block(log.proof(8).text()))
                .contains("`" + HexFormat.of().formatHex(log.entry(8)) + "`")
                .contains("`" + MerkleTree.leaf(log.entry(8)) + "`")
                .contains("`" + log.root() + "`")
                .contains("`" + HexFormat.of().formatHex(bundle) + "`");
    }

    @Test
    void evidence_md_shows_what_the_code_makes() throws IOException {
        String page = Files.readString(FORMATS.resolve("evidence.md"));
        Evidence evidence = RECEIPT.evidence();
        assertThat(page)
                .contains("```json\n" + new String(RECEIPT.toBytes(), UTF_8) + "\n```")
                .contains("`" + Digest.of(evidence.toBytes()) + "`")
                .contains("`" + HexFormat.of().formatHex(RECEIPT.entry()) + "`")
                .contains("`" + TestEvidence.log().key() + "`");
        for (EvidenceEvent event : EvidenceEvent.values()) {
            assertThat(page).contains(row(event));
        }
        for (EvidenceProblem.Reason reason : EvidenceProblem.Reason.values()) {
            assertThat(page).contains("| `" + reason.code() + "` |");
        }
    }

    private static String block(String text) {
        return "```\n" + text + "```";
    }

    private static String row(EvidenceEvent event) {
        String receipt = event.mayHaveReceipt() ? event.isNegative() ? "may be" : "yes" : "no";
        return String.join(
                " | ",
                "| `" + event.etsiName() + "`",
                event.text(Locale.of("vi")),
                event.isNegative() ? "yes" : "no",
                event.isOfOneRecipient() ? "yes" : "no",
                receipt + " |");
    }

    @Test
    void a_shell_script_with_openssl_accepts_our_receipts() throws Exception {
        for (EvidenceEvent event : EvidenceEvent.values()) {
            byte[] receipt = TestEvidence.receipt(event).toBytes();
            assertThat(script(receipt, TestEvidence.log().key(), 0))
                    .startsWith("OK: entry " + TestEvidence.number(event) + " of log.antin/H26.01");
        }
        TestLog one = new TestLog(TestEvidence.LOG, 1);
        byte[] salt = TestEvidence.salt(8);
        String proof = one.proof(one.append(RECEIPT.evidence().entry(salt))).text();
        byte[] alone = new EvidenceReceipt(RECEIPT.evidence(), salt, proof).toBytes();
        assertThat(script(alone, one.key(), 0)).contains("checkpoint of 1 entries");
    }

    @Test
    void the_shell_script_names_the_changed_part_as_the_verifier_does() throws Exception {
        String receipt = new String(RECEIPT.toBytes(), UTF_8);
        LogKey key = TestEvidence.log().key();
        assertThat(script(receipt.replace("H27.02/ttb", "H27.02/tta").getBytes(UTF_8), key, 1))
                .startsWith("REFUSED: evidence or salt");
        assertThat(script(receipt.replace("CAgICAgI", "CAgICAgJ").getBytes(UTF_8), key, 1))
                .startsWith("REFUSED: evidence or salt");
        assertThat(script(receipt.replace("BgEi0B2rp", "BgEi0B2rq").getBytes(UTF_8), key, 1))
                .startsWith("REFUSED: proof");
        assertThat(script(receipt.replace("\\n10\\n", "\\n11\\n").getBytes(UTF_8), key, 1))
                .startsWith("REFUSED: signature of the checkpoint");
        assertThat(script(RECEIPT.toBytes(), new TestLog(TestEvidence.LOG, 2).key(), 1))
                .startsWith("REFUSED: signature of the checkpoint");
        assertThat(script(RECEIPT.toBytes(), new TestLog("log.antin/H27", 1).key(), 1))
                .startsWith("REFUSED: evidence of another log");
        for (String spelled :
                List.of(receipt + "\n", receipt + " ", " " + receipt, receipt + "\n\n")) {
            assertThat(script(spelled.getBytes(UTF_8), key, 1))
                    .startsWith("REFUSED: not a receipt in canonical form");
        }
    }

    private String script(byte[] receipt, LogKey key, int expected)
            throws IOException, InterruptedException {
        Path file = dir.resolve("receipt.json");
        Files.write(file, receipt);
        String script = FORMATS.resolve("verify-receipt.sh").toString();
        Process process =
                new ProcessBuilder(List.of("sh", script, file.toString(), key.text()))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(expected);
        return output;
    }
}

package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.sdk.testkit.PaperLog;

/** A proof is checked offline, part by part, and the part that was changed is named. */
class VerifyCommandTest {
    private static final String ID = "3f0c9d1e-52aa-4c1b-9d5e-7f3f0a6b1c2d";
    private static final byte[] OUTER = {1, 2, 3};
    private static final byte[] ENVELOPE = {4, 5, 6};

    @TempDir private Path folder = Path.of("");

    private String key = "";
    private Path receipt = Path.of("");
    private Path outer = Path.of("");
    private Path envelope = Path.of("");

    @BeforeEach
    void a_receipt_with_its_files() throws IOException {
        PaperLog log =
                new PaperLog("log.antin/H26", new SoftwareVault().ed25519("log").signer("log"));
        Evidence evidence =
                new Evidence(
                        ID,
                        EvidenceEvent.SUBMISSION_ACCEPTANCE,
                        Instant.parse("2026-11-22T03:04:05Z"),
                        EndpointId.parse("H26/gw"),
                        "log.antin/H26",
                        ID,
                        EndpointId.parse("H26/nva"),
                        Optional.empty(),
                        Digest.of(OUTER),
                        Digest.of(ENVELOPE),
                        "C",
                        List.of(),
                        Optional.empty(),
                        "vn-2025@1");
        receipt = Files.write(folder.resolve("receipt.json"), log.enter(evidence).toBytes());
        outer = Files.write(folder.resolve("outer.p7s"), OUTER);
        envelope = Files.write(folder.resolve("sealed.p7m"), ENVELOPE);
        key = log.key().text();
    }

    private Typed verify(Path file, String... more) {
        List<String> words = new java.util.ArrayList<>(List.of("verify", file.toString()));
        words.addAll(List.of(more));
        return Typed.words(words.toArray(String[]::new));
    }

    @Test
    void what_was_not_changed_passes_every_check() {
        Typed typed =
                verify(
                        receipt,
                        "--log-key",
                        key,
                        "--outer",
                        outer.toString(),
                        "--envelope",
                        envelope.toString());
        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("✓ BIÊN LAI HỢP LỆ", "SubmissionAcceptance", ID);
        assertThat(typed.out()).doesNotContain("✗");
    }

    @Test
    void a_changed_envelope_is_named() throws IOException {
        Path changed = Files.write(folder.resolve("x.p7m"), new byte[] {4, 5, 7});
        Typed typed = verify(receipt, "--log-key", key, "--envelope", changed.toString());
        assertThat(typed.exit()).isEqualTo(4);
        assertThat(typed.out()).contains("✗ BÌ ĐÃ BỊ SỬA", "✗ BIÊN LAI KHÔNG HỢP LỆ");
    }

    @Test
    void a_changed_evidence_is_named() throws IOException {
        Path changed = changed("H26/nva", "H26/nvb");
        Typed typed = verify(changed, "--log-key", key, "--lang", "en");
        assertThat(typed.exit()).isEqualTo(4);
        assertThat(typed.out()).contains("✗ THE EVIDENCE WAS CHANGED");
        assertThat(typed.out()).contains("✓ The checkpoint");
    }

    @Test
    void a_file_that_is_no_receipt_is_named() throws IOException {
        Typed typed = verify(changed("antin-receipt", "antin-recipe"), "--log-key", key);
        assertThat(typed.exit()).isEqualTo(4);
        assertThat(typed.out()).contains("✗ Tệp đã bị sửa hoặc không phải biên lai");
    }

    private Path changed(String from, String to) throws IOException {
        String json = Files.readString(receipt);
        assertThat(json).contains(from);
        return Files.writeString(folder.resolve("changed.json"), json.replace(from, to));
    }

    @Test
    void the_key_may_be_a_file_and_a_wrong_one_is_refused() throws IOException {
        Path file = Files.writeString(folder.resolve("log.vkey"), key + "\n");
        assertThat(verify(receipt, "--log-key", file.toString()).exit()).isZero();
        Typed typed = verify(receipt, "--log-key", "nonsense");
        assertThat(typed.exit()).isEqualTo(8);
        assertThat(typed.err()).contains("bad-log-key", "antin log key");
    }

    private String foreign(String origin) {
        return new PaperLog(origin, new SoftwareVault().ed25519("log").signer("log")).key().text();
    }

    @Test
    void a_wrong_key_is_not_an_invalid_receipt_and_the_right_one_is_named() {
        for (String origin : List.of("log.antin/H98", "log.antin/H26")) {
            Typed typed = verify(receipt, "--log-key", foreign(origin));
            assertThat(typed.exit()).as(origin).isEqualTo(4);
            assertThat(typed.out())
                    .as(origin)
                    .contains("khóa đã cho là của sổ khác", "antin log key H26/gw")
                    .doesNotContain("KHÔNG HỢP LỆ", "BIÊN LAI HỢP LỆ");
        }
        Typed script = verify(receipt, "--log-key", foreign("log.antin/H98"), "--json");
        assertThat(script.out()).contains("\"wrongKey\":true").contains("\"verified\":false");
    }

    @Test
    void of_several_keys_that_of_the_log_is_taken() throws IOException {
        String other = foreign("log.antin/H98");
        String older = foreign("log.antin/H26");
        assertThat(verify(receipt, "--log-key", other, "--log-key", key).exit()).isZero();
        assertThat(verify(receipt, "--log-key", older, "--log-key", key).exit()).isZero();
        Path keys =
                Files.writeString(
                        folder.resolve("logs.vkey"), other + "\n\n" + older + "\n" + key + "\n");
        assertThat(verify(receipt, "--log-key", keys.toString()).exit()).isZero();
        Path changed = changed("H26/nva", "H26/nvb");
        assertThat(verify(changed, "--log-key", keys.toString()).out())
                .contains("✗ BIÊN LAI KHÔNG HỢP LỆ");
    }

    @Test
    void the_level_is_named_with_its_mark() {
        assertThat(verify(receipt, "--log-key", key).out()).contains("Mật (C)");
    }

    @Test
    void scripts_get_each_check() {
        Typed typed = verify(receipt, "--log-key", key, "--json");
        JsonObject json = JsonObject.parse(typed.out().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(json.bool("verified")).isTrue();
        assertThat(json.objects("checks"))
                .extracting(check -> check.string("outcome"))
                .containsOnly("PASSED")
                .hasSize(5);
    }
}

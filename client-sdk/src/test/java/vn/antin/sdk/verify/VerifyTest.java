package vn.antin.sdk.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.sdk.testkit.PaperLog;
import vn.antin.sdk.verify.ReceiptVerifier.Outcome;
import vn.antin.sdk.verify.ReceiptVerifier.Part;

class VerifyTest {
    private static final byte[] OUTER = "outer".getBytes(UTF_8);
    private static final byte[] ENVELOPE = "envelope".getBytes(UTF_8);

    private final PaperLog log = log("H26.01");
    private final PaperLog other = log("H27.02");

    private static PaperLog log(String organization) {
        SoftwareVault vault = new SoftwareVault().ed25519("log");
        return new PaperLog(
                Evidence.logOf(OrganizationId.parse(organization)), vault.signer("log"));
    }

    private EvidenceReceipt enter() {
        return log.enter(
                new Evidence(
                        UUID.randomUUID().toString(),
                        EvidenceEvent.SUBMISSION_ACCEPTANCE,
                        TestAgency.NOW,
                        EndpointId.parse("H26.01/gw"),
                        Evidence.logOf(OrganizationId.parse("H26.01")),
                        UUID.randomUUID().toString(),
                        EndpointId.parse("H26.01/nva"),
                        Optional.of(EndpointId.parse("H27.02/ttb")),
                        Digest.of(OUTER),
                        Digest.of(ENVELOPE),
                        "C",
                        List.of(),
                        Optional.empty(),
                        "vn-2025@1"));
    }

    private ReceiptVerifier.Report verify(String receipt) {
        return ReceiptVerifier.verify(
                receipt.getBytes(UTF_8),
                log.key(),
                new ReceiptVerifier.Files(
                        Optional.of(OUTER), Optional.of(ENVELOPE), Optional.empty()));
    }

    private static Optional<Part> failed(ReceiptVerifier.Report report) {
        return report.checks().stream()
                .filter(check -> check.outcome() == Outcome.FAILED)
                .map(ReceiptVerifier.Check::part)
                .findFirst();
    }

    @Test
    void a_receipt_holds_offline_and_every_changed_part_is_named() {
        EvidenceReceipt unused = enter();
        EvidenceReceipt receipt = enter();
        String text = new String(receipt.toBytes(), UTF_8);
        assertThat(verify(text).passed()).isTrue();
        assertThat(failed(verify(text + " "))).contains(Part.FORM);
        assertThat(failed(verify(text.replace("03:04:05.000Z", "03:04:06.000Z"))))
                .contains(Part.EVIDENCE);
        assertThat(failed(verify(text.replace("H27.02/ttb", "H27.02/ttc"))))
                .contains(Part.EVIDENCE);
        String hash = receipt.proof().split("\n", -1)[2];
        String changed = (hash.charAt(0) == 'A' ? 'B' : 'A') + hash.substring(1);
        assertThat(failed(verify(text.replace(hash, changed)))).contains(Part.INCLUSION);
        assertThat(failed(verify(changedSignature(receipt)))).contains(Part.CHECKPOINT);
        assertThat(
                        failed(
                                ReceiptVerifier.verify(
                                        receipt.toBytes(),
                                        other.key(),
                                        new ReceiptVerifier.Files(
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.empty()))))
                .contains(Part.LOG);
    }

    /** Another log's signature lines under this log's name. */
    private String changedSignature(EvidenceReceipt receipt) {
        String proof = receipt.proof();
        int end = proof.length() - 8;
        char c = proof.charAt(end);
        String changed =
                proof.substring(0, end) + (c == 'A' ? 'B' : 'A') + proof.substring(end + 1);
        return new String(
                new EvidenceReceipt(receipt.evidence(), receipt.salt(), changed).toBytes(), UTF_8);
    }

    @Test
    void a_file_that_is_not_the_one_in_the_evidence_is_named() {
        EvidenceReceipt receipt = enter();
        ReceiptVerifier.Report report =
                ReceiptVerifier.verify(
                        receipt.toBytes(),
                        log.key(),
                        new ReceiptVerifier.Files(
                                Optional.of("0uter".getBytes(UTF_8)),
                                Optional.of(ENVELOPE),
                                Optional.empty()));
        assertThat(report.passed()).isFalse();
        assertThat(failed(report)).contains(Part.OUTER_SIGNATURE);
    }

    @Test
    void a_signed_receipt_that_the_evidence_does_not_name_never_passes_even_when_empty() {
        EvidenceReceipt receipt = enter();
        ReceiptVerifier.Report report =
                ReceiptVerifier.verify(
                        receipt.toBytes(),
                        log.key(),
                        new ReceiptVerifier.Files(
                                Optional.empty(), Optional.empty(), Optional.of(new byte[0])));
        assertThat(report.passed()).isFalse();
        assertThat(failed(report)).contains(Part.SIGNED_RECEIPT);
    }

    @Test
    void a_log_that_only_grew_is_good_and_one_that_was_changed_is_not() {
        for (int i = 0; i < 300; i++) {
            EvidenceReceipt unused = enter();
        }
        byte[] before = log.checkpoint();
        for (int i = 0; i < 77; i++) {
            EvidenceReceipt unused = enter();
        }
        byte[] now = log.checkpoint();
        LogMonitor monitor = new LogMonitor(log.key(), log::tile);
        assertThat(monitor.check(now, Optional.of(before), true))
                .isEqualTo(new LogMonitor.Report(LogMonitor.Finding.GOOD, 377));
        assertThat(monitor.check(before, Optional.of(now), false).finding())
                .isEqualTo(LogMonitor.Finding.SHRUNK);
        assertThat(
                        new LogMonitor(other.key(), log::tile)
                                .check(now, Optional.empty(), false)
                                .finding())
                .isEqualTo(LogMonitor.Finding.CHECKPOINT_SIGNATURE);
        log.dangerouslyChangeEntry(123);
        assertThat(monitor.check(now, Optional.of(before), true).finding())
                .isEqualTo(LogMonitor.Finding.ENTRIES);
    }
}

package vn.antin.crypto.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.ceremony.CeremonyProblem.Reason;
import vn.antin.crypto.key.KeyLabel;

/** Who may hold a ceremony, and what its record proves. */
class CeremonyPapersTest {
    private final Papertrail trail = new Papertrail();

    @TempDir Path dir;

    private static void refused(Reason reason, Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        CeremonyProblem.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(reason);
                            assertThat(e.text(Locale.of("vi"))).isNotBlank();
                            assertThat(e.text(Locale.ENGLISH)).isNotBlank();
                        });
    }

    private interface Attempt {
        void run() throws CeremonyProblem;
    }

    @Test
    void two_of_three_custodians_are_enough_and_one_is_not() throws CeremonyProblem {
        CeremonyPlan plan = trail.plan();
        Approval first = trail.approval(plan, 0);
        Approval second = trail.approval(plan, 1);
        assertThat(ApprovedPlan.of(plan, List.of(first, second), Papertrail.NOON).approvals())
                .extracting(Approval::custodian)
                .containsExactly("Nguyễn Văn An", "Trần Thị Bình");
        refused(Reason.TOO_FEW, () -> ApprovedPlan.of(plan, List.of(first), Papertrail.NOON));
        refused(Reason.TOO_FEW, () -> ApprovedPlan.of(plan, List.of(), Papertrail.NOON));
    }

    @Test
    void one_custodian_does_not_count_twice() throws CeremonyProblem {
        CeremonyPlan plan = trail.plan();
        Approval again = Approval.sign(plan, trail.card(0), Papertrail.NOON.plusSeconds(1));
        refused(
                Reason.REPEATED,
                () ->
                        ApprovedPlan.of(
                                plan, List.of(trail.approval(plan, 0), again), Papertrail.NOON));
    }

    @Test
    void an_approval_is_of_one_plan_and_one_card() throws CeremonyProblem {
        CeremonyPlan plan = trail.plan();
        CeremonyPlan other = trail.plan(trail.custodians, 3);
        Approval good = trail.approval(plan, 0);
        refused(
                Reason.WRONG_PLAN,
                () ->
                        ApprovedPlan.of(
                                plan, List.of(good, trail.approval(other, 1)), Papertrail.NOON));
        Approval stolen =
                new Approval(plan.digest(), "Trần Thị Bình", Papertrail.NOON, good.signature());
        refused(
                Reason.BAD_APPROVAL,
                () -> ApprovedPlan.of(plan, List.of(good, stolen), Papertrail.NOON));
        Approval stranger =
                new Approval(plan.digest(), "Người lạ", Papertrail.NOON, good.signature());
        refused(
                Reason.UNKNOWN_CUSTODIAN,
                () -> ApprovedPlan.of(plan, List.of(good, stranger), Papertrail.NOON));
        refused(
                Reason.CARD_OF_NOBODY,
                () -> Approval.sign(plan, trail.hsm.signer(KeyLabel.SEAL), Papertrail.NOON));
    }

    @Test
    void a_plan_is_good_until_it_expires_and_approvals_are_made_while_it_is()
            throws CeremonyProblem {
        CeremonyPlan plan = trail.plan();
        List<Approval> both = List.of(trail.approval(plan, 0), trail.approval(plan, 1));
        refused(Reason.EXPIRED, () -> ApprovedPlan.of(plan, both, plan.expires().plusMillis(1)));
        refused(
                Reason.EXPIRED,
                () -> ApprovedPlan.of(plan, both, plan.created().minusSeconds(600)));
        Approval early = Approval.sign(plan, trail.card(2), plan.created().minusSeconds(600));
        refused(
                Reason.EXPIRED,
                () -> ApprovedPlan.of(plan, List.of(both.get(0), early), Papertrail.NOON));
    }

    @Test
    void a_plan_needs_different_persons_and_two_of_them() {
        List<Custodian> all = trail.custodians;
        CeremonyPlan alone = trail.plan(all.subList(0, 1), 1);
        assertThat(alone.threshold()).isEqualTo(1);
        assertThat(alone.recoverable()).isEmpty();
        assertThatThrownBy(() -> trail.plan(all, 1)).hasMessageContaining("threshold");
        assertThatThrownBy(() -> trail.plan(all, 4)).hasMessageContaining("threshold");
        assertThatThrownBy(() -> trail.plan(List.of(), 0)).hasMessageContaining("16 custodians");
        Custodian alias = Custodian.introduce("Bí danh", trail.card(0), all.get(1).encryption());
        assertThatThrownBy(() -> trail.plan(List.of(all.get(0), alias), 2))
                .hasMessageContaining("same name or key");
    }

    @Test
    void nobody_puts_another_encryption_key_beside_a_custodian() {
        Custodian an = trail.custodians.get(0);
        Custodian binh = trail.custodians.get(1);
        assertThatThrownBy(() ->
                        new Custodian(an.name(), an.signature(), binh.encryption(), an.proof()))
                .hasMessageContaining("vouched");
        assertThatThrownBy(() -> Custodian.introduce("An", trail.card(0), an.signature()))
                .hasMessageContaining("does not decrypt");
    }

    @Test
    void papers_read_back_as_they_were_written() throws CeremonyProblem {
        CeremonyPlan plan = trail.plan();
        assertThat(CeremonyPlan.parse(plan.toBytes()).digest()).isEqualTo(plan.digest());
        Approval approval = trail.approval(plan, 1);
        assertThat(Approval.parse(approval.toBytes()).toBytes()).isEqualTo(approval.toBytes());
        SignedRecord signed = trail.signed();
        byte[] bytes = signed.record().toBytes();
        assertThat(SignedRecord.verify(bytes, signed.signature()).record().toBytes())
                .isEqualTo(bytes);
        assertThat(signed.entry(new byte[32])).hasSize(33).startsWith(2);
    }

    @Test
    void a_record_holds_only_under_the_seal_that_it_names() throws CeremonyProblem {
        CeremonyRecord record = trail.record();
        refused(
                Reason.BAD_RECORD_SIGNATURE,
                () -> SignedRecord.sign(record, trail.hsm.signer(KeyLabel.TLS)));
        CeremonyRecord otherSeal =
                new CeremonyRecord(
                        record.approved(),
                        record.token(),
                        trail.hsm.signer(KeyLabel.TLS).publicKey(),
                        record.began(),
                        record.ended(),
                        record.keys());
        refused(
                Reason.WRONG_KEYS,
                () -> SignedRecord.sign(otherSeal, trail.hsm.signer(KeyLabel.TLS)));
    }

    @Test
    void a_record_of_a_key_that_can_be_read_out_is_refused() throws CeremonyProblem {
        String good = new String(trail.record().toBytes(), StandardCharsets.UTF_8);
        for (String bad :
                List.of(
                        good.replaceFirst("\"EXTRACTABLE\":false", "\"EXTRACTABLE\":true"),
                        good.replaceFirst("\"SENSITIVE\":true", "\"SENSITIVE\":false"),
                        good.replaceFirst("\"EXTRACTABLE\":false,", ""))) {
            assertThat(bad).isNotEqualTo(good);
            refused(
                    Reason.WRONG_KEYS,
                    () -> CeremonyRecord.parse(bad.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void every_changed_byte_of_a_record_is_found() throws CeremonyProblem {
        SignedRecord signed = trail.signed();
        byte[] bytes = signed.record().toBytes();
        for (int at = 0; at < bytes.length; at += 41) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> SignedRecord.verify(changed, signed.signature()))
                    .as("byte " + at)
                    .isInstanceOf(CeremonyProblem.class);
        }
    }

    @Test
    void the_printed_record_names_persons_keys_and_device() throws CeremonyProblem {
        CeremonyRecord record = trail.record();
        assertThat(record.text(Locale.of("vi")))
                .contains("BIÊN BẢN TẠO KHÓA", "Nguyễn Văn An", "12:00:00 22/11/2026 +07:00")
                .contains(record.digest().hex(), "1234abcd", "2/3");
        assertThat(record.text(Locale.ENGLISH)).contains("RECORD OF THE MAKING");
        assertThat(record.approved().plan().text(Locale.of("vi")))
                .contains("KẾ HOẠCH", "Lê Văn Cường", "gw-H26.01");
    }

    @Test
    void only_custodians_of_the_making_may_back_up_with_as_many_approvals() throws CeremonyProblem {
        CeremonyRecord making = trail.record();
        making.requireOwn(trail.backUpPlan(trail.custodians, 2));
        making.requireOwn(trail.backUpPlan(trail.custodians.subList(0, 2), 2));
        List<Custodian> others = new Papertrail().custodians;
        refused(
                Reason.OTHER_CUSTODIAN,
                () -> making.requireOwn(trail.backUpPlan(others, 2))); // the same names
        refused(
                Reason.OTHER_CUSTODIAN,
                () ->
                        making.requireOwn(
                                trail.backUpPlan(
                                        List.of(
                                                trail.custodians.get(0),
                                                trail.custodians.get(1),
                                                others.get(2)),
                                        2)));
        refused(
                Reason.OTHER_THRESHOLD,
                () -> making.requireOwn(trail.backUpPlan(trail.custodians, 3)));
        assertThatThrownBy(() -> trail.backUpPlan(trail.custodians.subList(0, 1), 1))
                .hasMessageContaining("one person alone");
        refused(Reason.WRONG_SUBJECT, () -> making.requireOwn(trail.plan()));
    }

    @Test
    void a_backup_names_the_making_of_its_keys() throws CeremonyProblem {
        SignedRecord made = trail.signed();
        CeremonyRecord making = made.record();
        SignedRecord backUp = trail.signedBackUp(made);
        making.requireOwn(SignedRecord.parse(backUp.toBytes()).record());
        assertThat(backUp.record().text(Locale.of("vi"))).contains(making.digest().hex());
        CeremonyRecord another = new Papertrail(trail.hsm).record();
        refused(Reason.OTHER_CUSTODIAN, () -> another.requireOwn(backUp.record()));
        refused(Reason.WRONG_SUBJECT, () -> making.requireOwn(trail.backUp(another)));
        refused(Reason.WRONG_SUBJECT, () -> backUp.record().requireOwn(backUp.record()));
        String unbound =
                new String(backUp.record().toBytes(), StandardCharsets.UTF_8)
                        .replaceFirst("\"making\":\"[0-9a-f]{64}\",", "");
        refused(
                Reason.WRONG_SUBJECT,
                () -> CeremonyRecord.parse(unbound.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void the_printed_record_tells_keys_that_stay_from_those_that_may_leave()
            throws CeremonyProblem {
        assertThat(trail.record().text(Locale.ENGLISH))
                .contains("These keys never leave the token: ca, seal, tls, timestamp, log.")
                .contains("officer calls trusted: storage.")
                .doesNotContain("ONE PERSON ALONE");
        assertThat(trail.record().text(Locale.of("vi")))
                .contains("không bao giờ rời thiết bị: ca, seal, tls, timestamp, log.")
                .contains("tin cậy: storage.")
                .doesNotContain("CHỈ MỘT NGƯỜI");
    }

    /** Needs: record, signature, seal.pem. */
    private static final String VERIFY =
            """
            (printf 'antin-ceremony-record-v1\\n'; cat record) |
              openssl dgst -sha256 -verify seal.pem -signature signature
            """;

    @Test
    void openssl_agrees_with_the_seal_under_a_record() throws Exception {
        SignedRecord signed = trail.signed();
        Files.write(dir.resolve("record"), signed.record().toBytes());
        Files.write(dir.resolve("signature"), signed.signature());
        Files.writeString(
                dir.resolve("seal.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(signed.record().seal().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
        assertThat(verify()).contains("Verified OK");
        Files.write(dir.resolve("record"), trail.plan().toBytes());
        assertThat(verify()).contains("ailure");
    }

    private String verify() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder("sh", "-c", VERIFY)
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}

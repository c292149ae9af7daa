package vn.antin.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.document.Attachment;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.document.Location;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.longterm.LongTermSignature;
import vn.antin.crypto.seal.NoteDraft;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.seal.SealRequest;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealer;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;
import vn.antin.sdk.spool.Outgoing;
import vn.antin.sdk.testkit.PaperGateway;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.transport.GatewayUnavailable;
import vn.antin.sdk.transport.Progress;
import vn.antin.sdk.transport.TinyGateway;
import vn.antin.sdk.verify.ReceiptVerifier;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SubmissionAnswer;

class OfficerWalkTest {
    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member an = agency.officer("nva", "Nguyễn Văn An");
    private final TestAgency.Member binh = agency.officer("ttb", "Trần Thị Bình");

    @TempDir private Path folder;
    private PaperGateway gateway;
    private final List<Account> accounts = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        gateway = new PaperGateway(agency);
        gateway.list(an, DirectoryEntry.State.ACTIVE);
        gateway.list(binh, DirectoryEntry.State.ACTIVE);
    }

    @AfterEach
    void stop() {
        accounts.forEach(Account::close);
        gateway.close();
    }

    private Account account(TestAgency.Member member) throws IOException {
        Account account =
                Account.open(
                        new Account.Settings(
                                member.endpoint(),
                                gateway.endpoint(),
                                gateway.server().url(),
                                agency.ca(),
                                folder.resolve(member.endpoint().name())),
                        member.vault(),
                        (records, level, at) -> Provider.approved("Máy A"),
                        TinyGateway.keys(member.vault(), KeyLabel.AUTHENTICATION),
                        InstantSource.fixed(agency.now()),
                        new SecureRandom());
        accounts.add(account);
        return account;
    }

    private Path file(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(folder.resolve(name), bytes);
    }

    private Path pdf(String name, int pages) throws IOException {
        Path file = folder.resolve(name);
        try (PDDocument document = new PDDocument()) {
            for (int i = 0; i < pages; i++) {
                document.addPage(new PDPage());
            }
            document.save(file.toFile());
        }
        return file;
    }

    private static Draft draft(List<Path> files, String... to) {
        return Draft.of(Level.MAT, List.of(to), files);
    }

    @Test
    void a_document_goes_from_one_officer_to_another_and_is_signed_for() throws Exception {
        Path small = pdf("Kế hoạch số 12.pdf", 3);
        Path large = file("ban-do.zip", 3_000_000);
        Account sender = account(an);
        Outbox.Sent sent =
                sender.outbox().send(draft(List.of(small, large), "H26.01/ttb"), Watcher.NONE);
        assertThat(sent.receipts())
                .singleElement()
                .satisfies(r ->
                        assertThat(r.evidence().event())
                                .isEqualTo(EvidenceEvent.SUBMISSION_ACCEPTANCE));
        assertThat(sender.outbox().pending()).isEmpty();

        Account recipient = account(binh);
        assertThat(recipient.inbox().list(0)).hasSize(1);
        Path target = folder.resolve("mo/" + sent.consignment());
        assertThatThrownBy(() -> recipient.inbox().acknowledge(sent.consignment(), Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(SdkProblem.Code.NOT_OPENED);
        OpenedDocument opened = recipient.inbox().open(sent.consignment(), target, Watcher.NONE);
        assertThat(opened.author().commonName()).isEqualTo("Nguyễn Văn An");
        assertThat(opened.signed().commitment()).contains(Commitment.PROOF_OF_CREATION);
        LongTermSignature kept =
                LongTermSignature.verify(
                        Files.readAllBytes(target.resolve("van-ban-da-ky.p7m")),
                        new TrustStore(List.of(agency.ca()), List.of(), List.of()),
                        Optional.empty(),
                        agency.now().plus(Duration.ofDays(9000)));
        assertThat(kept.author().endpoint()).isEqualTo(an.endpoint());
        assertThat(opened.files())
                .extracting(OpenedDocument.OpenedFile::countedPages)
                .containsExactly(OptionalInt.of(3), OptionalInt.empty());
        assertThat(opened.pagesMatch()).isTrue();
        assertThat(target.resolve("Kế hoạch số 12.pdf")).hasSameBinaryContentAs(small);
        assertThat(target.resolve("ban-do.zip")).hasSameBinaryContentAs(large);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rwx------");

        List<EvidenceReceipt> handover =
                recipient.inbox().acknowledge(sent.consignment(), Watcher.NONE);
        assertThat(handover.getFirst().evidence().event())
                .isEqualTo(EvidenceEvent.CONTENT_HANDOVER);

        Tracking.Timeline timeline = sender.tracking().timeline(sent.consignment());
        assertThat(timeline.allVerified()).isTrue();
        assertThat(timeline.signatures())
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.name()).contains("Trần Thị Bình");
                    assertThat(s.againstOriginal()).isTrue();
                });
        List<Path> exported =
                sender.tracking().export(sent.consignment(), folder.resolve("bien-lai"));
        ReceiptVerifier.Report report =
                ReceiptVerifier.verify(
                        Files.readAllBytes(exported.getFirst()),
                        gateway.log().key(),
                        new ReceiptVerifier.Files(
                                Optional.of(
                                        Files.readAllBytes(folder.resolve("bien-lai/outer.p7s"))),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(report.passed()).isTrue();
    }

    @Test
    void a_document_opened_twice_into_one_place_says_that_the_first_copy_is_there()
            throws IOException {
        Outbox.Sent sent =
                account(an).outbox().send(draft(List.of(file("a.bin", 10)), "ttb"), Watcher.NONE);
        Path target = folder.resolve("once");
        OpenedDocument first = account(binh).inbox().open(sent.consignment(), target, Watcher.NONE);
        assertThat(first.folder()).isEqualTo(target);
        assertThatThrownBy(
                        () -> account(binh).inbox().open(sent.consignment(), target, Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(SdkProblem.Code.OPENED_BEFORE);
    }

    @Test
    void a_file_with_the_name_of_a_hidden_one_is_not_sent() {
        assertThatThrownBy(() ->
                        account(an)
                                .outbox()
                                .send(draft(List.of(file(".bashrc", 10)), "ttb"), Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(SdkProblem.Code.NAME_NOT_SAFE);
    }

    @Test
    void an_opened_document_never_replaces_a_folder() throws IOException {
        Outbox.Sent sent =
                account(an).outbox().send(draft(List.of(file("a.bin", 10)), "ttb"), Watcher.NONE);
        Path target = Files.createDirectory(folder.resolve("there"));
        assertThatThrownBy(
                        () -> account(binh).inbox().open(sent.consignment(), target, Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(SdkProblem.Code.TARGET_EXISTS);
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void what_is_not_for_this_card_does_not_open_and_leaves_no_file() throws IOException {
        Outbox.Sent sent =
                account(an).outbox().send(draft(List.of(file("a.bin", 10)), "ttb"), Watcher.NONE);
        TestAgency.Member cuc = agency.officer("lvc", "Lê Văn Cúc");
        Path target = folder.resolve("cuc-mo");
        assertThatThrownBy(
                        () -> account(cuc).inbox().open(sent.consignment(), target, Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(SdkProblem.Code.NOT_AUTHENTIC);
                    assertThat(e.vietnamese()).contains("không phải của người nhận");
                });
        assertThat(target).doesNotExist();
    }

    @Test
    void a_receipt_is_signed_once_and_handed_in_as_often_as_needed() throws IOException {
        Outbox.Sent sent =
                account(an).outbox().send(draft(List.of(file("a.bin", 10)), "ttb"), Watcher.NONE);
        Account recipient = account(binh);
        OpenedDocument unused =
                recipient.inbox().open(sent.consignment(), folder.resolve("mo-mot"), Watcher.NONE);
        recipient.inbox().acknowledge(sent.consignment(), Watcher.NONE);
        byte[] first = recipient.spool().incoming(sent.consignment()).receipt().orElseThrow();
        recipient.inbox().acknowledge(sent.consignment(), Watcher.NONE);
        assertThat(recipient.spool().incoming(sent.consignment()).receipt())
                .hasValueSatisfying(again -> assertThat(again).isEqualTo(first));
        try (Stream<Path> left =
                Files.list(folder.resolve("ttb/spool/incoming/" + sent.consignment()))) {
            assertThat(left.map(f -> String.valueOf(f.getFileName())))
                    .containsExactlyInAnyOrder("opened.json", "receipt.p7s");
        }
        OpenedDocument again =
                recipient.inbox().open(sent.consignment(), folder.resolve("mo-hai"), Watcher.NONE);
        assertThat(again.files()).hasSize(1);
    }

    @Test
    void page_counts_that_differ_are_shown_and_not_signed_for() throws IOException {
        Path file = pdf("ba-trang.pdf", 3);
        Account sender = account(an);
        String consignment = sendDeclaring(sender, file, 5);
        Account recipient = account(binh);
        OpenedDocument opened =
                recipient.inbox().open(consignment, folder.resolve("lech"), Watcher.NONE);
        assertThat(opened.pagesMatch()).isFalse();
        assertThatThrownBy(() -> recipient.inbox().acknowledge(consignment, Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(SdkProblem.Code.PAGES_DIFFER);
    }

    /** An author who miscounts. */
    private String sendDeclaring(Account sender, Path file, int pages) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Instant at = agency.now();
        Attachment attachment =
                new Attachment(
                        "ba-trang.pdf",
                        "application/pdf",
                        bytes.length,
                        Digest.of(bytes),
                        OptionalInt.of(pages),
                        new Location.Inline("part-1"));
        Document document =
                new Document(
                        new DocumentCard(
                                UUID.randomUUID().toString(),
                                Optional.empty(),
                                "CV",
                                Optional.empty(),
                                "H26.01",
                                Optional.empty(),
                                at,
                                Level.MAT,
                                Optional.empty(),
                                1,
                                false,
                                Urgency.THUONG,
                                List.of(attachment)),
                        "",
                        Map.of("part-1", bytes));
        String consignment = UUID.randomUUID().toString();
        Sealed sealed =
                Sealer.seal(
                        new SealRequest(
                                document,
                                document.card().label(),
                                sender.signingKey(KeyLabel.SIGNATURE),
                                sender.signingKey(KeyLabel.AUTHENTICATION),
                                List.of(binh.encryption(), an.encryption()),
                                new NoteDraft(
                                        consignment,
                                        an.endpoint(),
                                        List.of(
                                                new Recipient(
                                                        binh.endpoint(), gateway.endpoint(), 1)),
                                        Optional.empty(),
                                        Urgency.THUONG,
                                        Set.of("CO_YEU")),
                                List.of(binh.endpoint()),
                                at,
                                new SecureRandom()));
        Object first = sender.gateway().submit(sealed.outerSignature());
        assertThat(first).isInstanceOf(SubmissionAnswer.AwaitingBlobs.class);
        Path envelope = Files.write(folder.resolve("bi"), sealed.envelope());
        sender.gateway().upload(sealed.note().envelope().sha256(), envelope, Progress.NONE);
        Object second = sender.gateway().submit(sealed.outerSignature());
        assertThat(second).isInstanceOf(SubmissionAnswer.Accepted.class);
        return consignment;
    }

    @Test
    void a_refusal_by_policy_is_final_and_gives_the_number_back() throws IOException {
        gateway.refusal =
                Optional.of(
                        new Problem(
                                ProblemCode.POLICY_DENIED,
                                "",
                                "",
                                List.of(
                                        new Problem.Reason(
                                                "clearance.recipient", "v", "e", "", "")),
                                List.of()));
        Account sender = account(an);
        Draft draft = draft(List.of(file("a.bin", 10)), "ttb");
        assertThatThrownBy(() -> sender.outbox().send(draft, Watcher.NONE))
                .isInstanceOf(GatewayProblem.class);
        assertThat(sender.outbox().pending()).isEmpty();
        gateway.refusal = Optional.empty();
        assertThat(sender.outbox().send(draft, Watcher.NONE).receipts()).hasSize(1);
    }

    @Test
    void what_the_gateway_could_not_take_now_goes_out_later_with_the_same_bytes()
            throws IOException {
        gateway.refusal = Optional.of(Problem.of(ProblemCode.DISK_FULL, "", ""));
        Account sender = account(an);
        assertThatThrownBy(() ->
                        sender.outbox()
                                .send(
                                        draft(List.of(file("a.bin", 2_000_000)), "ttb"),
                                        Watcher.NONE))
                .isInstanceOf(GatewayProblem.class);
        sender.close();
        Account again = account(an);
        List<Outgoing> pending = again.outbox().pending();
        assertThat(pending).hasSize(1);
        byte[] outer = pending.getFirst().outerSignature();
        gateway.refusal = Optional.empty();
        Outbox.Sent sent = again.outbox().resume(pending.getFirst(), Watcher.NONE);
        assertThat(again.gateway().consignment(sent.consignment()).outer()).isEqualTo(outer);
        assertThat(again.outbox().pending()).isEmpty();
    }

    @Test
    void recipients_are_found_by_name_and_near_ones_are_suggested() throws IOException {
        Account sender = account(an);
        Path file = file("a.bin", 10);
        assertThat(
                        sender.outbox()
                                .send(draft(List.of(file), "tran thi binh"), Watcher.NONE)
                                .receipts())
                .hasSize(1);
        assertThatThrownBy(() -> sender.outbox().send(draft(List.of(file), "ttbb"), Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .satisfies(e -> {
                    assertThat(e.code()).isEqualTo(SdkProblem.Code.UNKNOWN_RECIPIENT);
                    assertThat(e.english()).contains("Did you mean: H26.01/ttb");
                    assertThat(e.vietnamese()).contains("Có phải: H26.01/ttb");
                });
        gateway.list(binh, DirectoryEntry.State.SUSPENDED);
        assertProblem(draft(List.of(file), "ttb"), SdkProblem.Code.RECIPIENT_SUSPENDED);
        assertProblem(draft(List.of(file), "nva"), SdkProblem.Code.SELF_RECIPIENT);
        gateway.list(binh, DirectoryEntry.State.ACTIVE);
        agency.revoke(binh.encryption());
        Account fresh = account(an);
        assertThatThrownBy(() -> fresh.outbox().send(draft(List.of(file), "ttb"), Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .satisfies(e -> assertThat(e.english()).contains("revoked"));
    }

    private void assertProblem(Draft draft, SdkProblem.Code code) throws IOException {
        Account sender = account(an);
        assertThatThrownBy(() -> sender.outbox().send(draft, Watcher.NONE))
                .asInstanceOf(InstanceOfAssertFactories.type(SdkProblem.class))
                .extracting(SdkProblem::code)
                .isEqualTo(code);
        assertThat(sender.outbox().pending()).isEmpty();
    }

    @Test
    void files_that_cannot_be_sent_are_refused_before_anything_is_done() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pdf"));
        Path broken = Files.write(folder.resolve("broken.pdf"), "not a pdf".getBytes(UTF_8));
        assertProblem(draft(List.of(folder.resolve("no")), "ttb"), SdkProblem.Code.FILE_MISSING);
        assertProblem(draft(List.of(empty), "ttb"), SdkProblem.Code.FILE_EMPTY);
        assertProblem(draft(List.of(broken), "ttb"), SdkProblem.Code.FILE_UNREADABLE);
        assertProblem(draft(List.of(), "ttb"), SdkProblem.Code.NOTHING_TO_SEND);
    }

    @Test
    void a_gateway_that_is_away_is_named_so() throws IOException {
        Account sender = account(an);
        gateway.close();
        assertThatThrownBy(() ->
                        sender.outbox().send(draft(List.of(file("a.bin", 9)), "ttb"), Watcher.NONE))
                .isInstanceOf(GatewayUnavailable.class);
    }

    @Test
    void every_text_of_a_problem_is_there_in_both_languages() {
        for (SdkProblem.Code code : SdkProblem.Code.values()) {
            SdkProblem problem = new SdkProblem(code, "A", "B");
            assertThat(problem.vietnamese()).isNotBlank().doesNotContain("{0}");
            assertThat(problem.english()).isNotBlank().isNotEqualTo(problem.vietnamese());
        }
        for (vn.antin.crypto.seal.SealProblem.Reason reason :
                vn.antin.crypto.seal.SealProblem.Reason.values()) {
            assertThat(SdkProblem.words(reason).in(java.util.Locale.ENGLISH)).isNotBlank();
        }
        for (vn.antin.crypto.cert.CertificateProblem.Reason reason :
                vn.antin.crypto.cert.CertificateProblem.Reason.values()) {
            assertThat(SdkProblem.words(reason).in(java.util.Locale.ENGLISH)).isNotBlank();
        }
        for (vn.antin.crypto.receipt.ReceiptProblem.Reason reason :
                vn.antin.crypto.receipt.ReceiptProblem.Reason.values()) {
            assertThat(SdkProblem.words(reason).in(java.util.Locale.ENGLISH)).isNotBlank();
        }
    }
}

package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceProblem;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.receipt.ReceiptCheck;
import vn.antin.crypto.receipt.ReceiptProblem;
import vn.antin.crypto.receipt.SignedReceipt;
import vn.antin.crypto.seal.OpenResult;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.EventStream;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.transport.Progress;
import vn.antin.sdk.wire.ConsignmentView;
import vn.antin.sdk.wire.EventMessage;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.RegisterPage;
import vn.antin.sdk.wire.SubmissionAnswer;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WalkTest {
    private static final String MARKER = "DẤU-HIỆU-BÍ-MẬT-7319";

    @TempDir static Path folder;
    private World world;
    private Person sender;
    private Person recipient;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
        sender = world.one().enrol("nva", "Nguyễn Văn A", Level.TOI_MAT);
        recipient = world.two().enrol("ttb", "Trần Thị B", Level.TOI_MAT);
        world.acquaint();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private ConsignmentView view(Person who, String id) {
        try (GatewayClient client = who.client()) {
            return client.consignment(id);
        }
    }

    private Mailbox.DeliveryState state(Person who, String id) {
        return view(who, id).recipients().getFirst().state();
    }

    private static List<EvidenceEvent> events(ConsignmentView view) {
        return view.receipts().stream().map(r -> r.evidence().event()).toList();
    }

    private byte[] acknowledge(Person who, Sealed sealed) throws IOException, SealProblem {
        TrustStore trust = who.trust();
        try (GatewayClient client = who.client()) {
            Path file = folder.resolve(sealed.note().id() + ".got");
            client.download(
                    sealed.note().envelope().sha256(),
                    sealed.note().envelope().size(),
                    file,
                    Progress.NONE);
            byte[] outer = client.consignment(sealed.note().id()).outer();
            OpenResult result =
                    Opener.open(
                            OuterSignature.verify(outer, trust, world.clock().instant()),
                            Files.readAllBytes(file),
                            who.vault(),
                            trust,
                            world.clock().instant());
            Files.delete(file);
            OpenResult.Opened opened = (OpenResult.Opened) result;
            assertThat(opened.document().text()).isEqualTo(MARKER);
            byte[] receipt =
                    SignedReceipt.create(
                            opened, who.key(KeyLabel.SIGNATURE), world.clock().instant());
            List<EvidenceReceipt> handover = client.sendReceipt(sealed.note().id(), receipt);
            assertThat(handover)
                    .extracting(r -> r.evidence().event())
                    .containsExactly(EvidenceEvent.CONTENT_HANDOVER);
            assertThat(client.sendReceipt(sealed.note().id(), receipt)).isEqualTo(handover);
            return receipt;
        }
    }

    private void assertProven(EvidenceReceipt receipt, Office issuer)
            throws EvidenceProblem, LogProblem {
        LogKey key = LogKey.parse(issuer.gateway().card().logKey());
        assertThat(EvidenceVerifier.verify(receipt, key).evidence().issuer())
                .isEqualTo(issuer.endpoint());
    }

    @Test
    void a_document_walks_from_officer_to_officer_and_the_signed_receipt_comes_back()
            throws IOException,
                    InterruptedException,
                    SealProblem,
                    ReceiptProblem,
                    EvidenceProblem,
                    LogProblem {
        Sealed sealed = world.seal(sender, Level.MAT, MARKER, recipient);
        String id = sealed.note().id();
        SubmissionAnswer.Accepted accepted = world.send(sender, sealed);
        assertThat(accepted.receipts()).hasSize(1);
        assertProven(accepted.receipts().getFirst(), world.one());

        World.await("delivered", () -> state(sender, id) == Mailbox.DeliveryState.DELIVERED);
        try (GatewayClient client = recipient.client()) {
            assertThat(client.inbox(0)).extracting(Mailbox.InboxItem::consignment).contains(id);
        }
        byte[] receipt = acknowledge(recipient, sealed);
        World.await("handed over", () -> state(sender, id) == Mailbox.DeliveryState.HANDED_OVER);

        ConsignmentView view = view(sender, id);
        assertThat(events(view))
                .containsExactlyInAnyOrder(
                        EvidenceEvent.SUBMISSION_ACCEPTANCE,
                        EvidenceEvent.RELAY_ACCEPTANCE,
                        EvidenceEvent.CONTENT_CONSIGNMENT,
                        EvidenceEvent.CONTENT_HANDOVER);
        for (EvidenceReceipt each : view.receipts()) {
            boolean own = each.evidence().issuer().equals(world.one().endpoint());
            assertProven(each, own ? world.one() : world.two());
        }
        assertThat(view.signedReceipts()).hasSize(1);
        assertThat(view.signedReceipts().getFirst().receipt()).isEqualTo(receipt);
        assertThat(
                        ReceiptCheck.check(
                                        sealed.expectation(),
                                        receipt,
                                        sender.trust(),
                                        world.clock().instant())
                                .signer()
                                .endpoint())
                .isEqualTo(recipient.endpoint());
        assertRegistersComplete(id);
        assertOneTime(view);
        assertNoPlaintextOnDisk();
    }

    /** One act has one time: the registers on both sides show that of the evidence. */
    private void assertOneTime(ConsignmentView view) {
        Instant accepted = time(view, EvidenceEvent.SUBMISSION_ACCEPTANCE);
        Instant taken = time(view, EvidenceEvent.RELAY_ACCEPTANCE);
        Optional<Instant> signed = Optional.of(time(view, EvidenceEvent.CONTENT_HANDOVER));
        RegisterPage.Row out = row(sender, RegisterPage.Register.OUTGOING, view.consignment());
        assertThat(out.at()).isEqualTo(accepted);
        assertThat(out.signedAt()).isEqualTo(signed);
        RegisterPage.Row in = row(recipient, RegisterPage.Register.INCOMING, view.consignment());
        assertThat(in.at()).isEqualTo(taken);
        assertThat(in.signedAt()).isEqualTo(signed);
        RegisterPage.Row handover = row(sender, RegisterPage.Register.HANDOVER, view.consignment());
        assertThat(handover.signedAt()).isEqualTo(signed);
    }

    private static Instant time(ConsignmentView view, EvidenceEvent event) {
        return view.receipts().stream()
                .filter(r -> r.evidence().event() == event)
                .findFirst()
                .orElseThrow()
                .evidence()
                .time();
    }

    private RegisterPage.Row row(Person who, RegisterPage.Register book, String id) {
        int year = world.clock().instant().atZone(java.time.ZoneOffset.UTC).getYear();
        try (GatewayClient client = who.client()) {
            return client.register(book, year).rows().stream()
                    .filter(row -> row.consignment().equals(id))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void assertRegistersComplete(String id) {
        int year = world.clock().instant().atZone(java.time.ZoneOffset.UTC).getYear();
        try (GatewayClient client = world.one().custodian().client()) {
            for (RegisterPage.Register book :
                    List.of(RegisterPage.Register.OUTGOING, RegisterPage.Register.HANDOVER)) {
                assertThat(client.register(book, year).rows())
                        .as(book.code())
                        .anyMatch(
                                row -> row.consignment().equals(id) && row.signedAt().isPresent());
            }
        }
        try (GatewayClient client = recipient.client()) {
            assertThat(client.register(RegisterPage.Register.INCOMING, year).rows())
                    .anyMatch(row -> row.consignment().equals(id) && row.signedAt().isPresent());
        }
    }

    private static void assertNoPlaintextOnDisk() throws IOException {
        String marker =
                new String(MARKER.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains(marker)).as(file.toString()).isFalse();
            }
        }
    }

    @Test
    void a_document_within_one_agency_goes_straight_into_the_box() throws IOException, SealProblem {
        Person colleague = world.one().enrol("lvc", "Lê Văn C", Level.MAT);
        Sealed sealed = world.seal(sender, Level.MAT, MARKER, colleague);
        world.send(sender, sealed);
        assertThat(state(sender, sealed.note().id())).isEqualTo(Mailbox.DeliveryState.DELIVERED);
        byte[] receipt = acknowledge(colleague, sealed);
        ConsignmentView view = view(sender, sealed.note().id());
        assertThat(events(view))
                .containsExactly(
                        EvidenceEvent.SUBMISSION_ACCEPTANCE,
                        EvidenceEvent.CONTENT_CONSIGNMENT,
                        EvidenceEvent.CONTENT_HANDOVER);
        assertThat(view.signedReceipts().getFirst().receipt()).isEqualTo(receipt);
    }

    @Test
    void the_same_submission_gets_the_same_answer_before_and_after_a_restart() throws IOException {
        Sealed sealed = world.seal(sender, Level.MAT, MARKER, recipient);
        SubmissionAnswer first = world.send(sender, sealed);
        try (GatewayClient client = sender.client()) {
            assertThat(client.submit(sealed.outerSignature()).toJson()).isEqualTo(first.toJson());
        }
        world.one().restart();
        world.clock().move(Duration.ofMinutes(20));
        try (GatewayClient client = sender.client()) {
            assertThat(client.submit(sealed.outerSignature()).toJson()).isEqualTo(first.toJson());
        }
    }

    @Test
    void what_cannot_be_relayed_now_is_relayed_when_the_peer_is_back()
            throws IOException, InterruptedException {
        Sealed sealed = world.seal(sender, Level.MAT, MARKER, recipient);
        world.two().stop();
        try {
            world.send(sender, sealed);
            assertThat(state(sender, sealed.note().id())).isEqualTo(Mailbox.DeliveryState.ACCEPTED);
        } finally {
            world.two().start();
        }
        World.await(
                "delivered",
                () -> state(sender, sealed.note().id()) == Mailbox.DeliveryState.DELIVERED);
    }

    @Test
    void the_recipient_is_told_by_events_and_can_go_on_after_the_last_one() throws IOException {
        long last;
        Sealed sealed = world.seal(sender, Level.MAT, MARKER, recipient);
        try (HttpsTransport transport = recipient.transport(recipient.trust());
                EventStream stream = new EventStream(transport, 0)) {
            world.send(sender, sealed);
            Optional<EventMessage> message;
            do {
                message = stream.next(Duration.ofSeconds(20));
                assertThat(message).isPresent();
            } while (!message.get().consignment().equals(sealed.note().id()));
            assertThat(message.get().kind()).isEqualTo(EventMessage.Kind.CONSIGNMENT);
            last = message.get().seq();
        }
        Sealed next = world.seal(sender, Level.MAT, MARKER, recipient);
        world.send(sender, next);
        try (HttpsTransport transport = recipient.transport(recipient.trust());
                EventStream stream = new EventStream(transport, last)) {
            Optional<EventMessage> message;
            do {
                message = stream.next(Duration.ofSeconds(20));
                assertThat(message).isPresent();
                assertThat(message.get().seq()).isGreaterThan(last);
                assertThat(message.get().consignment()).isNotEqualTo(sealed.note().id());
            } while (!message.get().consignment().equals(next.note().id()));
        }
    }
}

package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.Call;
import vn.antin.sdk.transport.GatewayException;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.transport.HttpsTransport;
import vn.antin.sdk.transport.Progress;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SubmissionAnswer;
import vn.antin.sdk.wire.Suspension;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
    @TempDir static Path folder;
    private World world;
    private Person sender;
    private Person recipient;

    @BeforeAll
    void start() throws IOException {
        world = new World(folder);
        sender = world.one().enrol("nva", "Nguyễn Văn A", Level.TOI_MAT);
        recipient = world.two().enrol("ttb", "Trần Thị B", Level.MAT);
        world.acquaint();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static Problem refused(Step step, ProblemCode code) {
        GatewayProblem problem = catchThrowableOfType(GatewayProblem.class, () -> step.run());
        assertThat(problem).isNotNull();
        assertThat(problem.code()).as(problem.getMessage()).isEqualTo(code);
        assertThat(problem.problem().detail()).isNotBlank();
        assertThat(problem.problem().detailEn()).isNotBlank();
        return problem.problem();
    }

    @Test
    void without_the_clearance_nothing_is_stored_and_every_reason_is_told_with_evidence() {
        Sealed sealed = world.seal(sender, Level.TOI_MAT, "x", recipient);
        try (GatewayClient client = sender.client()) {
            Problem problem =
                    refused(
                            () -> client.submit(sealed.outerSignature()),
                            ProblemCode.POLICY_DENIED);
            assertThat(problem.reasons())
                    .extracting(Problem.Reason::code)
                    .contains("clearance.recipient");
            assertThat(problem.reasons()).allMatch(r -> !r.vietnamese().isBlank());
            assertThat(problem.evidence())
                    .extracting(r -> r.evidence().event())
                    .containsExactly(EvidenceEvent.SUBMISSION_REJECTION);
            Problem again =
                    refused(
                            () -> client.submit(sealed.outerSignature()),
                            ProblemCode.POLICY_DENIED);
            assertThat(again.evidence()).isEqualTo(problem.evidence());
            refused(
                    () ->
                            client.upload(
                                    sealed.note().envelope().sha256(),
                                    world.file(sealed),
                                    Progress.NONE),
                    ProblemCode.NOT_FOUND);
            refused(() -> client.consignment(sealed.note().id()), ProblemCode.NOT_FOUND);
            assertThat(client.outbox(0))
                    .extracting(Mailbox.OutboxItem::consignment)
                    .doesNotContain(sealed.note().id());
        }
    }

    @Test
    void who_is_suspended_is_told_so_at_once_and_who_is_revoked_is_shut_out() {
        Person leaving = world.one().enrol("rdi", "Người Ra Đi", Level.MAT);
        try (GatewayClient client = leaving.client();
                GatewayClient custodian = world.one().custodian().client()) {
            assertThat(client.health().gateway()).isEqualTo(world.one().endpoint());
            custodian.suspend(leaving.endpoint(), new Suspension("nghỉ phép", false));
            refused(client::health, ProblemCode.SUSPENDED);
            custodian.suspend(leaving.endpoint(), new Suspension("mất thẻ", true));
            refused(client::health, ProblemCode.UNAUTHENTICATED);
        }
        TrustStore trust = world.one().custodian().trust();
        try (HttpsTransport later = leaving.transport(trust);
                GatewayClient client = new GatewayClient(later)) {
            refused(client::health, ProblemCode.UNAUTHENTICATED);
        }
    }

    @Test
    void a_suspension_is_lifted_and_both_orders_are_kept_with_who_when_and_why() {
        Person away = world.one().enrol("vang", "Người Vắng", Level.MAT);
        EndpointId custodianId = world.one().custodian().endpoint();
        try (GatewayClient client = away.client();
                GatewayClient custodian = world.one().custodian().client()) {
            custodian.suspend(away.endpoint(), new Suspension("nghỉ phép", false));
            custodian.suspend(away.endpoint(), new Suspension("nghỉ phép", false));
            Problem told = refused(client::health, ProblemCode.SUSPENDED);
            assertThat(told.detail())
                    .contains(custodianId.toString(), "+07:00")
                    .doesNotContain("nghỉ phép");
            refused(
                    () -> client.resume(away.endpoint(), new Suspension.Resumption("tôi")),
                    ProblemCode.SUSPENDED);
            custodian.resume(away.endpoint(), new Suspension.Resumption("đã trở lại"));
            custodian.resume(away.endpoint(), new Suspension.Resumption("đã trở lại"));
            assertThat(client.health().gateway()).isEqualTo(world.one().endpoint());
            assertThat(entry(custodian, away).orders())
                    .extracting(
                            DirectoryEntry.Order::act,
                            DirectoryEntry.Order::custodian,
                            DirectoryEntry.Order::reason)
                    .containsExactly(
                            tuple("enrol", Optional.of(custodianId), Optional.empty()),
                            tuple("suspend", Optional.of(custodianId), Optional.of("nghỉ phép")),
                            tuple("resume", Optional.of(custodianId), Optional.of("đã trở lại")));
            assertThat(entry(client, away).orders()).isEmpty();
            assertThat(entry(custodian, away).state()).isEqualTo(DirectoryEntry.State.ACTIVE);
        }
    }

    @Test
    void only_a_suspension_can_be_lifted_and_only_by_another_custodian_with_a_reason() {
        Person gone = world.one().enrol("dihan", "Người Đi Hẳn", Level.MAT);
        Person other = world.one().enrol("bancung", "Bạn Cùng", Level.MAT);
        Suspension.Resumption lift = new Suspension.Resumption("trở lại");
        try (GatewayClient client = other.client();
                GatewayClient custodian = world.one().custodian().client()) {
            EndpointId self = world.one().custodian().endpoint();
            refused(() -> client.resume(gone.endpoint(), lift), ProblemCode.FORBIDDEN);
            refused(() -> custodian.resume(self, lift), ProblemCode.CONFLICT);
            refused(() -> custodian.resume(gone.endpoint(), lift), ProblemCode.CONFLICT);
            for (String reason : List.of("", " ", "a\nb", "x".repeat(501))) {
                refused(
                        () -> custodian.suspend(gone.endpoint(), new Suspension(reason, false)),
                        ProblemCode.MALFORMED);
            }
            custodian.suspend(gone.endpoint(), new Suspension("nghỉ hưu", true));
            refused(() -> custodian.resume(gone.endpoint(), lift), ProblemCode.CONFLICT);
            refused(
                    () -> custodian.resume(EndpointId.parse("H26.01/khong-co"), lift),
                    ProblemCode.NOT_FOUND);
        }
    }

    private static DirectoryEntry entry(GatewayClient client, Person person) {
        return client.directory(person.endpoint().toString()).getFirst();
    }

    @Test
    void who_is_suspended_at_the_peer_is_known_here_after_the_first_refusal() throws Exception {
        Person leaving = world.two().enrol("nghi", "Người Nghỉ", Level.MAT);
        world.acquaint();
        try (GatewayClient client = sender.client();
                GatewayClient custodian = world.two().custodian().client()) {
            assertThat(isActive(client, leaving)).isTrue();
            Sealed sealed = world.seal(sender, Level.MAT, "x", leaving);
            custodian.suspend(leaving.endpoint(), new Suspension("nghỉ phép", false));
            SubmissionAnswer.Accepted unused = world.send(sender, sealed);
            World.await("the suspension", () -> !isActive(client, leaving));
        }
    }

    private static boolean isActive(GatewayClient client, Person person) {
        return client.directory("").stream()
                .filter(entry -> entry.endpoint().equals(person.endpoint()))
                .anyMatch(entry -> entry.state() == DirectoryEntry.State.ACTIVE);
    }

    @Test
    void a_certificate_of_no_known_authority_does_not_finish_the_handshake() throws IOException {
        try (Office stranger =
                new Office("H99.09", "Người lạ", "P9", folder.resolve("x"), world.clock())) {
            Person unknown = stranger.custodian();
            try (HttpsTransport transport =
                            new HttpsTransport(
                                    world.one().url(),
                                    world.one().endpoint(),
                                    unknown.identity(),
                                    () -> world.one().custodian().trust(),
                                    world.clock());
                    GatewayClient client = new GatewayClient(transport)) {
                assertThatThrownBy(client::health).isInstanceOf(GatewayException.class);
            }
        }
    }

    @Test
    void a_changed_outer_signature_is_refused() {
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        byte[] changed = sealed.outerSignature().clone();
        changed[changed.length - 5] ^= 1;
        try (GatewayClient client = sender.client()) {
            refused(() -> client.submit(changed), ProblemCode.BAD_SIGNATURE);
        }
    }

    @Test
    void nobody_submits_for_another() {
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        Person other = world.one().enrol("khac", "Người Khác", Level.TOI_MAT);
        try (GatewayClient client = other.client()) {
            refused(() -> client.submit(sealed.outerSignature()), ProblemCode.FORBIDDEN);
        }
        Person gateway = world.two().asCaller(world.one());
        try (GatewayClient client = gateway.client()) {
            refused(() -> client.submit(sealed.outerSignature()), ProblemCode.FORBIDDEN);
        }
    }

    @Test
    void a_signing_time_far_from_the_clock_is_refused_with_both_numbers() {
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        world.clock().move(Duration.ofMinutes(6));
        try (GatewayClient client = sender.client()) {
            Problem problem =
                    refused(() -> client.submit(sealed.outerSignature()), ProblemCode.CLOCK);
            assertThat(problem.detail()).contains("300");
        } finally {
            world.clock().move(Duration.ofMinutes(-6));
        }
    }

    @Test
    void a_signature_from_the_future_is_refused_with_the_time_of_the_gateway() {
        world.clock().move(Duration.ofHours(1));
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        world.clock().move(Duration.ofHours(-1));
        try (GatewayClient client = sender.client()) {
            Problem problem =
                    refused(() -> client.submit(sealed.outerSignature()), ProblemCode.CLOCK);
            assertThat(List.of(problem.detail(), problem.detailEn()))
                    .allMatch(words -> words.contains("300") && !words.contains("{"))
                    .allMatch(words -> words.matches("(?s).*[0-9]{2}:[0-9]{2}.*"));
        }
    }

    @Test
    void one_id_is_for_one_content() throws IOException {
        String id = UUID.randomUUID().toString();
        Sealed first = world.seal(sender, world.document(Level.MAT, "một"), id, recipient);
        world.send(sender, first);
        Sealed second = world.seal(sender, world.document(Level.MAT, "hai"), id, recipient);
        try (GatewayClient client = sender.client()) {
            refused(() -> client.submit(second.outerSignature()), ProblemCode.CONFLICT);
        }
    }

    @Test
    void a_broken_upload_goes_on_where_it_ended_and_other_bytes_are_dropped() throws IOException {
        Sealed sealed = world.seal(sender, Level.MAT, "x".repeat(200_000), recipient);
        byte[] bytes = sealed.envelope();
        TrustStore trust = sender.trust();
        try (HttpsTransport transport = sender.transport(trust);
                GatewayClient client = new GatewayClient(sender.transport(trust))) {
            assertThat(client.submit(sealed.outerSignature()))
                    .isInstanceOf(SubmissionAnswer.AwaitingBlobs.class);
            String path = Api.blob(sealed.note().envelope().sha256());
            transport.exchange(
                    Call.patch(path, Api.PARTIAL_UPLOAD, bytes, 1000).with(Api.UPLOAD_OFFSET, "0"));
            refused(
                    () ->
                            transport.exchange(
                                    Call.patch(path, Api.PARTIAL_UPLOAD, bytes, 10)
                                            .with(Api.UPLOAD_OFFSET, "7")),
                    ProblemCode.OFFSET_MISMATCH);
            world.one().restart();
            assertThat(transport.exchange(Call.head(path)).number(Api.UPLOAD_OFFSET))
                    .hasValue(1000);
            byte[] wrong = Arrays.copyOfRange(bytes, 1000, bytes.length);
            wrong[3] ^= 1;
            refused(
                    () ->
                            transport.exchange(
                                    Call.patch(path, Api.PARTIAL_UPLOAD, wrong, wrong.length)
                                            .with(Api.UPLOAD_OFFSET, "1000")),
                    ProblemCode.DIGEST_MISMATCH);
            try (FileChannel file = FileChannel.open(Files.write(folder.resolve("b"), bytes))) {
                client.upload(sealed.note().envelope().sha256(), file, Progress.NONE);
            }
            assertThat(client.submit(sealed.outerSignature()))
                    .isInstanceOf(SubmissionAnswer.Accepted.class);
        }
    }

    @Test
    void a_recipient_fetches_only_what_is_for_that_recipient()
            throws IOException, InterruptedException {
        Person other = world.two().enrol("pvd", "Phạm Văn D", Level.MAT);
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        world.send(sender, sealed);
        try (GatewayClient theirs = recipient.client();
                GatewayClient others = other.client()) {
            World.await("arrived", () -> isThere(theirs, sealed));
            refused(() -> others.consignment(sealed.note().id()), ProblemCode.NOT_FOUND);
            Path target = folder.resolve("stolen");
            refused(
                    () ->
                            others.download(
                                    sealed.note().envelope().sha256(),
                                    sealed.note().envelope().size(),
                                    target,
                                    Progress.NONE),
                    ProblemCode.NOT_FOUND);
        }
        String blob = Api.blob(sealed.note().envelope().sha256());
        String past = "bytes=" + sealed.note().envelope().size() + "-";
        try (HttpsTransport transport = recipient.transport(recipient.trust())) {
            refused(
                    () -> transport.exchange(Call.get(blob).with("Range", past)),
                    ProblemCode.RANGE_NOT_SATISFIABLE);
        }
    }

    private static boolean isThere(GatewayClient client, Sealed sealed) {
        return client.inbox(0).stream()
                .anyMatch(item -> item.consignment().equals(sealed.note().id()));
    }

    @Test
    void forged_evidence_of_a_peer_changes_nothing() throws IOException, InterruptedException {
        Sealed sealed = world.seal(sender, Level.MAT, "x", recipient);
        String id = sealed.note().id();
        world.send(sender, sealed);
        try (GatewayClient client = sender.client()) {
            World.await(
                    "delivered",
                    () ->
                            client.consignment(id).recipients().getFirst().state()
                                    == Mailbox.DeliveryState.DELIVERED);
            EvidenceReceipt real =
                    client.consignment(id).receipts().stream()
                            .filter(r -> r.evidence().event() == EvidenceEvent.CONTENT_CONSIGNMENT)
                            .findFirst()
                            .orElseThrow();
            EvidenceReceipt forged =
                    new EvidenceReceipt(handover(real.evidence()), real.salt(), real.proof());
            try (GatewayClient peer = world.two().asCaller(world.one()).client()) {
                refused(
                        () -> peer.sendEvidence(id, new EvidenceUpload(List.of(forged), List.of())),
                        ProblemCode.BAD_SIGNATURE);
                refused(
                        () ->
                                peer.sendEvidence(
                                        UUID.randomUUID().toString(),
                                        new EvidenceUpload(List.of(real), List.of())),
                        ProblemCode.NOT_FOUND);
            }
            refused(
                    () -> client.sendEvidence(id, new EvidenceUpload(List.of(real), List.of())),
                    ProblemCode.FORBIDDEN);
            assertThat(client.consignment(id).recipients().getFirst().state())
                    .isEqualTo(Mailbox.DeliveryState.DELIVERED);
        }
    }

    private static Evidence handover(Evidence e) {
        return new Evidence(
                e.id(),
                EvidenceEvent.CONTENT_HANDOVER,
                e.time(),
                e.issuer(),
                e.log(),
                e.consignment(),
                e.sender(),
                e.recipient(),
                e.outerSignature(),
                e.envelope(),
                e.mark(),
                List.of(),
                Optional.of(e.envelope()),
                e.policy());
    }

    @Test
    void only_a_custodian_enrols_and_only_with_proof() {
        SoftwareVault keys = Person.keys();
        Enrolment.Request request =
                world.one().request("moi", "Người Mới", Optional.of(Level.MAT), keys);
        try (GatewayClient client = sender.client();
                GatewayClient custodian = world.one().custodian().client()) {
            refused(() -> client.enrol(request), ProblemCode.FORBIDDEN);
            Enrolment.Challenge challenge = custodian.enrol(request);
            refused(
                    () -> custodian.prove(challenge.id(), new Enrolment.Proof(new byte[32])),
                    ProblemCode.BAD_SIGNATURE);
            Enrolment.Proof proof = new Enrolment.Proof(Office.answer(challenge, keys));
            Enrolment.Result first = custodian.prove(challenge.id(), proof);
            assertThat(custodian.prove(challenge.id(), proof)).isEqualTo(first);
            refused(() -> custodian.enrol(request), ProblemCode.CONFLICT);
        }
    }

    @Test
    void a_peer_sees_only_our_own_endpoints_and_no_registers() {
        try (GatewayClient peer = world.two().asCaller(world.one()).client()) {
            assertThat(peer.directory(""))
                    .isNotEmpty()
                    .allMatch(e ->
                            e.endpoint()
                                    .organization()
                                    .equals(world.one().config().organization()));
            refused(peer::peers, ProblemCode.FORBIDDEN);
        }
        try (GatewayClient client = sender.client()) {
            assertThat(client.directory("Trần Thị")).hasSize(1);
        }
    }
}

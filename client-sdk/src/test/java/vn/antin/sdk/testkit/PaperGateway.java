package vn.antin.sdk.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vn.antin.crypto.bc.tsp.TimeStampAuthority;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EncryptionKeyChallenge;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.receipt.ReceiptCheck;
import vn.antin.crypto.receipt.VerifiedReceipt;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.label.Level;
import vn.antin.sdk.transport.TinyBlobs;
import vn.antin.sdk.transport.TinyGateway;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.ConsignmentView;
import vn.antin.sdk.wire.Deployment;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SubmissionAnswer;
import vn.antin.sdk.wire.TrustBundle;

/** One agency's gateway: takes everything from everybody who is enrolled. */
public final class PaperGateway implements AutoCloseable {
    /** Whether it says that it is an exercise. */
    public volatile boolean exercise = true;

    /** Levels that it wants in the quantum-safe layer. */
    public volatile Set<Level> nested = Set.of();

    /** Refuses submissions with this problem while set. */
    public Optional<Problem> refusal = Optional.empty();

    private final TestAgency agency;
    private final TinyGateway server;
    private final PaperLog log;
    private final Map<EndpointId, DirectoryEntry> directory = new LinkedHashMap<>();
    private final Map<String, Held> held = new LinkedHashMap<>();
    private final Map<Digest, TinyBlobs> blobs = new HashMap<>();

    /** What it holds of one consignment. */
    private static final class Held {
        final byte[] outer;
        final ConsignmentNote note;
        final List<EvidenceReceipt> receipts = new ArrayList<>();
        final List<EvidenceUpload.RecipientReceipt> signed = new ArrayList<>();

        Held(byte[] outer, ConsignmentNote note) {
            this.outer = outer;
            this.note = note;
        }
    }

    /** Starts it. */
    public PaperGateway(TestAgency agency) throws IOException {
        this.agency = agency;
        this.server = new TinyGateway(agency);
        this.log =
                new PaperLog(
                        Evidence.logOf(agency.organization()), agency.vault().signer(KeyLabel.LOG));
        server.on(Api.TRUST, e -> json(e, 200, trust().toJson()));
        server.on(
                Api.DIRECTORY,
                e ->
                        json(
                                e,
                                200,
                                new DirectoryEntry.Page(List.copyOf(directory.values())).toJson()));
        server.on(Api.CONSIGNMENTS, this::submit);
        server.on(Api.INBOX, this::inbox);
        server.on(Api.ENROLMENTS, this::enrol);
        TestAgency.Member keys = agency.gateway();
        var stamps =
                new TimeStampAuthority(
                        keys.vault().signer(KeyLabel.TIMESTAMP),
                        keys.certificate(KeyLabel.TIMESTAMP),
                        new SecureRandom());
        server.on(
                Api.TSA,
                e -> {
                    try {
                        TinyGateway.answer(
                                e,
                                200,
                                stamps.answer(e.getRequestBody().readAllBytes(), agency.now()));
                    } catch (TimeStampProblem problem) {
                        throw new IOException(problem);
                    }
                });
        server.on(Api.LOG_CHECKPOINT, e -> TinyGateway.answer(e, 200, log.checkpoint()));
    }

    /** The server. */
    public TinyGateway server() {
        return server;
    }

    /** Its log. */
    public PaperLog log() {
        return log;
    }

    /** Its endpoint. */
    public EndpointId endpoint() {
        return EndpointId.gatewayOf(agency.organization());
    }

    /** Lists an officer. */
    public void list(TestAgency.Member member, DirectoryEntry.State state) {
        server.on(Api.ENDPOINTS + "/" + member.endpoint() + "/kem-key", this::kemKey);
        directory.put(
                member.endpoint(),
                new DirectoryEntry(
                        member.endpoint(),
                        EndpointKind.OFFICER,
                        member.commonName(),
                        agency.name(),
                        Optional.empty(),
                        endpoint(),
                        Optional.of(
                                new DirectoryEntry.ClearanceLine(
                                        Level.TOI_MAT, java.time.LocalDate.of(2030, 1, 1))),
                        Optional.of(member.signature()),
                        Optional.of(member.authentication()),
                        Optional.of(member.encryption()),
                        state,
                        List.of()));
    }

    private void kemKey(HttpExchange exchange) throws IOException {
        KemStatement statement =
                KemStatement.fromJson(JsonObject.parse(exchange.getRequestBody().readAllBytes()));
        directory.computeIfPresent(
                statement.unverifiedEndpoint(), (id, entry) -> with(entry, statement));
        json(exchange, 200, JsonObject.builder().put("endpoint", "x").build());
    }

    private static DirectoryEntry with(DirectoryEntry entry, KemStatement statement) {
        return new DirectoryEntry(
                entry.endpoint(),
                entry.kind(),
                entry.name(),
                entry.organizationName(),
                entry.unit(),
                entry.gateway(),
                entry.clearance(),
                entry.signatureCertificate(),
                entry.authenticationCertificate(),
                entry.encryptionCertificate(),
                entry.state(),
                entry.orders(),
                Optional.of(statement),
                entry.roles());
    }

    private TrustBundle trust() {
        TrustStore trust = agency.trustStore();
        return new TrustBundle(
                agency.ca(),
                trust.intermediates(),
                trust.crls(),
                List.of(new TrustBundle.GatewayLogKey(endpoint(), log.key().text())),
                new Deployment(exercise, false, "Máy A", "Device A", nested),
                "records");
    }

    private synchronized void submit(HttpExchange exchange) throws IOException {
        byte[] outer = exchange.getRequestBody().readAllBytes();
        if (refusal.isPresent()) {
            json(exchange, refusal.get().code().status(), refusal.get().toJson());
            return;
        }
        ConsignmentNote note;
        try {
            note = OuterSignature.verify(outer, agency.trustStore(), agency.now()).note();
        } catch (SealProblem e) {
            problem(exchange, ProblemCode.BAD_SIGNATURE);
            return;
        }
        List<BlobRef> refs = new ArrayList<>(note.attachments());
        refs.add(note.envelope());
        List<SubmissionAnswer.MissingBlob> missing = new ArrayList<>();
        for (BlobRef ref : refs) {
            TinyBlobs blob =
                    blobs.computeIfAbsent(ref.sha256(), any -> new TinyBlobs((int) ref.size()));
            server.on(Api.blob(ref.sha256()), blob::handle);
            if (!Digest.of(blob.bytes()).equals(ref.sha256())) {
                missing.add(
                        new SubmissionAnswer.MissingBlob(
                                ref.sha256(), ref.size(), blob.bytes().length));
            }
        }
        if (!missing.isEmpty()) {
            json(exchange, 202, new SubmissionAnswer.AwaitingBlobs(note.id(), missing).toJson());
            return;
        }
        Held consignment = held.computeIfAbsent(note.id(), any -> accepted(outer, note));
        json(
                exchange,
                201,
                new SubmissionAnswer.Accepted(note.id(), consignment.receipts).toJson());
    }

    private Held accepted(byte[] outer, ConsignmentNote note) {
        Held consignment = new Held(outer, note);
        for (Recipient recipient : note.recipients()) {
            consignment.receipts.add(
                    log.enter(
                            evidence(
                                    consignment,
                                    EvidenceEvent.SUBMISSION_ACCEPTANCE,
                                    recipient.endpoint(),
                                    Optional.empty())));
        }
        server.on(Api.consignment(note.id()), e -> json(e, 200, view(consignment).toJson()));
        server.on(Api.receipt(note.id()), e -> receipt(consignment, e));
        return consignment;
    }

    private Evidence evidence(
            Held consignment, EvidenceEvent event, EndpointId recipient, Optional<Digest> receipt) {
        return new Evidence(
                UUID.randomUUID().toString(),
                event,
                agency.now(),
                endpoint(),
                Evidence.logOf(agency.organization()),
                consignment.note.id(),
                consignment.note.sender(),
                Optional.of(recipient),
                Digest.of(consignment.outer),
                consignment.note.envelope().sha256(),
                consignment.note.label().level().outerMark(),
                List.of(),
                receipt,
                "vn-2025@1");
    }

    private static ConsignmentView view(Held consignment) {
        Instant since = consignment.note.sentAt();
        return new ConsignmentView(
                consignment.note.id(),
                consignment.note.toBytes(),
                consignment.outer,
                consignment.note.recipients().stream()
                        .map(r ->
                                new Mailbox.RecipientState(
                                        r.endpoint(),
                                        r.endpoint().toString(),
                                        consignment.signed.isEmpty()
                                                ? Mailbox.DeliveryState.DELIVERED
                                                : Mailbox.DeliveryState.HANDED_OVER,
                                        since,
                                        r.sequence()))
                        .toList(),
                consignment.receipts,
                consignment.signed);
    }

    private synchronized void receipt(Held consignment, HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readAllBytes();
        try {
            VerifiedReceipt verified =
                    ReceiptCheck.signatureOnly(bytes, agency.trustStore(), agency.now());
            EvidenceReceipt handover =
                    log.enter(
                            evidence(
                                    consignment,
                                    EvidenceEvent.CONTENT_HANDOVER,
                                    verified.signer().endpoint(),
                                    Optional.of(Digest.of(bytes))));
            consignment.receipts.add(handover);
            consignment.signed.add(
                    new EvidenceUpload.RecipientReceipt(verified.signer().endpoint(), bytes));
            json(
                    exchange,
                    201,
                    JsonObject.builder()
                            .putObjects("receipts", List.of(handover.toJson()))
                            .build());
        } catch (vn.antin.crypto.receipt.ReceiptProblem e) {
            problem(exchange, ProblemCode.BAD_SIGNATURE);
        }
    }

    private synchronized void inbox(HttpExchange exchange) throws IOException {
        List<Mailbox.InboxItem> items = new ArrayList<>();
        for (Held consignment : held.values()) {
            ConsignmentNote note = consignment.note;
            items.add(
                    new Mailbox.InboxItem(
                            items.size() + 1L,
                            note.id(),
                            note.sender(),
                            note.sender().toString(),
                            note.label().level(),
                            note.urgency(),
                            note.sentAt(),
                            agency.now(),
                            note.receiptDeadline(),
                            Mailbox.DeliveryState.DELIVERED));
        }
        json(exchange, 200, new Mailbox.InboxPage(items).toJson());
    }

    private void enrol(HttpExchange exchange) throws IOException {
        Enrolment.Request request =
                Enrolment.Request.fromJson(
                        JsonObject.parse(exchange.getRequestBody().readAllBytes()));
        try {
            Enrolling enrolling = new Enrolling(agency, request);
            EncryptionKeyChallenge.Issued issued =
                    EncryptionKeyChallenge.issue(
                            enrolling.result().encryptionCertificate().orElseThrow().getPublicKey(),
                            new SecureRandom());
            String id = UUID.randomUUID().toString();
            server.on(
                    Api.enrolmentProof(id),
                    e -> {
                        Enrolment.Proof proof =
                                Enrolment.Proof.fromJson(
                                        JsonObject.parse(e.getRequestBody().readAllBytes()));
                        if (issued.isAnsweredBy(proof.answer())) {
                            json(e, 201, enrolling.result().toJson());
                        } else {
                            problem(e, ProblemCode.BAD_SIGNATURE);
                        }
                    });
            json(exchange, 202, new Enrolment.Challenge(id, issued.challenge()).toJson());
        } catch (vn.antin.crypto.cert.CertificateProblem e) {
            problem(exchange, ProblemCode.BAD_SIGNATURE);
        }
    }

    private static void problem(HttpExchange exchange, ProblemCode code) throws IOException {
        json(exchange, code.status(), Problem.of(code, "", "").toJson());
    }

    private static void json(HttpExchange exchange, int status, JsonObject json)
            throws IOException {
        if (!(exchange instanceof HttpsExchange)) {
            throw new IOException("TLS only");
        }
        TinyGateway.answer(exchange, status, json.canonicalBytes());
    }

    @Override
    public void close() {
        server.close();
    }
}

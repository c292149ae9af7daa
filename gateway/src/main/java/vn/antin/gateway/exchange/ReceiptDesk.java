package vn.antin.gateway.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.receipt.ReceiptCheck;
import vn.antin.crypto.receipt.ReceiptProblem;
import vn.antin.crypto.receipt.VerifiedReceipt;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.consignment.DeliveryRecord;
import vn.antin.gateway.consignment.SignedReceiptRecord;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.evidence.EvidenceDesk;
import vn.antin.gateway.evidence.PeerEvidence;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Refused;
import vn.antin.gateway.records.RegisterKind;
import vn.antin.gateway.records.RegisterRow;
import vn.antin.policies.decision.Decision;
import vn.antin.policies.rule.Act;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Takes what recipients sign (ký nhận), and what peers state about consignments that went to them.
 * Thread-safe.
 *
 * <p>A gateway cannot see the inner signature that a receipt answers; it checks who signed and that
 * the receipt is for this consignment. The sender's client checks the rest.
 */
public final class ReceiptDesk {
    private static final Logger LOG = System.getLogger(ReceiptDesk.class.getName());

    private static final Set<EvidenceEvent> OF_A_PEER =
            Set.of(
                    EvidenceEvent.RELAY_ACCEPTANCE,
                    EvidenceEvent.CONTENT_CONSIGNMENT,
                    EvidenceEvent.CONTENT_CONSIGNMENT_FAILURE,
                    EvidenceEvent.CONSIGNMENT_NOTIFICATION,
                    EvidenceEvent.CONTENT_HANDOVER,
                    EvidenceEvent.CONTENT_HANDOVER_FAILURE);

    private final EndpointId self;
    private final Store store;
    private final PolicyDesk policy;
    private final EvidenceDesk evidence;
    private final Supplier<TrustStore> trust;
    private final Consumer<Set<EndpointId>> committed;
    private final InstantSource clock;

    /**
     * @param self this gateway
     * @param store durable state
     * @param policy decides
     * @param evidence states what happened
     * @param trust the trust of the moment
     * @param committed told after each commit, with the endpoints that have news
     * @param clock the time
     */
    public ReceiptDesk(
            EndpointId self,
            Store store,
            PolicyDesk policy,
            EvidenceDesk evidence,
            Supplier<TrustStore> trust,
            Consumer<Set<EndpointId>> committed,
            InstantSource clock) {
        this.self = self;
        this.store = store;
        this.policy = policy;
        this.evidence = evidence;
        this.trust = trust;
        this.committed = committed;
        this.clock = clock;
    }

    /**
     * A recipient signs for a consignment.
     *
     * @return ContentHandover; when the recipient signed before, the evidence of then
     * @throws Refused NOT_FOUND, FORBIDDEN, BAD_SIGNATURE, CERTIFICATE or POLICY_DENIED
     */
    public List<EvidenceReceipt> acknowledge(Caller caller, String id, byte[] receipt) {
        Instant now = now();
        ConsignmentRecord consignment = consignmentTo(caller, id);
        List<EvidenceReceipt> before = handovers(id, caller.endpoint());
        if (!before.isEmpty()) {
            return before;
        }
        VerifiedReceipt verified = verify(receipt, id, caller.endpoint(), now);
        requireEnrolled(caller.endpoint(), verified);
        Decision decision =
                store.read(view ->
                        policy.judge(
                                Act.ACKNOWLEDGE,
                                consignment.note(),
                                caller.endpoint(),
                                view.directory(),
                                now));
        if (decision instanceof Decision.Deny deny) {
            throw Refused.byPolicy(id, deny.reasons(), List.of());
        }
        Committed<Boolean> done =
                Exchange.durable(
                        store, tx -> handOver(tx, consignment, caller.endpoint(), verified, now()));
        if (!done.value()) {
            return handovers(id, caller.endpoint());
        }
        committed.accept(Set.of(consignment.note().sender()));
        LOG.log(Level.INFO, "{0} signed for {1}", caller.endpoint(), id);
        return done.receipts();
    }

    private ConsignmentRecord consignmentTo(Caller caller, String id) {
        Optional<ConsignmentRecord> consignment =
                store.read(view -> {
                    Optional<DeliveryRecord> delivery =
                            view.consignments().delivery(id, caller.endpoint());
                    return delivery.filter(d -> d.gateway().equals(self))
                            .flatMap(d -> view.consignments().consignment(id));
                });
        return consignment.orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "consignment", id));
    }

    private List<EvidenceReceipt> handovers(String id, EndpointId recipient) {
        return store.<List<EvidenceReceipt>>read(view -> view.evidence().receipts(id)).stream()
                .filter(r -> r.evidence().event() == EvidenceEvent.CONTENT_HANDOVER)
                .filter(r -> r.evidence().issuer().equals(self))
                .filter(r -> r.evidence().recipient().equals(Optional.of(recipient)))
                .toList();
    }

    private VerifiedReceipt verify(byte[] receipt, String id, EndpointId signer, Instant now) {
        VerifiedReceipt verified;
        try {
            verified = ReceiptCheck.signatureOnly(receipt, trust.get(), now);
        } catch (ReceiptProblem e) {
            throw Refused.because(e, ProblemCode.BAD_SIGNATURE, "receipt", e.reason());
        }
        if (!verified.signer().endpoint().equals(signer)) {
            throw Refused.of(ProblemCode.FORBIDDEN, "receipt-signer", id);
        }
        if (!verified.consignment().equals(id)) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "receipt-other", id);
        }
        return verified;
    }

    private void requireEnrolled(EndpointId endpoint, VerifiedReceipt verified) {
        boolean enrolled =
                store.<Boolean>read(view ->
                        verified.signer()
                                .certificate()
                                .equals(
                                        view.directory()
                                                .certificates(endpoint)
                                                .get(CertificateProfile.SIGNATURE)));
        if (!enrolled) {
            throw Refused.of(ProblemCode.CERTIFICATE, "receipt", endpoint);
        }
    }

    private boolean handOver(
            Tx tx,
            ConsignmentRecord consignment,
            EndpointId recipient,
            VerifiedReceipt verified,
            Instant now) {
        String id = consignment.id();
        Digest digest = verified.digest();
        Optional<SignedReceiptRecord> kept =
                tx.consignments()
                        .keepSignedReceipt(
                                new SignedReceiptRecord(
                                        id, recipient, digest, verified.bytes(), now));
        boolean stated =
                tx.evidence().about(id).stream()
                        .filter(e -> e.event() == EvidenceEvent.CONTENT_HANDOVER)
                        .filter(e -> e.issuer().equals(self))
                        .anyMatch(e -> e.recipient().equals(Optional.of(recipient)));
        if (kept.isPresent() || stated) {
            return false;
        }
        evidence.issueHandOver(
                tx.evidence(),
                EvidenceDesk.About.of(consignment.note(), consignment.outer(), policy.policy()),
                recipient,
                digest,
                now);
        sign(tx, consignment.note(), recipient, verified, now, now);
        EndpointId sender = consignment.note().sender();
        if (sender.organization().equals(self.organization())) {
            tell(tx, sender, "receipt", id, EvidenceEvent.CONTENT_HANDOVER, now);
        } else {
            tx.outbox()
                    .ask(
                            OutboxRecord.Kind.EVIDENCE,
                            id,
                            consignment.submitter(),
                            Acceptance.priority(consignment.note()),
                            now);
        }
        return true;
    }

    /**
     * Ký nhận: the lines in all registers, and the row in the hand-over register.
     *
     * @param signedAt as the evidence of the hand-over says
     * @param now when it is entered here
     */
    private void sign(
            Tx tx,
            ConsignmentNote note,
            EndpointId recipient,
            VerifiedReceipt verified,
            Instant signedAt,
            Instant now) {
        if (policy.registersHandOver(note, recipient, tx.directory(), now)) {
            Acceptance.enter(tx, RegisterKind.HANDOVER, note, List.of(recipient), now);
        }
        RegisterRow.Signed signed =
                new RegisterRow.Signed(verified.signer().commonName(), signedAt, verified.digest());
        for (RegisterKind book : RegisterKind.values()) {
            tx.registers().sign(book, note.id(), recipient, signed);
        }
    }

    private static void tell(
            Tx tx, EndpointId who, String kind, String id, EvidenceEvent event, Instant now) {
        EventRecord unused = tx.events().tell(who, kind, id, event.etsiName(), now);
    }

    /**
     * The recipients' gateway states what happened to a consignment from here.
     *
     * @throws Refused NOT_FOUND when that gateway serves none of its recipients, BAD_SIGNATURE when
     *     a statement or a signed receipt does not hold
     */
    public void takeEvidence(Caller peer, String id, EvidenceUpload upload) {
        if (!peer.isGateway()) {
            throw Refused.of(ProblemCode.FORBIDDEN, "gateway-only", id);
        }
        Instant now = now();
        ConsignmentRecord consignment = consignmentFor(peer.endpoint(), id);
        List<VerifiedReceipt> signatures = new ArrayList<>();
        for (EvidenceUpload.RecipientReceipt signed : upload.signedReceipts()) {
            requireServed(consignment, signed.recipient(), peer.endpoint());
            signatures.add(verify(signed.receipt(), id, signed.recipient(), now));
        }
        PeerRecord record =
                store.<Optional<PeerRecord>>read(
                                view -> view.directory().peer(peer.endpoint().organization()))
                        .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "consignment", id));
        List<VerifiedEvidence> stated = new ArrayList<>();
        for (EvidenceReceipt receipt : upload.receipts()) {
            VerifiedEvidence verified = PeerEvidence.verify(receipt, record, consignment);
            Evidence evidence = verified.evidence();
            if (!OF_A_PEER.contains(evidence.event())) {
                throw Refused.of(ProblemCode.FORBIDDEN, "event", evidence.event().etsiName());
            }
            requireSigned(evidence, signatures, id);
            stated.add(verified);
        }
        Set<EndpointId> news = new LinkedHashSet<>();
        Committed<String> unused =
                Exchange.durable(
                        store,
                        tx -> {
                            admit(tx, consignment, stated, signatures, now, news);
                            return id;
                        });
        committed.accept(news);
    }

    private ConsignmentRecord consignmentFor(EndpointId gateway, String id) {
        return store.<Optional<ConsignmentRecord>>read(view -> view.consignments().consignment(id))
                .filter(c -> c.note().sender().organization().equals(self.organization()))
                .filter(c ->
                        c.note().recipients().stream().anyMatch(r -> r.gateway().equals(gateway)))
                .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "consignment", id));
    }

    private static void requireServed(
            ConsignmentRecord consignment, EndpointId recipient, EndpointId gateway) {
        boolean served =
                consignment.note().recipients().stream()
                        .anyMatch(
                                r -> r.endpoint().equals(recipient) && r.gateway().equals(gateway));
        if (!served) {
            throw Refused.of(ProblemCode.FORBIDDEN, "not-served", recipient);
        }
    }

    /** A hand-over counts only with the very receipt that it names. */
    private static void requireSigned(
            Evidence evidence, List<VerifiedReceipt> signatures, String id) {
        if (evidence.event() == EvidenceEvent.CONTENT_HANDOVER
                && signature(evidence, signatures).isEmpty()) {
            throw Refused.of(ProblemCode.BAD_SIGNATURE, "handover-without-receipt", id);
        }
    }

    private static Optional<VerifiedReceipt> signature(
            Evidence evidence, List<VerifiedReceipt> signatures) {
        return signatures.stream()
                .filter(s -> evidence.receipt().equals(Optional.of(s.digest())))
                .filter(s -> evidence.recipient().equals(Optional.of(s.signer().endpoint())))
                .findFirst();
    }

    private void admit(
            Tx tx,
            ConsignmentRecord consignment,
            List<VerifiedEvidence> stated,
            List<VerifiedReceipt> signatures,
            Instant now,
            Set<EndpointId> news) {
        String id = consignment.id();
        EndpointId sender = consignment.note().sender();
        for (VerifiedEvidence verified : stated) {
            if (!tx.evidence().admit(verified)) {
                continue;
            }
            Evidence evidence = verified.evidence();
            String kind = "evidence";
            if (evidence.event() == EvidenceEvent.CONTENT_HANDOVER) {
                kind = "receipt";
                signedFor(tx, consignment.note(), evidence, signature(evidence, signatures), now);
            }
            tell(tx, sender, kind, id, evidence.event(), now);
            news.add(sender);
        }
    }

    /** Keeps the receipt that the peer's evidence names; the registers show the evidence's time. */
    private void signedFor(
            Tx tx,
            ConsignmentNote note,
            Evidence evidence,
            Optional<VerifiedReceipt> signature,
            Instant now) {
        VerifiedReceipt signed = signature.orElseThrow();
        EndpointId recipient = signed.signer().endpoint();
        Optional<SignedReceiptRecord> kept =
                tx.consignments()
                        .keepSignedReceipt(
                                new SignedReceiptRecord(
                                        note.id(),
                                        recipient,
                                        signed.digest(),
                                        signed.bytes(),
                                        now));
        if (kept.isEmpty()) {
            sign(tx, note, recipient, signed, evidence.time(), now);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

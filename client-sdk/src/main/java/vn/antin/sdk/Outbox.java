package vn.antin.sdk;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
import vn.antin.crypto.bc.tsp.TimeStampQuery;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.countersign.CountersignatureProblem;
import vn.antin.crypto.countersign.Countersigning;
import vn.antin.crypto.document.Document;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.kem.EndpointKemKey;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.NoteDraft;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.seal.SealRequest;
import vn.antin.crypto.seal.Sealed;
import vn.antin.crypto.seal.Sealer;
import vn.antin.sdk.Addressees.Addressee;
import vn.antin.sdk.spool.Outgoing;
import vn.antin.sdk.spool.Spool;
import vn.antin.sdk.spool.Staging;
import vn.antin.sdk.transport.GatewayMisbehaved;
import vn.antin.sdk.transport.GatewayProblem;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SealOrder;
import vn.antin.sdk.wire.SubmissionAnswer;

/**
 * Sends: finds the recipients, composes, seals, makes it durable, submits, uploads, and keeps the
 * gateway's receipts. Whatever stops it after the sealing, {@link #resume} goes on with the same
 * bytes. Thread-safe.
 */
public final class Outbox {
    /** Channel profiles that may carry what is sent electronically; the gateway's rules decide. */
    private static final Set<String> CHANNELS = Set.of("CO_YEU", "LAN_DOC_LAP");

    private static final int ROUNDS = 10;

    private final Account account;

    Outbox(Account account) {
        this.account = account;
    }

    /**
     * What the gateway has accepted.
     *
     * @param consignment its identifier
     * @param receipts verified, one per recipient
     */
    public record Sent(String consignment, List<EvidenceReceipt> receipts) {
        /** Copies the list. */
        public Sent {
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * Sends a draft.
     *
     * @throws SdkProblem when something is to be mended first; nothing was sent then
     * @throws GatewayProblem when the gateway refuses it; nothing was stored there then
     * @throws vn.antin.sdk.transport.GatewayUnavailable when it was sealed, but not accepted yet
     */
    public Sent send(Draft draft, Watcher watcher) throws IOException {
        Composer.check(draft);
        account.requireApproved(draft.level());
        Addressees directory = new Addressees(account);
        List<Addressee> addressees = directory.find(draft.recipients());
        List<EndpointKemKey> layer =
                account.deployment().nested().contains(draft.level())
                        ? directory.kemKeys(addressees)
                        : List.of();
        try {
            return submit(seal(draft, addressees, layer, watcher), watcher);
        } catch (GatewayProblem e) {
            if (e.code() != ProblemCode.CONFLICT || !account.spool().raise(used())) {
                throw e;
            }
            return submit(seal(draft, addressees, layer, watcher), watcher);
        }
    }

    /** The highest number that the gateway has of each recipient. */
    private Map<EndpointId, Long> used() {
        Map<EndpointId, Long> used = new HashMap<>();
        long after = 0;
        for (List<Mailbox.OutboxItem> page = list(after); !page.isEmpty(); page = list(after)) {
            for (Mailbox.OutboxItem item : page) {
                after = Math.max(after, item.seq());
                item.recipients().forEach(r -> used.merge(r.recipient(), r.sequence(), Math::max));
            }
        }
        return used;
    }

    /** What was sealed and not accepted yet. */
    public List<Outgoing> pending() throws IOException {
        return account.spool().pending();
    }

    /** Goes on with what was sealed and not accepted yet. */
    public Sent resume(Outgoing outgoing, Watcher watcher) throws IOException {
        return submit(outgoing, watcher);
    }

    /** How far what was sent has come. */
    public List<Mailbox.OutboxItem> list(long after) {
        return account.gateway().outbox(after);
    }

    private Outgoing seal(
            Draft draft, List<Addressee> addressees, List<EndpointKemKey> layer, Watcher watcher)
            throws IOException {
        Instant at = account.clock().instant();
        try (Staging staging = account.spool().stage(UUID.randomUUID().toString())) {
            Document document =
                    new Composer(account.random(), watcher)
                            .compose(
                                    draft,
                                    account.settings().endpoint(),
                                    at,
                                    account.deployment().exercise(),
                                    staging);
            watcher.at(Watcher.Stage.SEAL, 0, 0);
            return account.spool()
                    .publish(
                            staging,
                            addressees.stream().map(Addressee::endpoint).toList(),
                            numbers ->
                                    sealing(
                                            draft,
                                            document,
                                            addressees,
                                            layer,
                                            staging.consignment(),
                                            numbers));
        }
    }

    private Spool.Sealing sealing(
            Draft draft,
            Document document,
            List<Addressee> addressees,
            List<EndpointKemKey> layer,
            String consignment,
            Map<EndpointId, Long> numbers) {
        Instant at = account.clock().instant();
        NoteDraft note =
                new NoteDraft(
                        consignment,
                        account.settings().endpoint(),
                        addressees.stream()
                                .map(a ->
                                        new Recipient(
                                                a.endpoint(),
                                                a.entry().gateway(),
                                                numbers.getOrDefault(a.endpoint(), 0L)))
                                .toList(),
                        draft.receiptWithin().map(at::plus),
                        draft.urgency(),
                        CHANNELS);
        List<java.security.cert.X509Certificate> keys = new ArrayList<>();
        addressees.forEach(a -> keys.add(a.encryption().certificate()));
        account.encryptionCertificate().ifPresent(keys::add);
        SealRequest request =
                new SealRequest(
                                document,
                                document.card().label(),
                                account.signingKey(KeyLabel.SIGNATURE),
                                account.signingKey(KeyLabel.AUTHENTICATION),
                                keys,
                                !account.settings().signOnly(),
                                note,
                                addressees.stream().map(Addressee::endpoint).toList(),
                                at,
                                account.random())
                        .stampedBy(this::stamp)
                        .as(draft.commitment())
                        .nestedFor(layer);
        Sealed sealed =
                Sealer.seal(
                        draft.agencySeal()
                                ? request.countersignedBy(
                                        signed -> agencySeal(signed, draft.number().orElseThrow()))
                                : request);
        return new Spool.Sealing(
                sealed.outerSignature(),
                sealed.envelope(),
                sealed.expectation().toJson().canonicalBytes());
    }

    /** A time-stamp of the own gateway; without one nothing is sent. */
    private byte[] stamp(byte[] signatureValue) {
        TimeStampQuery query = new TimeStampQuery(signatureValue, account.random());
        try {
            return query.token(account.gateway().timeStamp(query.toBytes()));
        } catch (TimeStampProblem e) {
            throw new SdkProblem(e, SdkProblem.Code.BAD_TIME_STAMP);
        }
    }

    /** The agency's seal of the own gateway, which is shown the signature and not the document. */
    private byte[] agencySeal(byte[] signed, String number) {
        try {
            byte[] bare = Countersigning.withoutDocument(signed);
            return Countersigning.rejoined(
                    signed, account.gateway().seal(new SealOrder(number, bare)));
        } catch (CountersignatureProblem e) {
            throw new SdkProblem(e, SdkProblem.Code.BAD_SEAL);
        }
    }

    private Sent submit(Outgoing outgoing, Watcher watcher) throws IOException {
        byte[] outer = outgoing.outerSignature();
        for (int round = 0; round < ROUNDS; round++) {
            watcher.at(Watcher.Stage.SUBMIT, 0, 0);
            switch (answer(outgoing, outer)) {
                case SubmissionAnswer.Accepted accepted -> {
                    return accept(outgoing, outer, accepted);
                }
                case SubmissionAnswer.AwaitingBlobs awaiting -> upload(outgoing, awaiting, watcher);
            }
        }
        throw new GatewayMisbehaved(
                GatewayMisbehaved.Reason.BAD_ANSWER, "the gateway never has enough", null);
    }

    private SubmissionAnswer answer(Outgoing outgoing, byte[] outer) throws IOException {
        try {
            return account.gateway().submit(outer);
        } catch (GatewayProblem e) {
            if (isFinal(e)) {
                Outgoing unused = account.spool().refused(outgoing);
            }
            throw e;
        }
    }

    /** Whether the same bytes would never be taken. */
    private static boolean isFinal(GatewayProblem e) {
        return switch (e.code()) {
            case MALFORMED,
                    FORBIDDEN,
                    POLICY_DENIED,
                    NOT_FOUND,
                    CONFLICT,
                    TOO_LARGE,
                    DIGEST_MISMATCH,
                    BAD_SIGNATURE,
                    CERTIFICATE,
                    CLOCK ->
                    true;
            case UNAUTHENTICATED,
                    NOT_ENROLLED,
                    SUSPENDED,
                    OFFSET_MISMATCH,
                    RANGE_NOT_SATISFIABLE,
                    INTERNAL,
                    UNAVAILABLE,
                    DISK_FULL ->
                    false;
        };
    }

    private void upload(Outgoing outgoing, SubmissionAnswer.AwaitingBlobs awaiting, Watcher watcher)
            throws IOException {
        long total = awaiting.missing().stream().mapToLong(m -> m.size()).sum();
        long before = 0;
        for (SubmissionAnswer.MissingBlob missing : awaiting.missing()) {
            long base = before;
            account.gateway()
                    .upload(
                            missing.sha256(),
                            outgoing.blob(missing.sha256()),
                            (done, size) -> watcher.at(Watcher.Stage.UPLOAD, base + done, total));
            before += missing.size();
        }
    }

    private Sent accept(Outgoing outgoing, byte[] outer, SubmissionAnswer.Accepted accepted)
            throws IOException {
        Digest digest = Digest.of(outer);
        for (EvidenceReceipt receipt : accepted.receipts()) {
            VerifiedEvidence verified = account.verified(receipt);
            if (!verified.evidence().consignment().equals(outgoing.consignment())
                    || !verified.evidence().outerSignature().equals(digest)) {
                throw new SdkProblem(
                        SdkProblem.Code.EVIDENCE_INVALID,
                        new SdkProblem.Words("evidence.other-consignment"));
            }
        }
        if (accepted.receipts().stream()
                .noneMatch(r -> r.evidence().event() == EvidenceEvent.SUBMISSION_ACCEPTANCE)) {
            throw new SdkProblem(
                    SdkProblem.Code.EVIDENCE_INVALID, new SdkProblem.Words("evidence.incomplete"));
        }
        byte[] answer = accepted.toJson().canonicalBytes();
        Outgoing unused = account.spool().accepted(outgoing, answer);
        return new Sent(outgoing.consignment(), accepted.receipts());
    }
}

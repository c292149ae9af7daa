package vn.antin.gateway.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.Opener;
import vn.antin.crypto.seal.Recipient;
import vn.antin.gateway.consignment.Admission;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.evidence.EvidenceDesk;
import vn.antin.gateway.intake.ClearedSubmission;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Refused;
import vn.antin.gateway.intake.Submission;
import vn.antin.policies.decision.Reason;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SubmissionAnswer;

/**
 * Takes consignments in, from senders and from peer gateways. Thread-safe.
 *
 * <p>Submitting has two steps: a permitted outer signature is admitted and its blobs are awaited;
 * brought again when all blobs are there, it is accepted in one transaction with its evidence,
 * register rows and everything that follows. The answer is given when that is durable and under a
 * signed checkpoint. The same signature again gets the same answer, at any time. A refusal by the
 * rules leaves evidence of the refusal and nothing else.
 */
public final class Exchange {
    private static final Logger LOG = System.getLogger(Exchange.class.getName());
    private static final Duration ADMISSION_LIFE = Duration.ofDays(3);

    private final EndpointId self;
    private final Store store;
    private final BlobStore blobs;
    private final PolicyDesk policy;
    private final EvidenceDesk evidence;
    private final Acceptance acceptance;
    private final Supplier<TrustStore> trust;
    private final Consumer<Submission> acquaint;
    private final Consumer<Set<EndpointId>> committed;
    private final InstantSource clock;
    private final Duration skew;

    /**
     * @param self this gateway
     * @param store durable state
     * @param blobs durable bytes
     * @param policy decides
     * @param evidence states what happened
     * @param trust the trust of the moment
     * @param acquaint asked to fetch a peer's directory when a party is not known yet
     * @param committed told after each commit, with the endpoints that have news
     * @param clock the time
     * @param skew how far a signing time may be from the clock
     */
    public Exchange(
            EndpointId self,
            Store store,
            BlobStore blobs,
            PolicyDesk policy,
            EvidenceDesk evidence,
            Supplier<TrustStore> trust,
            Consumer<Submission> acquaint,
            Consumer<Set<EndpointId>> committed,
            InstantSource clock,
            Duration skew) {
        this.self = self;
        this.store = store;
        this.blobs = blobs;
        this.policy = policy;
        this.evidence = evidence;
        this.acceptance = new Acceptance(self, evidence);
        this.trust = trust;
        this.acquaint = acquaint;
        this.committed = committed;
        this.clock = clock;
        this.skew = skew;
    }

    /**
     * Takes an outer signature from its sender or from the sender's gateway.
     *
     * @throws Refused with the code of what is wrong; by the rules: POLICY_DENIED with evidence
     */
    public SubmissionAnswer submit(byte[] outer, Caller caller) {
        Instant now = now();
        Submission submission = Submission.verify(outer, caller, self, trust.get(), now);
        Optional<SubmissionAnswer> before = answered(submission);
        if (before.isPresent()) {
            return before.get();
        }
        Optional<Admission> admission = admission(submission);
        submission.checkSigningTime(admission.map(Admission::admittedAt).orElse(now), skew);
        acquaint.accept(submission);
        Optional<Boolean> nested = nested(submission);
        PolicyDesk.Judgement judgement =
                store.read(view ->
                        policy.judge(submission, nested.orElse(true), view.directory(), now));
        return switch (judgement) {
            case PolicyDesk.Judgement.Denied denied -> throw deny(submission, denied.reasons());
            case PolicyDesk.Judgement.Cleared cleared ->
                    proceed(cleared.submission(), nested.isPresent(), admission.isPresent(), now);
        };
    }

    /** Whether the envelope is in a quantum-safe one; empty while it is not here. */
    private Optional<Boolean> nested(Submission submission) {
        BlobRef envelope = submission.note().envelope();
        if (!blobs.complete(submission.submitter().endpoint(), envelope)) {
            return Optional.empty();
        }
        try (FileChannel file = blobs.open(envelope.sha256());
                InputStream in = Channels.newInputStream(file)) {
            return Optional.of(
                    Opener.isNested(
                            in.readNBytes(Opener.MAX_ENVELOPE + 1),
                            submission.note().recipients().size()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading an envelope", e);
        }
    }

    private Optional<SubmissionAnswer> answered(Submission submission) {
        Optional<ConsignmentRecord> known =
                store.read(view -> view.consignments().consignment(submission.id()));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        requireSame(submission, known.get().outer(), known.get().submitter());
        EvidenceEvent event = Acceptance.event(submission);
        List<EvidenceReceipt> receipts =
                store
                        .<List<EvidenceReceipt>>read(
                                view -> view.evidence().receipts(submission.id()))
                        .stream()
                        .filter(receipt -> receipt.evidence().event() == event)
                        .filter(receipt -> receipt.evidence().issuer().equals(self))
                        .toList();
        return Optional.of(new SubmissionAnswer.Accepted(submission.id(), receipts));
    }

    private Optional<Admission> admission(Submission submission) {
        Optional<Admission> admission =
                store.read(view -> view.consignments().admission(submission.id()));
        admission.ifPresent(a -> requireSame(submission, a.outer(), a.submitter()));
        return admission;
    }

    private static void requireSame(Submission submission, Digest outer, EndpointId submitter) {
        if (!outer.equals(submission.digest())
                || !submitter.equals(submission.submitter().endpoint())) {
            throw Refused.of(ProblemCode.CONFLICT, "other-bytes", submission.id());
        }
    }

    /** A gap is told in the log; a number that was used already is refused by the store. */
    private void warnOfGaps(Submission submission) {
        for (Recipient recipient : submission.here()) {
            long last =
                    store.<Long>read(view ->
                            view.consignments()
                                    .lastSequence(
                                            submission.note().sender(), recipient.endpoint()));
            if (recipient.sequence() > last + 1) {
                LOG.log(
                        Level.WARNING,
                        "gap: {0} to {1} jumps from {2} to {3}",
                        submission.note().sender(),
                        recipient.endpoint(),
                        last,
                        recipient.sequence());
            }
        }
    }

    private Refused deny(Submission submission, List<Reason> reasons) {
        EvidenceEvent event =
                submission.relayed()
                        ? EvidenceEvent.RELAY_REJECTION
                        : EvidenceEvent.SUBMISSION_REJECTION;
        List<String> codes = reasons.stream().map(Reason::code).distinct().limit(32).toList();
        List<EvidenceReceipt> before = denials(submission, event, codes);
        if (!before.isEmpty()) {
            return Refused.byPolicy(submission.id(), reasons, before);
        }
        List<EvidenceReceipt> receipts =
                durable(
                                tx -> {
                                    tx.consignments().forget(submission.id());
                                    for (Recipient r : submission.here()) {
                                        evidence.issueFailure(
                                                tx.evidence(),
                                                Acceptance.about(submission, policy.policy()),
                                                event,
                                                Optional.of(r.endpoint()),
                                                codes);
                                    }
                                    return codes;
                                })
                        .receipts();
        submission.blobs().forEach(b -> blobs.drop(submission.submitter().endpoint(), b));
        LOG.log(Level.INFO, "denied {0}: {1}", submission.id(), codes);
        return Refused.byPolicy(submission.id(), reasons, receipts);
    }

    private List<EvidenceReceipt> denials(
            Submission submission, EvidenceEvent event, List<String> codes) {
        return store
                .<List<EvidenceReceipt>>read(view -> view.evidence().receipts(submission.id()))
                .stream()
                .filter(r -> r.evidence().event() == event)
                .filter(r -> r.evidence().issuer().equals(self))
                .filter(r -> r.evidence().outerSignature().equals(submission.digest()))
                .filter(r -> r.evidence().reasons().equals(codes))
                .toList();
    }

    /** What was judged before its envelope was here is judged once more. */
    private SubmissionAnswer proceed(
            ClearedSubmission cleared, boolean seen, boolean admitted, Instant now) {
        Submission submission = cleared.submission();
        EndpointId submitter = submission.submitter().endpoint();
        List<SubmissionAnswer.MissingBlob> missing =
                submission.blobs().stream()
                        .map(blob -> missing(blob, blobs.offset(submitter, blob)))
                        .filter(blob -> blob.offset() < blob.size())
                        .toList();
        if (missing.isEmpty()) {
            return seen ? accept(cleared) : submit(submission.bytes(), submission.submitter());
        }
        if (!admitted) {
            Committed<String> unused =
                    durable(tx -> {
                        tx.consignments().admit(admit(cleared, now));
                        return submission.id();
                    });
        }
        return new SubmissionAnswer.AwaitingBlobs(submission.id(), missing);
    }

    private static SubmissionAnswer.MissingBlob missing(BlobRef blob, long offset) {
        return new SubmissionAnswer.MissingBlob(blob.sha256(), blob.size(), offset);
    }

    private static Admission admit(ClearedSubmission cleared, Instant now) {
        Submission submission = cleared.submission();
        return new Admission(
                submission.note(),
                submission.digest(),
                submission.bytes(),
                submission.submitter().endpoint(),
                now,
                now.plus(ADMISSION_LIFE),
                cleared.policy());
    }

    private SubmissionAnswer accept(ClearedSubmission cleared) {
        Submission submission = cleared.submission();
        warnOfGaps(submission);
        Set<EndpointId> news = new LinkedHashSet<>();
        Committed<Boolean> done = durable(tx -> acceptance.enter(tx, cleared, now(), news));
        if (!done.value()) {
            return answered(submission).orElseThrow();
        }
        blobs.settle(submission.submitter().endpoint(), submission.blobs());
        committed.accept(news);
        LOG.log(
                Level.INFO,
                "accepted {0} from {1}",
                submission.id(),
                submission.submitter().endpoint());
        EvidenceEvent event = Acceptance.event(submission);
        return new SubmissionAnswer.Accepted(
                submission.id(),
                done.receipts().stream().filter(r -> r.evidence().event() == event).toList());
    }

    private <R> Committed<R> durable(Function<Tx, R> task) {
        return durable(store, task);
    }

    /** Waits until the task is durable; failures come as the task threw them. */
    static <R> Committed<R> durable(Store store, Function<Tx, R> task) {
        try {
            return store.<R>commit(task).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

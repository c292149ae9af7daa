package vn.antin.gateway.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.Recipient;
import vn.antin.gateway.consignment.ConsignmentRecord;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.evidence.EvidenceDesk;
import vn.antin.gateway.evidence.PeerEvidence;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.EvidenceUpload;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Works off the outbox: relays consignments to peers and returns evidence to origins. Thread-safe.
 *
 * <p>What fails is tried again after a pause that doubles, up to five minutes, with a random part
 * so that peers are not all tried at once. A relay that can never succeed, or has not for too long,
 * ends with evidence. Nothing is lost by a stop at any point: the row stays until the result is
 * durable, and the peer answers a repeated relay with the same evidence.
 */
public final class Dispatcher implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(30);
    private static final int WORKERS = 4;

    private final EndpointId self;
    private final Store store;
    private final Channel channel;
    private final EvidenceDesk evidence;
    private final Consumer<Set<EndpointId>> committed;
    private final Consumer<OrganizationId> refusedBy;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration giveUp;
    private final Set<Long> running = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final ExecutorService workers;
    private volatile boolean closed;

    /**
     * @param self this gateway
     * @param store durable state
     * @param channel the way to peers
     * @param evidence states what happened
     * @param committed told after each commit, with the endpoints that have news
     * @param refusedBy told which agency refused a consignment: what we know of its people is stale
     * @param clock the time
     * @param random for the pauses
     * @param giveUp after how long a relay has failed for good
     */
    public Dispatcher(
            EndpointId self,
            Store store,
            Channel channel,
            EvidenceDesk evidence,
            Consumer<Set<EndpointId>> committed,
            Consumer<OrganizationId> refusedBy,
            InstantSource clock,
            RandomGenerator random,
            Duration giveUp) {
        this.self = self;
        this.store = store;
        this.channel = channel;
        this.evidence = evidence;
        this.committed = committed;
        this.refusedBy = refusedBy;
        this.clock = clock;
        this.random = random;
        this.giveUp = giveUp;
        this.workers =
                Executors.newFixedThreadPool(
                        WORKERS + 1,
                        Thread.ofPlatform().name("dispatcher-", 0).daemon(true).factory());
    }

    /** Begins to work. */
    public void start() {
        workers.execute(this::loop);
    }

    /** There may be work. */
    public void wake() {
        wake.release();
    }

    private void loop() {
        while (!closed) {
            try {
                List<OutboxRecord> due = store.read(view -> view.outbox().due(now(), WORKERS * 4));
                for (OutboxRecord record : due) {
                    if (running.size() < WORKERS && running.add(record.id())) {
                        workers.execute(() -> work(record));
                    }
                }
                boolean unused = wake.tryAcquire(pause().toMillis(), TimeUnit.MILLISECONDS);
                int more = wake.drainPermits();
                LOG.log(Level.TRACE, "woken {0} times", more);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(Level.ERROR, "the outbox cannot be read", e);
                    sleep(FIRST_PAUSE);
                }
            }
        }
    }

    private Duration pause() {
        if (!running.isEmpty()) {
            return FIRST_PAUSE;
        }
        Optional<Instant> next = store.read(view -> view.outbox().nextDue());
        Duration pause = next.map(at -> Duration.between(now(), at)).orElse(LONGEST_SLEEP);
        if (pause.compareTo(LONGEST_SLEEP) > 0) {
            return LONGEST_SLEEP;
        }
        return pause.isNegative() ? Duration.ofMillis(20) : pause.plusMillis(1);
    }

    private void work(OutboxRecord record) {
        try {
            attempt(record);
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.log(Level.ERROR, "outbox row " + record.id() + ": fault", e);
                later(record, "internal");
            }
        } finally {
            running.remove(record.id());
            wake();
        }
    }

    private void attempt(OutboxRecord record) {
        Optional<PeerRecord> peer =
                store.<Optional<PeerRecord>>read(
                                view -> view.directory().peer(record.target().organization()))
                        .filter(PeerRecord::active);
        if (peer.isEmpty()) {
            later(record, "no-peer");
            return;
        }
        try {
            switch (record.kind()) {
                case RELAY -> relay(record, peer.get());
                case EVIDENCE -> returnEvidence(record, peer.get());
            }
        } catch (Channel.ChannelException e) {
            LOG.log(
                    Level.INFO,
                    "{0} of {1} to {2} failed: {3}",
                    record.kind(),
                    record.consignment(),
                    record.target(),
                    e.getMessage());
            failed(record, peer.get(), e);
        } catch (Refused e) {
            LOG.log(
                    Level.WARNING,
                    "{0} misbehaves about {1}: {2}",
                    record.target(),
                    record.consignment(),
                    e.getMessage());
            later(record, e.code().code());
        }
    }

    private void relay(OutboxRecord record, PeerRecord peer) {
        ConsignmentRecord consignment = consignment(record);
        byte[] outer =
                store.<Optional<byte[]>>read(
                                view -> view.consignments().outerSignature(record.consignment()))
                        .orElseThrow();
        List<BlobRef> blobs = new ArrayList<>(consignment.note().attachments());
        blobs.add(consignment.note().envelope());
        List<VerifiedEvidence> verified =
                verified(channel.relay(peer, outer, blobs), peer, consignment);
        for (EndpointId recipient : served(consignment, peer)) {
            boolean taken =
                    verified.stream()
                            .map(VerifiedEvidence::evidence)
                            .filter(e -> e.event() == EvidenceEvent.RELAY_ACCEPTANCE)
                            .anyMatch(e -> e.recipient().equals(Optional.of(recipient)));
            if (!taken) {
                throw Refused.of(ProblemCode.BAD_SIGNATURE, "evidence", "missing");
            }
        }
        admit(record, consignment, verified, EvidenceEvent.RELAY_ACCEPTANCE);
        LOG.log(Level.INFO, "{0} relayed to {1}", record.consignment(), record.target());
    }

    private void admit(
            OutboxRecord record,
            ConsignmentRecord consignment,
            List<VerifiedEvidence> verified,
            EvidenceEvent wanted) {
        EndpointId sender = consignment.note().sender();
        Committed<String> unused =
                Exchange.durable(
                        store,
                        tx -> {
                            for (VerifiedEvidence each : verified) {
                                if (each.evidence().event() == wanted
                                        && tx.evidence().admit(each)) {
                                    tell(tx, sender, record.consignment(), wanted);
                                }
                            }
                            tx.outbox().done(record);
                            return record.consignment();
                        });
        committed.accept(Set.of(sender));
    }

    private void tell(Tx tx, EndpointId sender, String consignment, EvidenceEvent event) {
        EventRecord unused =
                tx.events().tell(sender, "evidence", consignment, event.etsiName(), now());
    }

    private void returnEvidence(OutboxRecord record, PeerRecord peer) {
        EvidenceUpload upload =
                store.read(view ->
                        new EvidenceUpload(
                                view.evidence().receipts(record.consignment()).stream()
                                        .filter(r -> r.evidence().issuer().equals(self))
                                        .filter(r -> !isRejection(r))
                                        .toList(),
                                view.consignments().signedReceipts(record.consignment()).stream()
                                        .map(s ->
                                                new EvidenceUpload.RecipientReceipt(
                                                        s.recipient(), s.receipt()))
                                        .toList()));
        channel.returnEvidence(peer, record.consignment(), upload);
        Committed<String> unused =
                Exchange.durable(
                        store,
                        tx -> {
                            tx.outbox().done(record);
                            return record.consignment();
                        });
        LOG.log(Level.INFO, "evidence of {0} returned", record.consignment());
    }

    private static boolean isRejection(EvidenceReceipt receipt) {
        return receipt.evidence().event() == EvidenceEvent.RELAY_REJECTION;
    }

    private void failed(OutboxRecord record, PeerRecord peer, Channel.ChannelException e) {
        String code = e.code().map(ProblemCode::code).orElse("unreachable");
        if (record.kind() == OutboxRecord.Kind.RELAY) {
            ConsignmentRecord consignment = consignment(record);
            List<VerifiedEvidence> rejection = verified(e.evidence(), peer, consignment);
            if (!rejection.isEmpty()) {
                admit(record, consignment, rejection, EvidenceEvent.RELAY_REJECTION);
                refusedBy.accept(record.target().organization());
                return;
            }
            if (e.isLasting() || now().isAfter(record.createdAt().plus(giveUp))) {
                giveUp(record, consignment, peer, code);
                return;
            }
        }
        later(record, code);
    }

    private void giveUp(
            OutboxRecord record, ConsignmentRecord consignment, PeerRecord peer, String code) {
        EndpointId sender = consignment.note().sender();
        Committed<String> unused =
                Exchange.durable(
                        store,
                        tx -> {
                            for (EndpointId recipient : served(consignment, peer)) {
                                evidence.issueFailure(
                                        tx.evidence(),
                                        EvidenceDesk.About.of(
                                                consignment.note(),
                                                consignment.outer(),
                                                consignment.policy()),
                                        EvidenceEvent.RELAY_FAILURE,
                                        Optional.of(recipient),
                                        List.of("relay." + code));
                                tell(tx, sender, consignment.id(), EvidenceEvent.RELAY_FAILURE);
                            }
                            tx.outbox().giveUp(record);
                            return consignment.id();
                        });
        committed.accept(Set.of(sender));
        LOG.log(Level.WARNING, "relay of {0} given up: {1}", consignment.id(), code);
    }

    private void later(OutboxRecord record, String code) {
        Instant next = now().plus(backoff(record.attempts(), random));
        Committed<String> unused =
                Exchange.durable(
                        store,
                        tx -> {
                            tx.outbox().failed(record, next, code);
                            return code;
                        });
    }

    /** The pause after so many failed attempts: doubling, bounded, between half and the whole. */
    static Duration backoff(int attempts, RandomGenerator random) {
        long doubled = FIRST_PAUSE.toMillis() << Math.min(Math.max(attempts, 0), 20);
        long bounded = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(bounded / 2 + random.nextLong(bounded / 2 + 1));
    }

    private static List<VerifiedEvidence> verified(
            List<EvidenceReceipt> receipts, PeerRecord peer, ConsignmentRecord consignment) {
        return receipts.stream().map(r -> PeerEvidence.verify(r, peer, consignment)).toList();
    }

    private static List<EndpointId> served(ConsignmentRecord consignment, PeerRecord peer) {
        return consignment.note().recipients().stream()
                .filter(r -> r.gateway().equals(peer.gateway()))
                .map(Recipient::endpoint)
                .toList();
    }

    private ConsignmentRecord consignment(OutboxRecord record) {
        return store.<Optional<ConsignmentRecord>>read(
                        view -> view.consignments().consignment(record.consignment()))
                .orElseThrow();
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Takes no new rows; what runs is broken off and stays in the outbox. */
    @Override
    public void close() {
        closed = true;
        List<Runnable> unused = workers.shutdownNow();
        try {
            if (!workers.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.log(Level.WARNING, "a transfer did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

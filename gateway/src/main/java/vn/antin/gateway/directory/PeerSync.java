package vn.antin.gateway.directory;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.TrustBundle;

/**
 * Keeps what is known of peers fresh: their revocation lists, then their endpoints with clearances
 * and certificates. On start, when a peer is added, and from time to time. Thread-safe.
 *
 * <p>A peer speaks for its own agency only: entries of others, and certificates that do not lead to
 * its authority, are left out. What a peer no longer lists no longer acts.
 */
public final class PeerSync implements AutoCloseable {
    private static final Logger LOG = System.getLogger(PeerSync.class.getName());
    private static final Duration QUIET = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int RETRIES = 6;

    /** How long a peer's word about an endpoint counts that was not repeated. */
    private static final int TRUSTED_DAYS = 7;

    private final OrganizationId own;
    private final DirectoryStore store;
    private final PeerSource source;
    private final Supplier<TrustStore> trust;
    private final Runnable trustChanged;
    private final InstantSource clock;
    private final Map<OrganizationId, Instant> lastAsked = new ConcurrentHashMap<>();
    private final Set<OrganizationId> waiting = ConcurrentHashMap.newKeySet();
    private final ReentrantLock asking = new ReentrantLock();
    private final Map<OrganizationId, Integer> failures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("peer-sync").daemon(true).factory());

    /**
     * @param own the own agency
     * @param store where the directory is kept
     * @param source asks the peers
     * @param trust the trust of the moment
     * @param trustChanged called after a peer's revocation list changed
     * @param clock the time
     */
    public PeerSync(
            OrganizationId own,
            DirectoryStore store,
            PeerSource source,
            Supplier<TrustStore> trust,
            Runnable trustChanged,
            InstantSource clock) {
        this.own = own;
        this.store = store;
        this.source = source;
        this.trust = trust;
        this.trustChanged = trustChanged;
        this.clock = clock;
    }

    /** Begins: at once, then at every interval. */
    public void start(Duration interval) {
        var unused =
                timer.scheduleWithFixedDelay(
                        this::all, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks one peer soon, on the own thread. */
    public void soon(OrganizationId organization) {
        if (!timer.isShutdown()) {
            failures.remove(organization);
            timer.execute(() -> quietly(organization));
        }
    }

    /** A peer tells that something is new there: asks it soon, a little later when it just was. */
    public void news(OrganizationId organization) {
        if (!timer.isShutdown() && waiting.add(organization)) {
            var unused =
                    timer.schedule(
                            () -> {
                                waiting.remove(organization);
                                quietly(organization);
                            },
                            QUIET.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    /** Tells all peers that something is new here; one that is not reached asks in its own time. */
    public void tell() {
        if (!timer.isShutdown()) {
            timer.execute(() -> {
                List<PeerRecord> peers = store.readDirectory(Directory::peers);
                peers.stream().filter(PeerRecord::active).forEach(this::tell);
            });
        }
    }

    private void tell(PeerRecord peer) {
        try {
            source.tellNews(peer);
        } catch (RuntimeException e) {
            LOG.log(Level.INFO, "peer {0} was not told: {1}", peer.organization(), e);
        }
    }

    /** A peer calls whose revocation list is missing or too old: asks it, unless it just was. */
    public void newcomer(OrganizationId organization) {
        Instant last = lastAsked.getOrDefault(organization, Instant.EPOCH);
        if (clock.instant().isAfter(last.plus(PATIENCE))) {
            soon(organization);
        }
    }

    /**
     * Asks the peer of an endpoint that is not known yet, on the caller's thread, unless it was
     * asked just now. Never fails: what is not known stays unknown.
     */
    public void acquaint(EndpointId endpoint) {
        if (endpoint.organization().equals(own)) {
            return;
        }
        boolean known =
                store.<Boolean>readDirectory(directory ->
                        directory
                                .endpoint(endpoint)
                                .filter(e -> e.active() && isRecent(e))
                                .isPresent());
        if (!known) {
            unlessJustAsked(endpoint.organization());
        }
    }

    /** Asks all peers that were not asked just now, on the caller's thread. Never fails. */
    public void acquaint() {
        List<PeerRecord> peers = store.readDirectory(Directory::peers);
        peers.forEach(peer -> unlessJustAsked(peer.organization()));
    }

    private void unlessJustAsked(OrganizationId organization) {
        Instant last = lastAsked.getOrDefault(organization, Instant.EPOCH);
        if (!clock.instant().isAfter(last.plus(QUIET))) {
            return;
        }
        try {
            if (asking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    quietly(organization);
                } finally {
                    asking.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRecent(EndpointRecord endpoint) {
        return endpoint.deviceInspectedUntil().map(last -> !today().isAfter(last)).orElse(true);
    }

    private void all() {
        List<PeerRecord> peers = store.readDirectory(Directory::peers);
        peers.forEach(peer -> quietly(peer.organization()));
    }

    private void quietly(OrganizationId organization) {
        try {
            sync(organization);
            failures.remove(organization);
        } catch (RuntimeException e) {
            LOG.log(Level.INFO, "peer {0} was not synchronised: {1}", organization, e);
            again(organization);
        }
    }

    /** After a failure soon, then after longer and longer pauses, until the regular round. */
    private void again(OrganizationId organization) {
        int failed = failures.merge(organization, 1, Integer::sum);
        if (failed <= RETRIES && !timer.isShutdown()) {
            var unused =
                    timer.schedule(
                            () -> quietly(organization), 1L << (failed - 1), TimeUnit.SECONDS);
        }
    }

    /** Asks one peer now; throws what the source throws. */
    public void sync(OrganizationId organization) {
        asking.lock();
        try {
            ask(organization);
        } finally {
            asking.unlock();
        }
    }

    private void ask(OrganizationId organization) {
        Optional<PeerRecord> peer =
                store.<Optional<PeerRecord>>readDirectory(d -> d.peer(organization))
                        .filter(PeerRecord::active);
        if (peer.isEmpty()) {
            return;
        }
        lastAsked.put(organization, clock.instant());
        refreshCrl(peer.get());
        List<DirectoryEntry> entries = source.entries(peer.get());
        enter(peer.get(), entries);
        lastAsked.put(organization, clock.instant());
    }

    private void refreshCrl(PeerRecord peer) {
        TrustBundle bundle = source.trust(peer);
        Optional<X509CRL> newest =
                bundle.crls().stream()
                        .filter(crl -> isOf(crl, peer.ca()))
                        .filter(crl -> peer.crl().map(old -> isNewer(crl, old)).orElse(true))
                        .findFirst();
        if (newest.isEmpty()) {
            return;
        }
        Instant now = now();
        store.<OrganizationId>commitDirectory(
                        tx -> {
                            tx.putPeer(peer.withCrl(newest.get(), now));
                            return peer.organization();
                        })
                .join();
        trustChanged.run();
    }

    private static boolean isOf(X509CRL crl, X509Certificate ca) {
        if (!crl.getIssuerX500Principal().equals(ca.getSubjectX500Principal())) {
            return false;
        }
        try {
            crl.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isNewer(X509CRL crl, X509CRL old) {
        return crl.getThisUpdate().toInstant().isAfter(old.getThisUpdate().toInstant());
    }

    private void enter(PeerRecord peer, List<DirectoryEntry> entries) {
        Set<EndpointId> listed = new HashSet<>(Set.of(peer.gateway()));
        Map<EndpointRecord, Map<CertificateProfile, X509Certificate>> fresh =
                new java.util.LinkedHashMap<>();
        for (DirectoryEntry entry : entries) {
            EndpointId id = entry.endpoint();
            if (!id.organization().equals(peer.organization())
                    || !entry.gateway().equals(peer.gateway())
                    || id.equals(peer.gateway())
                    || entry.kind() == EndpointKind.GATEWAY) {
                continue;
            }
            listed.add(id);
            fresh.put(record(peer, entry), certificates(entry));
        }
        Instant now = now();
        store.<Integer>commitDirectory(
                        tx -> {
                            fresh.forEach((record, certificates) -> put(tx, record, certificates));
                            entries.stream()
                                    .filter(entry -> listed.contains(entry.endpoint()))
                                    .filter(entry -> entry.kind() != EndpointKind.GATEWAY)
                                    .forEach(tx::putKeys);
                            for (EndpointRecord known : tx.endpointsOf(peer.organization())) {
                                if (!listed.contains(known.id())
                                        && known.status() != EndpointStatus.REVOKED) {
                                    tx.putEndpoint(known.withStatus(EndpointStatus.REVOKED, now));
                                }
                            }
                            return fresh.size();
                        })
                .join();
        LOG.log(Level.DEBUG, "peer {0}: {1} endpoints", peer.organization(), fresh.size());
    }

    private static void put(
            DirectoryTx tx,
            EndpointRecord record,
            Map<CertificateProfile, X509Certificate> certificates) {
        tx.putEndpoint(record);
        Map<CertificateProfile, X509Certificate> known = tx.certificates(record.id());
        certificates.forEach((profile, certificate) -> {
            if (!certificate.equals(known.get(profile))) {
                tx.putCertificate(record.id(), profile, certificate);
            }
        });
    }

    private EndpointRecord record(PeerRecord peer, DirectoryEntry entry) {
        return new EndpointRecord(
                entry.endpoint(),
                entry.kind(),
                entry.name(),
                peer.organizationName(),
                entry.unit(),
                peer.gateway(),
                peer.premises(),
                entry.assumedRoles(),
                entry.clearance()
                        .map(c ->
                                new Clearance(
                                        c.level(),
                                        c.validUntil(),
                                        "Danh bạ của " + peer.organization())),
                Optional.empty(),
                Optional.of(today().plusDays(TRUSTED_DAYS)),
                entry.state() == DirectoryEntry.State.ACTIVE
                        ? EndpointStatus.ACTIVE
                        : EndpointStatus.SUSPENDED,
                now());
    }

    private Map<CertificateProfile, X509Certificate> certificates(DirectoryEntry entry) {
        Map<CertificateProfile, X509Certificate> believed = new EnumMap<>(CertificateProfile.class);
        keep(believed, CertificateProfile.SIGNATURE, entry.signatureCertificate(), entry);
        keep(believed, CertificateProfile.AUTHENTICATION, entry.authenticationCertificate(), entry);
        keep(believed, CertificateProfile.ENCRYPTION, entry.encryptionCertificate(), entry);
        return believed;
    }

    private void keep(
            Map<CertificateProfile, X509Certificate> believed,
            CertificateProfile profile,
            Optional<X509Certificate> certificate,
            DirectoryEntry entry) {
        if (certificate.isEmpty()) {
            return;
        }
        try {
            EndpointId named =
                    CertificatePath.verify(trust.get(), certificate.get(), profile, clock.instant())
                            .endpoint();
            if (named.equals(entry.endpoint())) {
                believed.put(profile, certificate.get());
            }
        } catch (CertificateProblem e) {
            LOG.log(
                    Level.WARNING,
                    "{0} certificate of {1} left out: {2}",
                    profile,
                    entry.endpoint(),
                    e.reason());
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.ofHours(7));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Stops asking. */
    @Override
    public void close() {
        List<Runnable> unused = timer.shutdownNow();
    }
}

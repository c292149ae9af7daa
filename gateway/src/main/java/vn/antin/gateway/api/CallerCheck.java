package vn.antin.gateway.api;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.Directory;
import vn.antin.gateway.directory.DirectoryStore;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.intake.Refused;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Decides for every request who calls: the certificate must hold now, and must be the enrolled one
 * of an active endpoint. So a suspension or revocation counts at once on open connections.
 * Thread-safe; a path that verified is believed for a minute while the trust does not change.
 */
final class CallerCheck {
    private static final Duration BELIEVED_FOR = Duration.ofMinutes(1);
    private static final int REMEMBERED = 4096;

    private final EndpointId self;
    private final Supplier<TrustStore> trust;
    private final DirectoryStore store;
    private final Consumer<OrganizationId> newcomer;
    private final InstantSource clock;
    private final Map<Digest, Believed> believed =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Digest, Believed> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private record Believed(VerifiedIdentity identity, TrustStore under, Instant until) {}

    /**
     * @param self this gateway
     * @param trust the trust of the moment
     * @param store the directory
     * @param newcomer told of a peer that calls and whose revocation list is missing or too old
     * @param clock the time
     */
    CallerCheck(
            EndpointId self,
            Supplier<TrustStore> trust,
            DirectoryStore store,
            Consumer<OrganizationId> newcomer,
            InstantSource clock) {
        this.self = self;
        this.trust = trust;
        this.store = store;
        this.newcomer = newcomer;
        this.clock = clock;
    }

    /**
     * Who calls.
     *
     * @param certificate of the connection
     * @param forTrust whether the request only asks for the trust bundle: a peer whose revocation
     *     list has not been fetched yet may do that with the certificate of its card, or neither of
     *     two gateways could begin
     * @throws Refused UNAUTHENTICATED, NOT_ENROLLED or SUSPENDED
     */
    Caller check(X509Certificate certificate, boolean forTrust) {
        VerifiedIdentity identity;
        try {
            identity = identity(certificate);
        } catch (CertificateProblem e) {
            Optional<Caller> beginner =
                    e.reason() == CertificateProblem.Reason.REVOCATION_UNKNOWN
                            ? beginner(certificate)
                            : Optional.empty();
            beginner.ifPresent(peer -> newcomer.accept(peer.endpoint().organization()));
            return beginner.filter(peer -> forTrust)
                    .orElseThrow(() ->
                            Refused.because(
                                    e, ProblemCode.UNAUTHENTICATED, "certificate", e.reason()));
        }
        Optional<Caller> caller =
                store.readDirectory(directory ->
                        identity.profile() == CertificateProfile.TLS
                                ? gateway(directory, identity)
                                : endpoint(directory, identity));
        return caller.orElseThrow(() -> stranger(identity));
    }

    /** Who is suspended hears of it, when and by whom, but not why: that is for the record. */
    private Refused stranger(VerifiedIdentity identity) {
        EndpointId id = identity.endpoint();
        Optional<EndpointOrder> suspension =
                store.readDirectory(directory ->
                        directory
                                .endpoint(id)
                                .filter(e -> e.status() == EndpointStatus.SUSPENDED)
                                .filter(e -> id.organization().equals(self.organization()))
                                .flatMap(e -> directory.orders(id).stream().reduce((a, b) -> b)));
        return suspension
                .map(order ->
                        Refused.of(
                                ProblemCode.SUSPENDED,
                                "endpoint",
                                id,
                                PolicyDesk.local(order.at()),
                                order.custodian()
                                        .map(EndpointId::toString)
                                        .orElse(self.toString())))
                .orElseGet(() -> Refused.of(ProblemCode.NOT_ENROLLED, "endpoint", id));
    }

    private VerifiedIdentity identity(X509Certificate certificate) throws CertificateProblem {
        Instant now = clock.instant();
        TrustStore current = trust.get();
        Digest fingerprint = Certificates.fingerprint(certificate);
        synchronized (believed) {
            Believed known = believed.get(fingerprint);
            if (known != null && known.under().equals(current) && now.isBefore(known.until())) {
                return known.identity();
            }
        }
        VerifiedIdentity identity =
                CertificatePath.verify(
                        current, certificate, ClientTrustManager.profile(certificate), now);
        synchronized (believed) {
            believed.put(fingerprint, new Believed(identity, current, now.plus(BELIEVED_FOR)));
        }
        return identity;
    }

    private Optional<Caller> endpoint(Directory directory, VerifiedIdentity identity) {
        EndpointId id = identity.endpoint();
        if (!id.organization().equals(self.organization()) || id.isGateway()) {
            return Optional.empty();
        }
        Optional<EndpointRecord> endpoint = directory.endpoint(id).filter(EndpointRecord::active);
        X509Certificate enrolled =
                directory.certificates(id).get(CertificateProfile.AUTHENTICATION);
        if (endpoint.isEmpty() || !identity.certificate().equals(enrolled)) {
            return Optional.empty();
        }
        return Optional.of(
                new Caller(
                        id, endpoint.get().kind(), endpoint.get().roles(), identity.certificate()));
    }

    private static Optional<Caller> gateway(Directory directory, VerifiedIdentity identity) {
        return directory
                .peer(identity.organization())
                .filter(PeerRecord::active)
                .filter(peer -> peer.gateway().equals(identity.endpoint()))
                .filter(peer -> peer.tls().equals(identity.certificate()))
                .map(peer -> caller(peer, identity.certificate()));
    }

    private static Caller caller(PeerRecord peer, X509Certificate certificate) {
        return new Caller(peer.gateway(), EndpointKind.GATEWAY, Set.of(Role.GATEWAY), certificate);
    }

    private Optional<Caller> beginner(X509Certificate certificate) {
        return store.<Optional<PeerRecord>>readDirectory(directory ->
                        directory.peers().stream()
                                .filter(PeerRecord::active)
                                .filter(peer -> peer.tls().equals(certificate))
                                .findFirst())
                .map(peer -> caller(peer, certificate));
    }
}

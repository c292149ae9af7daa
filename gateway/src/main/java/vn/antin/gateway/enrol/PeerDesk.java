package vn.antin.gateway.enrol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.intake.Refused;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.ProblemCode;

/**
 * A key custodian adds peer agencies from their cards, after comparing fingerprints by hand; the
 * own CA then certifies the peer's CA. Thread-safe.
 */
public final class PeerDesk {
    private static final Logger LOG = System.getLogger(PeerDesk.class.getName());

    private final Supplier<PeerCard> self;
    private final EnrolStore store;
    private final Authority authority;
    private final Predicate<String> knownChannel;
    private final Consumer<OrganizationId> added;
    private final InstantSource clock;

    /**
     * @param self the own card
     * @param store what is kept
     * @param authority makes cross certificates
     * @param knownChannel whether the rule pack has a channel profile of this id
     * @param added called after a peer was added or changed
     * @param clock the time
     */
    public PeerDesk(
            Supplier<PeerCard> self,
            EnrolStore store,
            Authority authority,
            Predicate<String> knownChannel,
            Consumer<OrganizationId> added,
            InstantSource clock) {
        this.self = self;
        this.store = store;
        this.authority = authority;
        this.knownChannel = knownChannel;
        this.added = added;
        this.clock = clock;
    }

    /** The own card and the peers. */
    public PeerCard.Listing list() {
        List<PeerRecord> peers = store.readEnrolment(view -> view.directory().peers());
        return new PeerCard.Listing(self.get(), peers.stream().map(PeerDesk::entry).toList());
    }

    private static PeerCard.AddPeer entry(PeerRecord peer) {
        return new PeerCard.AddPeer(
                new PeerCard(
                        peer.organization(),
                        peer.organizationName(),
                        peer.gateway(),
                        peer.url(),
                        peer.premises(),
                        peer.ca(),
                        peer.tls(),
                        peer.logKey().text()),
                peer.channelProfile());
    }

    /**
     * Adds a peer, or takes over its new card; the same card again makes no new certificate.
     *
     * @throws Refused FORBIDDEN, MALFORMED when the card contradicts itself, or CONFLICT when the
     *     peer has another CA than before
     */
    public void add(Caller custodian, PeerCard.AddPeer order) {
        EnrolmentDesk.requireCustodian(custodian);
        PeerCard card = order.card();
        LogKey logKey = check(card, order.channelProfile());
        Optional<PeerRecord> known =
                store.readEnrolment(view -> view.directory().peer(card.organization()));
        if (known.isPresent() && !known.get().ca().equals(card.ca())) {
            throw Refused.of(ProblemCode.CONFLICT, "peer-ca", card.organization());
        }
        X509Certificate cross = known.map(PeerRecord::cross).orElseGet(() -> cross(card));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        PeerRecord peer =
                new PeerRecord(
                        card.organization(),
                        card.organizationName(),
                        card.gateway(),
                        card.url(),
                        card.premises(),
                        card.ca(),
                        cross,
                        card.tls(),
                        logKey,
                        order.channelProfile(),
                        known.flatMap(PeerRecord::crl),
                        true,
                        now);
        store.<PeerRecord>commitEnrolment(tx -> enter(tx, peer, known.isEmpty(), now)).join();
        LOG.log(Level.INFO, "peer {0} added by {1}", peer.organization(), custodian.endpoint());
        added.accept(peer.organization());
    }

    private static PeerRecord enter(EnrolTx tx, PeerRecord peer, boolean isNew, Instant now) {
        tx.directory().putPeer(peer);
        if (isNew) {
            tx.putIssued(
                    new IssuedCertificate(
                            peer.cross(),
                            CertificateProfile.CROSS_CA,
                            Optional.empty(),
                            now,
                            Optional.empty()));
        }
        tx.directory()
                .putEndpoint(
                        new EndpointRecord(
                                peer.gateway(),
                                EndpointKind.GATEWAY,
                                peer.organizationName(),
                                peer.organizationName(),
                                Optional.empty(),
                                peer.gateway(),
                                peer.premises(),
                                Set.of(Role.GATEWAY),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.<LocalDate>empty(),
                                EndpointStatus.ACTIVE,
                                now));
        return peer;
    }

    private X509Certificate cross(PeerCard card) {
        try {
            return authority.crossCertify(card.ca());
        } catch (IllegalArgumentException e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "peer-card", "ca");
        }
    }

    private LogKey check(PeerCard card, String channelProfile) {
        require(knownChannel.test(channelProfile), "channelProfile");
        require(!card.organization().equals(self.get().organization()), "organization");
        require(card.gateway().equals(EndpointId.gatewayOf(card.organization())), "gateway");
        require("https".equals(card.url().getScheme()) && card.url().getHost() != null, "url");
        require(!card.premises().isBlank(), "premises");
        try {
            require(
                    Certificates.unverifiedSubject(card.ca())
                            .organization()
                            .equals(card.organization()),
                    "ca");
            require(
                    Certificates.unverifiedSubject(card.tls())
                            .endpoint()
                            .equals(Optional.of(card.gateway())),
                    "tls");
            card.tls().verify(card.ca().getPublicKey());
            LogKey logKey = LogKey.parse(card.logKey());
            require(logKey.origin().equals(Evidence.logOf(card.organization())), "logKey");
            return logKey;
        } catch (CertificateProblem | GeneralSecurityException e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "peer-card", "tls");
        } catch (LogProblem e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "peer-card", "logKey");
        }
    }

    private static void require(boolean holds, String field) {
        if (!holds) {
            throw Refused.of(ProblemCode.MALFORMED, "peer-card", field);
        }
    }
}

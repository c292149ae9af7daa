package vn.antin.gateway.enrol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
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
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointOrder.Act;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.intake.Refused;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.wire.PeerCard;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.SignedPeerCard;

/**
 * A key custodian adds peer agencies from their cards, after comparing the fingerprints of their
 * CAs by hand; a card is taken only with the signature of that CA over all of it. The own CA then
 * certifies the peer's CA. Thread-safe.
 */
public final class PeerDesk {
    private static final Logger LOG = System.getLogger(PeerDesk.class.getName());

    private final OrganizationId own;
    private final boolean exercise;
    private final Supplier<SignedPeerCard> self;
    private final EnrolStore store;
    private final Authority authority;
    private final Predicate<String> knownChannel;
    private final Consumer<OrganizationId> added;
    private final SecureRandom random;
    private final InstantSource clock;

    /**
     * @param own the own agency
     * @param exercise whether this gateway is an exercise
     * @param self the own card, signed by the own CA
     * @param store what is kept
     * @param authority makes cross certificates
     * @param knownChannel whether the rule pack has a channel profile of this id
     * @param added called after a peer was added or changed
     * @param clock the time
     * @param random for the salts of orders in the log
     */
    public PeerDesk(
            OrganizationId own,
            boolean exercise,
            Supplier<SignedPeerCard> self,
            EnrolStore store,
            Authority authority,
            Predicate<String> knownChannel,
            Consumer<OrganizationId> added,
            InstantSource clock,
            SecureRandom random) {
        this.random = random;
        this.own = own;
        this.exercise = exercise;
        this.self = self;
        this.store = store;
        this.authority = authority;
        this.knownChannel = knownChannel;
        this.added = added;
        this.clock = clock;
    }

    /** The own card and the peers. */
    public PeerCard.Listing list(Caller caller) {
        EnrolmentDesk.requireCustodian(caller);
        List<PeerRecord> peers = store.readEnrolment(view -> view.directory().peers());
        return new PeerCard.Listing(self.get(), peers.stream().map(PeerDesk::entry).toList());
    }

    private static PeerCard.Peer entry(PeerRecord peer) {
        return new PeerCard.Peer(peer.card(), peer.channelProfile());
    }

    /**
     * Adds a peer, or takes over its new card when the order says so; the same again changes
     * nothing.
     *
     * @throws Refused FORBIDDEN, also when one is an exercise and the other is not; BAD_SIGNATURE
     *     when the card's CA did not sign it; MALFORMED when the card contradicts itself; CONFLICT
     *     when the peer is there with another CA, or with another card or channel and the order
     *     does not say that it may be replaced
     * @return whose card it was
     */
    public OrganizationId add(Caller custodian, PeerCard.AddPeer order) {
        EnrolmentDesk.requireCustodian(custodian);
        PeerCard card =
                order.card()
                        .verified()
                        .orElseThrow(() -> Refused.of(ProblemCode.BAD_SIGNATURE, "peer-card"));
        LogKey logKey = check(card, order.channelProfile());
        Optional<PeerRecord> known =
                store.readEnrolment(view -> view.directory().peer(card.organization()));
        allow(known, card, order);
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
                        card.exercise(),
                        order.channelProfile(),
                        Optional.empty(),
                        true,
                        order.card().signature(),
                        now);
        boolean first =
                store.<Boolean>commitEnrolment(tx -> enter(tx, peer, custodian, order)).join();
        LOG.log(
                Level.INFO,
                "peer {0} {1} by {2}",
                peer.organization(),
                first ? "added" : "replaced",
                custodian.endpoint());
        added.accept(peer.organization());
        return peer.organization();
    }

    private static void allow(Optional<PeerRecord> known, PeerCard card, PeerCard.AddPeer order) {
        if (known.isEmpty()) {
            return;
        }
        if (!known.get().ca().equals(card.ca())) {
            throw Refused.of(ProblemCode.CONFLICT, "peer-ca", card.organization());
        }
        boolean same =
                known.get().card().equals(card)
                        && known.get().channelProfile().equals(order.channelProfile());
        if (!same && !order.replace()) {
            throw Refused.of(ProblemCode.CONFLICT, "peer-known", card.organization());
        }
    }

    /** Asks once more inside the transaction, since another custodian may have been quicker. */
    private boolean enter(EnrolTx tx, PeerRecord peer, Caller custodian, PeerCard.AddPeer order) {
        Optional<PeerRecord> known = tx.directory().peer(peer.organization());
        allow(known, peer.card(), order);
        PeerRecord kept =
                known.flatMap(PeerRecord::crl)
                        .map(crl -> peer.withCrl(crl, peer.changedAt()))
                        .orElse(peer);
        tx.directory().putPeer(kept);
        if (known.isEmpty()) {
            tx.putIssued(
                    new IssuedCertificate(
                            kept.cross(),
                            CertificateProfile.CROSS_CA,
                            Optional.empty(),
                            kept.changedAt(),
                            Optional.empty()));
        }
        EndpointRecord gateway =
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
                        peer.changedAt());
        tx.directory().putEndpoint(gateway);
        JsonObject outcome = kept.facts();
        List<EndpointOrder> earlier = tx.directory().orders(gateway.id());
        if (earlier.isEmpty() || !earlier.getLast().outcome().equals(outcome)) {
            tx.putOrder(
                    EndpointOrder.of(Act.PEER, gateway, Optional.of(custodian), peer.changedAt())
                            .with(outcome),
                    EndpointOrder.salt(random));
        }
        return known.isEmpty();
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
        require(!card.organization().equals(own), "organization");
        if (card.exercise() != exercise) {
            throw Refused.of(
                    ProblemCode.FORBIDDEN,
                    exercise ? "peer-production" : "peer-exercise",
                    card.organization());
        }
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

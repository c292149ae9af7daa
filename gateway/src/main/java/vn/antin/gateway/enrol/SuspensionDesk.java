package vn.antin.gateway.enrol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointOrder.Act;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.Suspension;

/**
 * Suspends endpoints of this agency, lifts suspensions and revokes certificates. Thread-safe. All
 * count from the next request on, also on connections that are open. Every order is kept with who
 * gave it, when and why, and entered into the log.
 */
public final class SuspensionDesk {
    private static final Logger LOG = System.getLogger(SuspensionDesk.class.getName());

    /** Why an endpoint's certificates may be revoked. */
    private static final Set<RevocationReason> CAUSES =
            EnumSet.of(
                    RevocationReason.PRIVILEGE_WITHDRAWN,
                    RevocationReason.CESSATION_OF_OPERATION,
                    RevocationReason.SUPERSEDED,
                    RevocationReason.KEY_COMPROMISE,
                    RevocationReason.AFFILIATION_CHANGED);

    /** Characters of a reason. */
    private static final int MAX_REASON = 500;

    private final OrganizationId organization;
    private final EnrolStore store;
    private final Authority authority;
    private final Runnable trustChanged;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * @param organization the agency
     * @param store what is kept
     * @param authority makes the revocation list
     * @param trustChanged called after the revocation list changed
     * @param clock the time
     * @param random for the salts of orders in the log
     */
    public SuspensionDesk(
            OrganizationId organization,
            EnrolStore store,
            Authority authority,
            Runnable trustChanged,
            InstantSource clock,
            SecureRandom random) {
        this.organization = organization;
        this.store = store;
        this.authority = authority;
        this.trustChanged = trustChanged;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Suspends an endpoint, or revokes its certificates, which cannot be undone.
     *
     * @return how the endpoint stands after it
     * @throws Refused FORBIDDEN, NOT_FOUND, MALFORMED for another cause or without a reason, or
     *     CONFLICT for the own endpoint or the gateway
     */
    public EndpointStatus suspend(Caller custodian, EndpointId endpoint, Suspension order) {
        requireOther(custodian, endpoint);
        requireReason(order.reason());
        RevocationReason cause = order.cause().orElse(RevocationReason.PRIVILEGE_WITHDRAWN);
        if (!CAUSES.contains(cause)) {
            throw Refused.of(ProblemCode.MALFORMED, "cause");
        }
        return suspend(
                endpoint,
                order.revoke(),
                cause,
                new Given(Optional.of(custodian), Optional.of(order.reason())));
    }

    /** The same for the command at the gateway's own machine. */
    public void suspend(EndpointId endpoint, boolean revoke, Optional<String> reason) {
        EndpointStatus unused =
                suspend(
                        endpoint,
                        revoke,
                        RevocationReason.PRIVILEGE_WITHDRAWN,
                        new Given(Optional.empty(), reason));
    }

    /**
     * Lets a suspended endpoint act again. The same order again has the same answer.
     *
     * @return how the endpoint stands after it
     * @throws Refused FORBIDDEN, NOT_FOUND, MALFORMED without a reason, or CONFLICT for the own
     *     endpoint, one that is not suspended, or one whose certificates are revoked
     */
    public EndpointStatus resume(
            Caller custodian, EndpointId endpoint, Suspension.Resumption order) {
        requireOther(custodian, endpoint);
        requireReason(order.reason());
        Given given = new Given(Optional.of(custodian), Optional.of(order.reason()));
        Instant now = now();
        EndpointStatus status =
                store.<EndpointStatus>commitEnrolment(tx -> resume(tx, endpoint, given, now))
                        .join();
        LOG.log(Level.INFO, "{0} is {1}, ordered by {2}", endpoint, status, custodian.endpoint());
        return status;
    }

    /** By whom and why. */
    private record Given(Optional<Caller> custodian, Optional<String> reason) {
        String name() {
            return custodian.map(c -> c.endpoint().toString()).orElse("this machine");
        }
    }

    private static void requireOther(Caller custodian, EndpointId endpoint) {
        EnrolmentDesk.requireCustodian(custodian);
        if (endpoint.equals(custodian.endpoint()) || endpoint.isGateway()) {
            throw Refused.of(ProblemCode.CONFLICT, "suspend-self", endpoint);
        }
    }

    private static void requireReason(String reason) {
        boolean writable = reason.codePoints().noneMatch(Character::isISOControl);
        if (reason.isBlank() || reason.length() > MAX_REASON || !writable) {
            throw Refused.of(ProblemCode.MALFORMED, "reason", MAX_REASON);
        }
    }

    private EndpointStatus suspend(
            EndpointId endpoint, boolean revoke, RevocationReason cause, Given given) {
        Instant now = now();
        EndpointStatus status =
                store.<EndpointStatus>commitEnrolment(
                                tx -> change(tx, endpoint, revoke, cause, given, now))
                        .join();
        LOG.log(Level.INFO, "{0} is {1}, ordered by {2}", endpoint, status, given.name());
        if (revoke && authority.refreshCrl()) {
            trustChanged.run();
        }
        return status;
    }

    private EndpointStatus change(
            EnrolTx tx,
            EndpointId endpoint,
            boolean revoke,
            RevocationReason cause,
            Given given,
            Instant now) {
        EndpointRecord known = known(tx, endpoint);
        if (known.status() == EndpointStatus.REVOKED && !revoke) {
            return known.status();
        }
        enter(
                tx,
                revoke ? Act.REVOKE : Act.SUSPEND,
                known.withStatus(revoke ? EndpointStatus.REVOKED : EndpointStatus.SUSPENDED, now),
                revoke ? Optional.of(cause) : Optional.empty(),
                given,
                known.status());
        if (revoke) {
            for (IssuedCertificate issued : tx.issuedTo(endpoint)) {
                tx.revoke(issued.certificate().getSerialNumber(), now, cause);
            }
            return EndpointStatus.REVOKED;
        }
        return EndpointStatus.SUSPENDED;
    }

    private EndpointStatus resume(EnrolTx tx, EndpointId endpoint, Given given, Instant now) {
        EndpointRecord known = known(tx, endpoint);
        if (known.status() == EndpointStatus.REVOKED) {
            throw Refused.of(ProblemCode.CONFLICT, "resume-revoked", endpoint);
        }
        boolean entered =
                enter(
                        tx,
                        Act.RESUME,
                        known.withStatus(EndpointStatus.ACTIVE, now),
                        Optional.empty(),
                        given,
                        known.status());
        if (entered && known.status() == EndpointStatus.ACTIVE) {
            throw Refused.of(ProblemCode.CONFLICT, "resume-active", endpoint);
        }
        return EndpointStatus.ACTIVE;
    }

    /** Enters the order and what follows from it, unless it was said before and is so. */
    private boolean enter(
            EnrolTx tx,
            Act act,
            EndpointRecord outcome,
            Optional<RevocationReason> cause,
            Given given,
            EndpointStatus before) {
        EndpointOrder order =
                EndpointOrder.of(act, outcome, given.custodian(), outcome.changedAt())
                        .because(given.reason(), cause);
        List<EndpointOrder> earlier = tx.directory().orders(outcome.id());
        boolean again =
                before == outcome.status()
                        && !earlier.isEmpty()
                        && order.repeats(earlier.getLast());
        if (!again) {
            tx.directory().putEndpoint(outcome);
            tx.putOrder(order, EndpointOrder.salt(random));
        }
        return !again;
    }

    private EndpointRecord known(EnrolTx tx, EndpointId endpoint) {
        return tx.directory()
                .endpoint(endpoint)
                .filter(e -> e.id().organization().equals(organization))
                .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "endpoint", endpoint));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

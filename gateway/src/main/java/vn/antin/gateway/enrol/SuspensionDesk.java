package vn.antin.gateway.enrol;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.Enrolment;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Suspends endpoints of this agency and revokes their certificates. Thread-safe. Both count from
 * the next request on, also on connections that are open.
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

    private final OrganizationId organization;
    private final EnrolStore store;
    private final Authority authority;
    private final Runnable trustChanged;
    private final InstantSource clock;

    /**
     * @param organization the agency
     * @param store what is kept
     * @param authority makes the revocation list
     * @param trustChanged called after the revocation list changed
     * @param clock the time
     */
    public SuspensionDesk(
            OrganizationId organization,
            EnrolStore store,
            Authority authority,
            Runnable trustChanged,
            InstantSource clock) {
        this.organization = organization;
        this.store = store;
        this.authority = authority;
        this.trustChanged = trustChanged;
        this.clock = clock;
    }

    /**
     * Suspends an endpoint, or revokes its certificates, which cannot be undone.
     *
     * @throws Refused FORBIDDEN, NOT_FOUND, MALFORMED for another cause, or CONFLICT for the own
     *     endpoint or the gateway
     */
    public void suspend(Caller custodian, EndpointId endpoint, Enrolment.Suspension order) {
        EnrolmentDesk.requireCustodian(custodian);
        if (endpoint.equals(custodian.endpoint()) || endpoint.isGateway()) {
            throw Refused.of(ProblemCode.CONFLICT, "suspend-self", endpoint);
        }
        RevocationReason cause = order.cause().orElse(RevocationReason.PRIVILEGE_WITHDRAWN);
        if (!CAUSES.contains(cause)) {
            throw Refused.of(ProblemCode.MALFORMED, "cause");
        }
        suspend(endpoint, order.revoke(), cause);
        LOG.log(Level.INFO, "ordered by {0}", custodian.endpoint());
    }

    /** The same for the command at the gateway's own machine. */
    public void suspend(EndpointId endpoint, boolean revoke) {
        suspend(endpoint, revoke, RevocationReason.PRIVILEGE_WITHDRAWN);
    }

    private void suspend(EndpointId endpoint, boolean revoke, RevocationReason cause) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        EndpointStatus status =
                store.<EndpointStatus>commitEnrolment(
                                tx -> change(tx, endpoint, revoke, cause, now))
                        .join();
        LOG.log(Level.INFO, "{0} is {1}", endpoint, status);
        if (revoke && authority.refreshCrl()) {
            trustChanged.run();
        }
    }

    private EndpointStatus change(
            EnrolTx tx, EndpointId endpoint, boolean revoke, RevocationReason cause, Instant now) {
        EndpointRecord known =
                tx.directory()
                        .endpoint(endpoint)
                        .filter(e -> e.id().organization().equals(organization))
                        .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "endpoint", endpoint));
        boolean gone = revoke || known.status() == EndpointStatus.REVOKED;
        EndpointStatus status = gone ? EndpointStatus.REVOKED : EndpointStatus.SUSPENDED;
        tx.directory().putEndpoint(known.withStatus(status, now));
        if (revoke) {
            for (IssuedCertificate issued : tx.issuedTo(endpoint)) {
                tx.revoke(issued.certificate().getSerialNumber(), now, cause);
            }
        }
        return status;
    }
}

package vn.antin.gateway.evidence;

import java.time.InstantSource;
import vn.antin.crypto.bc.tsp.TimeStampAuthority;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.ProblemCode;

/**
 * The agency's time-stamping authority (RFC 3161), for its own endpoints. It sees digests only.
 * Thread-safe.
 */
public final class TimeStampDesk {
    private final OrganizationId own;
    private final TimeStampAuthority authority;
    private final InstantSource clock;

    /** Stamps with this key. */
    public TimeStampDesk(OrganizationId own, TimeStampAuthority authority, InstantSource clock) {
        this.own = own;
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * DER of a TimeStampResp for DER of a TimeStampReq.
     *
     * @throws Refused for strangers, peers, and queries that are not to be answered
     */
    public byte[] answer(Caller caller, byte[] query) {
        if (caller.isGateway() || !caller.endpoint().organization().equals(own)) {
            throw Refused.of(ProblemCode.FORBIDDEN, "stamps");
        }
        try {
            return authority.answer(query, clock.instant());
        } catch (TimeStampProblem e) {
            throw Refused.because(e, ProblemCode.MALFORMED, "timestamp");
        }
    }
}

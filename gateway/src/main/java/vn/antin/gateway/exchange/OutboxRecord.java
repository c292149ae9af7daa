package vn.antin.gateway.exchange;

import java.time.Instant;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;

/**
 * One thing to be sent to a peer gateway. There is at most one for each (kind, consignment,
 * target). Immutable.
 *
 * @param id its number
 * @param kind what is to be sent
 * @param consignment about which consignment
 * @param target the peer gateway
 * @param priority greater goes first: the urgency of the consignment
 * @param generation counts how often it was asked for; see {@link Outbox.Writer#done}
 * @param attempts how often sending was tried since the last success
 * @param nextAttempt not before
 * @param lastError stable code and words of the last failure
 * @param createdAt when it was first asked for
 */
public record OutboxRecord(
        long id,
        Kind kind,
        String consignment,
        EndpointId target,
        int priority,
        long generation,
        int attempts,
        Instant nextAttempt,
        Optional<String> lastError,
        Instant createdAt) {
    /** What is to be sent to a peer gateway. */
    public enum Kind {
        /** The consignment itself, blobs and outer signature. */
        RELAY,
        /** Evidence and signed receipts back to the origin. */
        EVIDENCE
    }
}

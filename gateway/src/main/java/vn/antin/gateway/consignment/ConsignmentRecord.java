package vn.antin.gateway.consignment;

import java.time.Instant;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.ConsignmentNote;

/**
 * A consignment that was accepted here. Immutable.
 *
 * @param position its place in the order of acceptance, from 1; 0 before it is stored
 * @param note the verified consignment note
 * @param outer SHA-256 of {@code outer.p7s}; the same id with another digest is a conflict
 * @param direction where it goes, seen from here
 * @param submitter who handed it in: the sender or a peer gateway
 * @param acceptedAt when
 * @param policy the rule pack that permitted, {@code id@version}
 */
public record ConsignmentRecord(
        long position,
        ConsignmentNote note,
        Digest outer,
        Direction direction,
        EndpointId submitter,
        Instant acceptedAt,
        String policy) {
    /** Identifier of the consignment. */
    public String id() {
        return note.id();
    }
}

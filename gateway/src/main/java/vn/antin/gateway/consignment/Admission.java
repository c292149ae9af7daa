package vn.antin.gateway.consignment;

import java.time.Instant;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.seal.ConsignmentNote;

/**
 * A submission that the policy permits and whose blobs are still awaited. Immutable. It is no
 * consignment yet: no evidence, no number, no answer 201.
 *
 * @param note the verified consignment note
 * @param outer SHA-256 of {@code outer.p7s}
 * @param outerSignature {@code outer.p7s}
 * @param submitter who handed it in: the sender or a peer gateway
 * @param admittedAt when the policy permitted
 * @param expiresAt when it is forgotten if the blobs have not come
 * @param policy the rule pack that permitted, {@code id@version}
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its digest
public record Admission(
        ConsignmentNote note,
        Digest outer,
        byte[] outerSignature,
        EndpointId submitter,
        Instant admittedAt,
        Instant expiresAt,
        String policy) {
    /** Identifier of the consignment. */
    public String id() {
        return note.id();
    }
}

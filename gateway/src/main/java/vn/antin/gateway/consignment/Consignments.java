package vn.antin.gateway.consignment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;

/** Reads consignments. Port; thread-safety is that of the view it came from. */
public interface Consignments {
    /** The submission that waits for blobs. */
    Optional<Admission> admission(String id);

    /** Submissions of this submitter that wait for the blob. */
    List<Admission> admissionsAwaiting(EndpointId submitter, Digest blob);

    /** Submissions whose time to bring the blobs is over. */
    List<Admission> admissionsExpired(Instant now, int limit);

    /** The accepted consignment. */
    Optional<ConsignmentRecord> consignment(String id);

    /** {@code outer.p7s} of an accepted consignment. */
    Optional<byte[]> outerSignature(String id);

    /** Accepted consignments that name the blob as envelope or attachment. */
    List<ConsignmentRecord> naming(Digest blob);

    /** The deliveries of a consignment, in the order of its note. */
    List<DeliveryRecord> deliveries(String id);

    /** The delivery to one recipient. */
    Optional<DeliveryRecord> delivery(String id, EndpointId recipient);

    /** Deliveries to the recipient after a position, oldest first. */
    List<DeliveryRecord> inbox(EndpointId recipient, long after, int limit);

    /** Consignments of the sender after a position, oldest first. */
    List<ConsignmentRecord> outbox(EndpointId sender, long after, int limit);

    /** The highest sequence accepted from the sender for the recipient; 0 when none was. */
    long lastSequence(EndpointId sender, EndpointId recipient);

    /** Numbers from 1 to {@link #lastSequence} that never came, at most {@code limit} of them. */
    List<Long> missingSequences(EndpointId sender, EndpointId recipient, int limit);

    /** The signed receipts for a consignment, in order of arrival. */
    List<SignedReceiptRecord> signedReceipts(String id);
}

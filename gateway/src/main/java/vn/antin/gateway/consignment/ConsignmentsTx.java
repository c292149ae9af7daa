package vn.antin.gateway.consignment;

import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;

/** Writes consignments within a transaction. Port; only for the thread of the transaction. */
public interface ConsignmentsTx extends Consignments {
    /**
     * Keeps a submission until its blobs are there. The same again changes nothing; the id with
     * another outer signature, as admission or consignment, is a CONFLICT.
     */
    void admit(Admission admission);

    /** Forgets a submission; again has no effect. */
    void forget(String id);

    /**
     * Accepts a consignment with one delivery per recipient of the note that {@code recipientsHere}
     * names (for an own consignment: all), in state {@link DeliveryState#NEW}: the same task must
     * append the evidence that moves them on. Its admission is forgotten.
     *
     * <p>The id in use, or a sequence number in use for its pair, is a CONFLICT.
     *
     * @return the record with its position
     */
    ConsignmentRecord accept(
            ConsignmentRecord consignment,
            byte[] outerSignature,
            java.util.Collection<EndpointId> recipientsHere);

    /**
     * Keeps a recipient's signed receipt.
     *
     * @return the receipt kept before for this recipient, if another one was; then nothing changes
     */
    Optional<SignedReceiptRecord> keepSignedReceipt(SignedReceiptRecord receipt);
}

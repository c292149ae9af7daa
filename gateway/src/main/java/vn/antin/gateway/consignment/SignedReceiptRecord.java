package vn.antin.gateway.consignment;

import java.time.Instant;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;

/**
 * A recipient's ESS signed receipt (RFC 2634 2.5). Immutable.
 *
 * @param consignment identifier of the consignment
 * @param recipient who signed
 * @param digest SHA-256 of the receipt
 * @param receipt the receipt
 * @param receivedAt when it came here
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its digest
public record SignedReceiptRecord(
        String consignment,
        EndpointId recipient,
        Digest digest,
        byte[] receipt,
        Instant receivedAt) {}

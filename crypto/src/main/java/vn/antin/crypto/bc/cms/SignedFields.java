package vn.antin.crypto.bc.cms;

import java.time.Instant;
import java.util.Optional;
import vn.antin.policies.label.SecurityLabel;

/**
 * What a signature of ours says in its signed attributes, beside the attributes that every
 * signature has. Immutable; the arrays must not be changed.
 *
 * @param signingTime cut to seconds when written
 * @param label ESS security label, in every signature
 * @param contentIdentifier ESS contentIdentifier (RFC 2634 2.7)
 * @param note consignment note, as an OCTET STRING
 * @param receiptRequest only in an inner signature
 * @param originalDigest msgSigDigest (RFC 2634 2.9), only in a receipt
 * @param commitment in which role an inner signature is made
 */
public record SignedFields(
        Instant signingTime,
        SecurityLabel label,
        Optional<byte[]> contentIdentifier,
        Optional<byte[]> note,
        Optional<ReceiptRequest> receiptRequest,
        Optional<byte[]> originalDigest,
        Optional<Commitment> commitment) {
    /** Without a commitment. */
    public SignedFields(
            Instant signingTime,
            SecurityLabel label,
            Optional<byte[]> contentIdentifier,
            Optional<byte[]> note,
            Optional<ReceiptRequest> receiptRequest,
            Optional<byte[]> originalDigest) {
        this(
                signingTime,
                label,
                contentIdentifier,
                note,
                receiptRequest,
                originalDigest,
                Optional.empty());
    }

    /** The same with a commitment. */
    public SignedFields as(Commitment meant) {
        return new SignedFields(
                signingTime,
                label,
                contentIdentifier,
                note,
                receiptRequest,
                originalDigest,
                Optional.of(meant));
    }
}

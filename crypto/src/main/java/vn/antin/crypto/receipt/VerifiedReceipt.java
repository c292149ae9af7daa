package vn.antin.crypto.receipt;

import java.time.Instant;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.seal.ContentIdentifier;
import vn.antin.policies.label.SecurityLabel;

/**
 * A signed receipt that was checked. Only {@link ReceiptCheck} makes one. Immutable.
 *
 * <p>The same receipt may come twice and may come late; both are for the register to see.
 */
public final class VerifiedReceipt {
    private final VerifiedIdentity signer;
    private final byte[] contentIdentifier;
    private final SecurityLabel label;
    private final Instant at;
    private final byte[] bytes;
    private final boolean checkedByOriginator;

    VerifiedReceipt(
            VerifiedIdentity signer,
            byte[] contentIdentifier,
            SecurityLabel label,
            Instant at,
            byte[] bytes,
            boolean checkedByOriginator) {
        this.signer = signer;
        this.contentIdentifier = contentIdentifier.clone();
        this.label = label;
        this.at = at;
        this.bytes = bytes.clone();
        this.checkedByOriginator = checkedByOriginator;
    }

    /** Who signed for the document. */
    public VerifiedIdentity signer() {
        return signer;
    }

    /** Identifier of the document as sent, 48 bytes. */
    public byte[] contentIdentifier() {
        return contentIdentifier.clone();
    }

    /** The consignment, as a lower-case UUID; part of the identifier. */
    public String consignment() {
        return ContentIdentifier.consignmentOf(contentIdentifier);
    }

    /** The label, copied from the document. */
    public SecurityLabel label() {
        return label;
    }

    /** When the signer says it was signed, to the second. */
    public Instant at() {
        return at;
    }

    /** The receipt. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of the receipt; evidence names it by that. */
    public Digest digest() {
        return Digest.of(bytes);
    }

    /**
     * Whether it was checked against the original signature, or (by a gateway, which cannot see
     * that) only in itself.
     */
    public boolean checkedByOriginator() {
        return checkedByOriginator;
    }

    /** The signer and the consignment. */
    @Override
    public String toString() {
        return "VerifiedReceipt[" + consignment() + " by " + signer.endpoint() + "]";
    }
}

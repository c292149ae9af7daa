package vn.antin.crypto.seal;

import java.time.Instant;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.VerifiedIdentity;

/**
 * An outer signature that was checked. Only {@link OuterSignature} makes one, so nothing can be
 * stored, routed or opened that was not. Immutable.
 */
public final class VerifiedConsignment {
    private final ConsignmentNote note;
    private final VerifiedIdentity sender;
    private final Instant signingTime;
    private final byte[] bytes;
    private final CmsSignature signature;

    VerifiedConsignment(
            ConsignmentNote note,
            VerifiedIdentity sender,
            Instant signingTime,
            byte[] bytes,
            CmsSignature signature) {
        this.note = note;
        this.sender = sender;
        this.signingTime = signingTime;
        this.bytes = bytes.clone();
        this.signature = signature;
    }

    /** The note. */
    public ConsignmentNote note() {
        return note;
    }

    /** Who sealed it; the same endpoint as {@code note().sender()}. */
    public VerifiedIdentity sender() {
        return sender;
    }

    /** When the sender says it was sealed, to the second. */
    public Instant signingTime() {
        return signingTime;
    }

    /** {@code outer.p7s}. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** SHA-256 of {@code outer.p7s}; evidence names the consignment by it. */
    public Digest digest() {
        return Digest.of(bytes);
    }

    /** Whether this is the envelope that was signed, by the note and by the signature. */
    boolean covers(byte[] envelope) {
        return BlobRef.of(envelope).equals(note.envelope()) && signature.covers(envelope);
    }

    /** The consignment and the sender. */
    @Override
    public String toString() {
        return "VerifiedConsignment[" + note.id() + " from " + sender.endpoint() + "]";
    }
}

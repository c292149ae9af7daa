package vn.antin.crypto.evidence;

import vn.antin.crypto.tlog.Checkpoint;

/**
 * An evidence that stands in its issuer's log; made only by {@link EvidenceVerifier}. Immutable.
 */
public final class VerifiedEvidence {
    private final EvidenceReceipt receipt;
    private final Checkpoint checkpoint;
    private final long index;

    VerifiedEvidence(EvidenceReceipt receipt, Checkpoint checkpoint, long index) {
        this.receipt = receipt;
        this.checkpoint = checkpoint;
        this.index = index;
    }

    /** What is stated. */
    public Evidence evidence() {
        return receipt.evidence();
    }

    /** The receipt that was checked. */
    public EvidenceReceipt receipt() {
        return receipt;
    }

    /** The signed state of the log under which it stands. */
    public Checkpoint checkpoint() {
        return checkpoint;
    }

    /** Position of its entry in the log, from 0. */
    public long index() {
        return index;
    }
}

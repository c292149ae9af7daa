package vn.antin.crypto.evidence;

import java.util.Arrays;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.tlog.Checkpoint;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.LogProof;

/**
 * Checks receipts with nothing but the key of the log; the only maker of {@link VerifiedEvidence}.
 *
 * <p>Checks in this order, so that the first failure names the changed part: the log's name, the
 * signature of the checkpoint, the path from the entry to the signed root, the evidence and salt
 * that the entry commits to. Thread-safe.
 */
public final class EvidenceVerifier {
    private EvidenceVerifier() {}

    /**
     * Checks a receipt file.
     *
     * @throws EvidenceProblem when it does not hold
     */
    public static VerifiedEvidence verify(byte[] receiptJson, LogKey key) throws EvidenceProblem {
        EvidenceReceipt receipt;
        try {
            receipt = EvidenceReceipt.parse(receiptJson);
        } catch (JsonException e) {
            throw new EvidenceProblem(EvidenceProblem.Reason.MALFORMED, e.getMessage(), e);
        }
        return verify(receipt, key);
    }

    /**
     * Checks a receipt.
     *
     * @throws EvidenceProblem when it does not hold
     */
    public static VerifiedEvidence verify(EvidenceReceipt receipt, LogKey key)
            throws EvidenceProblem {
        Evidence evidence = receipt.evidence();
        if (!evidence.log().equals(key.origin())) {
            throw new EvidenceProblem(
                    EvidenceProblem.Reason.WRONG_LOG,
                    "the evidence is of log " + evidence.log() + ", the key of " + key.origin(),
                    null);
        }
        LogProof proof = receipt.logProof();
        try {
            Checkpoint checkpoint = proof.verify(key, receipt.entry());
            if (!Arrays.equals(evidence.entry(receipt.salt()), receipt.entry())) {
                throw new EvidenceProblem(
                        EvidenceProblem.Reason.EVIDENCE_CHANGED,
                        "evidence and salt are not what the log entry commits to",
                        null);
            }
            return new VerifiedEvidence(receipt, checkpoint, proof.index());
        } catch (LogProblem e) {
            throw new EvidenceProblem(reason(e.reason()), e.getMessage(), e);
        }
    }

    private static EvidenceProblem.Reason reason(LogProblem.Reason reason) {
        return switch (reason) {
            case MALFORMED -> EvidenceProblem.Reason.MALFORMED;
            case WRONG_LOG -> EvidenceProblem.Reason.WRONG_LOG;
            case NOT_SIGNED -> EvidenceProblem.Reason.LOG_KEY;
            case BAD_SIGNATURE -> EvidenceProblem.Reason.CHECKPOINT_SIGNATURE;
            case NOT_INCLUDED -> EvidenceProblem.Reason.ENTRY_NOT_IN_LOG;
        };
    }
}

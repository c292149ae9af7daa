package vn.antin.sdk.verify;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceProblem;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.tlog.LogKey;

/**
 * Checks a {@code receipt.json} and the files that it is about, with nothing but the key of the
 * log. Each check is reported by itself, so that the part that was changed is named. Stateless.
 */
public final class ReceiptVerifier {
    private ReceiptVerifier() {}

    /** What is checked, in this order. */
    public enum Part {
        /** The file is a receipt. */
        FORM,
        /** The receipt is of the log whose key was given. */
        LOG,
        /** The checkpoint was signed with the log's key. */
        CHECKPOINT,
        /** The proof leads from the log entry to the signed checkpoint. */
        INCLUSION,
        /** The evidence and its salt are what the log entry commits to. */
        EVIDENCE,
        /** {@code outer.p7s} is the one that the evidence names. */
        OUTER_SIGNATURE,
        /** {@code sealed.p7m} is the one that the evidence names. */
        ENVELOPE,
        /** The recipient's signed receipt is the one that the evidence names. */
        SIGNED_RECEIPT
    }

    /** How a check ended. */
    public enum Outcome {
        /** It holds. */
        PASSED,
        /** This part was changed, or does not belong. */
        FAILED,
        /** Not reached because an earlier one failed. */
        NOT_REACHED
    }

    /**
     * One check.
     *
     * @param part what was checked
     * @param outcome how it ended
     */
    public record Check(Part part, Outcome outcome) {}

    /**
     * All checks.
     *
     * @param checks in order; files that were not given are not in it
     * @param evidence what the receipt states, when it could be read; believe it only when {@link
     *     #passed}
     */
    public record Report(List<Check> checks, Optional<Evidence> evidence) {
        /** Copies the list. */
        public Report {
            checks = List.copyOf(checks);
        }

        /** Whether everything holds. */
        public boolean passed() {
            return checks.stream().allMatch(check -> check.outcome() == Outcome.PASSED);
        }

        /** Whether nothing can be said, because no key that was given is that of the log. */
        public boolean wrongKey() {
            return checks.contains(new Check(Part.LOG, Outcome.FAILED));
        }
    }

    /**
     * Files beside the receipt, those that are at hand.
     *
     * @param outerSignature {@code outer.p7s}
     * @param envelope {@code sealed.p7m}
     * @param signedReceipt the recipient's signed receipt
     */
    public record Files(
            Optional<byte[]> outerSignature,
            Optional<byte[]> envelope,
            Optional<byte[]> signedReceipt) {}

    /** Checks everything that is given. */
    public static Report verify(byte[] receiptJson, LogKey key, Files files) {
        return verify(receiptJson, List.of(key), files);
    }

    /** The same with the keys of several logs, of which that of the receipt's log is taken. */
    public static Report verify(byte[] receiptJson, List<LogKey> keys, Files files) {
        List<Check> checks = new ArrayList<>();
        EvidenceReceipt receipt;
        try {
            receipt = EvidenceReceipt.parse(receiptJson);
        } catch (JsonException e) {
            proof(checks, Part.FORM);
            return new Report(checks, Optional.empty());
        }
        Evidence evidence = receipt.evidence();
        proof(checks, failed(receipt, keys));
        Optional<Digest> outer = Optional.of(evidence.outerSignature());
        file(checks, Part.OUTER_SIGNATURE, files.outerSignature(), outer);
        file(checks, Part.ENVELOPE, files.envelope(), Optional.of(evidence.envelope()));
        file(checks, Part.SIGNED_RECEIPT, files.signedReceipt(), evidence.receipt());
        return new Report(checks, Optional.of(evidence));
    }

    private static @Nullable Part failed(EvidenceReceipt receipt, List<LogKey> keys) {
        for (LogKey key : keys) {
            if (!key.origin().equals(receipt.evidence().log())) {
                continue;
            }
            try {
                VerifiedEvidence unused = EvidenceVerifier.verify(receipt, key);
                return null;
            } catch (EvidenceProblem e) {
                if (e.reason() != EvidenceProblem.Reason.LOG_KEY) {
                    return part(e.reason());
                }
            }
        }
        return Part.LOG;
    }

    /** The evidence names the log of the key; a checkpoint of another log was put there. */
    private static Part part(EvidenceProblem.Reason reason) {
        return switch (reason) {
            case MALFORMED -> Part.FORM;
            case LOG_KEY -> Part.LOG;
            case WRONG_LOG, CHECKPOINT_SIGNATURE -> Part.CHECKPOINT;
            case ENTRY_NOT_IN_LOG -> Part.INCLUSION;
            case EVIDENCE_CHANGED -> Part.EVIDENCE;
        };
    }

    private static void proof(List<Check> checks, @Nullable Part failed) {
        for (Part part : EnumSet.range(Part.FORM, Part.EVIDENCE)) {
            Outcome outcome =
                    failed == null || part.compareTo(failed) < 0
                            ? Outcome.PASSED
                            : part == failed ? Outcome.FAILED : Outcome.NOT_REACHED;
            checks.add(new Check(part, outcome));
        }
    }

    /** A file that the evidence does not name is never the right one, not even an empty one. */
    private static void file(
            List<Check> checks, Part part, Optional<byte[]> bytes, Optional<Digest> named) {
        bytes.map(Digest::of)
                .map(given -> named.filter(given::equals).isPresent())
                .map(right -> right ? Outcome.PASSED : Outcome.FAILED)
                .ifPresent(outcome -> checks.add(new Check(part, outcome)));
    }
}

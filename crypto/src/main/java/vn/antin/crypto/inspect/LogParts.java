package vn.antin.crypto.inspect;

import java.util.Optional;
import vn.antin.crypto.tlog.Checkpoint;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.LogProof;
import vn.antin.crypto.tlog.SignedCheckpoint;

/** Texts of the log: checkpoints and proofs. */
final class LogParts {
    private LogParts() {}

    static Optional<Part> of(String text) {
        try {
            return Optional.of(proof(LogProof.parse(text)));
        } catch (LogProblem notProof) {
            try {
                return Optional.of(checkpoint(SignedCheckpoint.parseUnverified(text)));
            } catch (LogProblem neither) {
                return Optional.empty();
            }
        }
    }

    static Part proof(LogProof proof) {
        Part.Builder part =
                Part.of(Kind.LOG_PROOF)
                        .text(Name.INDEX, Long.toString(proof.index()))
                        .text(Name.HASHES, Integer.toString(proof.hashes().size()));
        try {
            part.part(checkpoint(SignedCheckpoint.parseUnverified(proof.checkpoint())));
        } catch (LogProblem e) {
            throw new IllegalStateException("a proof has a checkpoint", e);
        }
        return part.build();
    }

    private static Part checkpoint(Checkpoint checkpoint) {
        return Part.of(Kind.CHECKPOINT)
                .text(Name.LOG, checkpoint.origin())
                .text(Name.ENTRIES, Long.toString(checkpoint.size()))
                .text(Name.ROOT, checkpoint.root().hex())
                .build();
    }
}

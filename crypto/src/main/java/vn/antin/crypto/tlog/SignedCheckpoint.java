package vn.antin.crypto.tlog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;

/**
 * A checkpoint as a signed note: the one statement of a log that others must be able to check.
 *
 * <p>Signatures of other keys (witnesses, a later key of the log) may stand beside; they are not
 * looked at. Pure functions; thread-safe.
 */
public final class SignedCheckpoint {
    private SignedCheckpoint() {}

    /**
     * Signs with the key of the log and checks the signature before it leaves.
     *
     * @throws IllegalArgumentException when the key is not Ed25519
     * @throws KeyException when the device fails
     */
    public static byte[] sign(Checkpoint checkpoint, Signer signer) {
        if (signer.algorithm() != SignatureAlgorithm.ED25519) {
            throw new IllegalArgumentException("a log signs with Ed25519");
        }
        LogKey key = new LogKey(checkpoint.origin(), signer.publicKey());
        String text = checkpoint.text();
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        byte[] signature = signer.sign(message);
        if (!key.verify(message, signature)) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE,
                    "the device made a checkpoint signature that does not verify",
                    null);
        }
        SignedNote note = new SignedNote(text, List.of(SignedNote.Line.of(key, signature)));
        return note.write().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The checkpoint in a note, when the key of the log signed it.
     *
     * @throws LogProblem MALFORMED, WRONG_LOG, NOT_SIGNED or BAD_SIGNATURE
     */
    public static Checkpoint verify(byte[] note, LogKey key) throws LogProblem {
        return verify(StrictText.utf8(note), key);
    }

    static Checkpoint verify(String note, LogKey key) throws LogProblem {
        SignedNote parsed = SignedNote.parse(note);
        Checkpoint checkpoint = Checkpoint.parse(parsed.text());
        if (!checkpoint.origin().equals(key.origin())) {
            throw new LogProblem(
                    LogProblem.Reason.WRONG_LOG,
                    "the checkpoint is of log "
                            + checkpoint.origin()
                            + ", the key of log "
                            + key.origin());
        }
        List<SignedNote.Line> own = parsed.signatures().stream().filter(s -> s.isBy(key)).toList();
        if (own.isEmpty()) {
            throw new LogProblem(
                    LogProblem.Reason.NOT_SIGNED,
                    "the checkpoint has no signature of the key of " + key.origin());
        }
        byte[] message = parsed.text().getBytes(StandardCharsets.UTF_8);
        for (SignedNote.Line line : own) {
            if (!key.verify(message, line.signature())) {
                throw new LogProblem(
                        LogProblem.Reason.BAD_SIGNATURE,
                        "the signature of " + key.origin() + " on the checkpoint does not verify");
            }
        }
        return checkpoint;
    }

    /** Checks the form only, not the signature. */
    public static Checkpoint parseUnverified(String note) throws LogProblem {
        return Checkpoint.parse(SignedNote.parse(note).text());
    }
}

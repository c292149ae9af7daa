package vn.antin.crypto.tlog;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vn.antin.crypto.bytes.Digest;

/**
 * A proof that an entry is in a log, to be checked offline (C2SP tlog-proof), without extra data.
 *
 * <p>Immutable. Having one means that the form is right, nothing more.
 *
 * @param index position of the entry
 * @param hashes inclusion proof, from the leaf's sibling up
 * @param checkpoint the signed checkpoint, verbatim
 */
public record LogProof(long index, List<Digest> hashes, String checkpoint) {
    private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
    private static final String INDEX = "index ";
    private static final int MAX_HASHES = 63;
    private static final int MAX_CHARS = 128 << 10;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when a part is impossible
     */
    public LogProof {
        hashes = List.copyOf(hashes);
        if (index < 0 || hashes.size() > MAX_HASHES) {
            throw new IllegalArgumentException("no log has such a proof");
        }
        try {
            Checkpoint unused = SignedCheckpoint.parseUnverified(checkpoint);
        } catch (LogProblem e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * The proof of an entry under a checkpoint of the same log.
     *
     * @param note the signed checkpoint of {@code size} entries
     * @throws IndexOutOfBoundsException when the entry is not under the checkpoint
     */
    public static LogProof of(long index, long size, HashReader reader, byte[] note) {
        return new LogProof(
                index,
                MerkleTree.inclusion(index, size, reader),
                new String(note, StandardCharsets.UTF_8));
    }

    /** The text form; {@link #parse} gives back the same proof. */
    public String text() {
        StringBuilder out = new StringBuilder(FIRST_LINE).append('\n');
        out.append(INDEX).append(index).append('\n');
        for (Digest hash : hashes) {
            out.append(StrictText.base64(hash)).append('\n');
        }
        return out.append('\n').append(checkpoint).toString();
    }

    /**
     * Parses the text form.
     *
     * @throws LogProblem MALFORMED
     */
    public static LogProof parse(String text) throws LogProblem {
        if (text.length() > MAX_CHARS) {
            throw malformed("a proof of more than 128 Ki characters");
        }
        int blank = text.indexOf("\n\n");
        if (blank < 0) {
            throw malformed("a proof is a head, an empty line and a checkpoint");
        }
        String[] head = text.substring(0, blank).split("\n", -1);
        if (!head[0].equals(FIRST_LINE)) {
            throw malformed("the proof does not begin with " + FIRST_LINE);
        }
        if (head.length < 2 || !head[1].startsWith(INDEX)) {
            throw malformed("the second line of the proof is not \"index N\"");
        }
        if (head.length - 2 > MAX_HASHES) {
            throw malformed("more than 63 hashes in the proof");
        }
        long index = StrictText.number(head[1].substring(INDEX.length()), "the index");
        List<Digest> hashes = new ArrayList<>();
        for (int i = 2; i < head.length; i++) {
            hashes.add(StrictText.hash(head[i], "hash " + (i - 1) + " of the proof"));
        }
        String checkpoint = text.substring(blank + 2);
        Checkpoint unused = SignedCheckpoint.parseUnverified(checkpoint);
        return new LogProof(index, hashes, checkpoint);
    }

    /**
     * Checks the signature of the checkpoint first, then that the entry leads to its root.
     *
     * @param entry the bytes of the log entry
     * @return the checkpoint under which the entry stands
     * @throws LogProblem WRONG_LOG, NOT_SIGNED, BAD_SIGNATURE or NOT_INCLUDED
     */
    public Checkpoint verify(LogKey key, byte[] entry) throws LogProblem {
        Checkpoint verified = SignedCheckpoint.verify(checkpoint, key);
        Digest leaf = MerkleTree.leaf(entry);
        if (!MerkleTree.verifyInclusion(index, verified.size(), leaf, hashes, verified.root())) {
            throw new LogProblem(
                    LogProblem.Reason.NOT_INCLUDED,
                    "the proof does not lead from the entry to the root of the checkpoint of size "
                            + verified.size());
        }
        return verified;
    }

    private static LogProblem malformed(String message) {
        return new LogProblem(LogProblem.Reason.MALFORMED, message);
    }
}

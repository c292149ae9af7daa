package vn.antin.crypto.tlog;

import java.util.regex.Pattern;
import vn.antin.crypto.bytes.Digest;

/**
 * The state of a log at one size (C2SP tlog-checkpoint), without extension lines.
 *
 * @param origin name of the log, 1 to 128 visible ASCII characters without plus
 * @param size number of entries
 * @param root root of the tree at this size
 */
public record Checkpoint(String origin, long size, Digest root) {
    private static final Pattern ORIGIN = Pattern.compile("[!-~&&[^+]]{1,128}");

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException for an origin or size that no log has
     */
    public Checkpoint {
        requireOrigin(origin);
        if (size < 0) {
            throw new IllegalArgumentException("no log has size " + size);
        }
        if (size == 0 && !root.equals(MerkleTree.EMPTY)) {
            throw new IllegalArgumentException("an empty log has the root of the empty tree");
        }
    }

    /** The text that is signed: three lines, each ended by a newline. */
    public String text() {
        return origin + "\n" + size + "\n" + StrictText.base64(root) + "\n";
    }

    /**
     * Parses {@link #text()}, byte for byte.
     *
     * @throws LogProblem MALFORMED
     */
    static Checkpoint parse(String text) throws LogProblem {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty()) {
            throw malformed("a checkpoint has three lines: origin, size, root");
        }
        if (!isOrigin(lines[0])) {
            throw malformed("the origin of the checkpoint is not a name");
        }
        long size = StrictText.number(lines[1], "the size of the checkpoint");
        Digest root = StrictText.hash(lines[2], "the root of the checkpoint");
        if (size == 0 && !root.equals(MerkleTree.EMPTY)) {
            throw malformed("an empty log has the root of the empty tree");
        }
        return new Checkpoint(lines[0], size, root);
    }

    static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches();
    }

    static void requireOrigin(String origin) {
        if (!isOrigin(origin)) {
            throw new IllegalArgumentException(
                    "a log is named by 1 to 128 visible ASCII characters without plus");
        }
    }

    private static LogProblem malformed(String message) {
        return new LogProblem(LogProblem.Reason.MALFORMED, message);
    }
}

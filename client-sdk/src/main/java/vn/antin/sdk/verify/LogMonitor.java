package vn.antin.sdk.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.tlog.Checkpoint;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.MerkleTree;
import vn.antin.crypto.tlog.SignedCheckpoint;
import vn.antin.crypto.tlog.TilePath;
import vn.antin.crypto.tlog.TileReader;
import vn.antin.crypto.tlog.Tiles;

/**
 * Watches a log: its checkpoint is signed, it only ever grew, and its entries are those that it
 * signed for. Not thread-safe.
 */
public final class LogMonitor {
    private final LogKey key;
    private final TileReader.TileSource source;

    /**
     * For one log.
     *
     * @param source fetches tiles and entry bundles; its exceptions pass through
     */
    public LogMonitor(LogKey key, TileReader.TileSource source) {
        this.key = key;
        this.source = source;
    }

    /** What is wrong with a log. */
    public enum Finding {
        /** Nothing. */
        GOOD,
        /** The checkpoint is not signed with the log's key, or is of another log. */
        CHECKPOINT_SIGNATURE,
        /** The log is shorter than it was. */
        SHRUNK,
        /** What was in the log is not in it any more. */
        REWRITTEN,
        /** The tiles do not lead to the signed root. */
        TILES,
        /** The entries do not lead to the signed root. */
        ENTRIES
    }

    /**
     * What was found.
     *
     * @param finding the first thing wrong
     * @param size entries in the log, when the checkpoint is signed
     */
    public record Report(Finding finding, long size) {}

    /**
     * Checks a checkpoint.
     *
     * @param note the signed checkpoint as served
     * @param before the signed checkpoint that was good last time, if any
     * @param entries whether all entries are read too
     */
    public Report check(byte[] note, Optional<byte[]> before, boolean entries) {
        Checkpoint now;
        Optional<Checkpoint> last = Optional.empty();
        try {
            now = SignedCheckpoint.verify(note, key);
            if (before.isPresent()) {
                last = Optional.of(SignedCheckpoint.verify(before.get(), key));
            }
        } catch (LogProblem e) {
            return new Report(Finding.CHECKPOINT_SIGNATURE, 0);
        }
        return new Report(check(now, last, entries), now.size());
    }

    private Finding check(Checkpoint now, Optional<Checkpoint> last, boolean entries) {
        if (last.isPresent() && last.get().size() > now.size()) {
            return Finding.SHRUNK;
        }
        TileReader tiles = new TileReader(now.size(), source);
        try {
            if (!MerkleTree.root(now.size(), tiles).equals(now.root())) {
                return Finding.TILES;
            }
            if (last.isPresent() && !grew(last.get(), now, tiles)) {
                return Finding.REWRITTEN;
            }
            if (entries && !rootOfEntries(now.size()).equals(now.root())) {
                return Finding.ENTRIES;
            }
            return Finding.GOOD;
        } catch (LogProblem e) {
            return Finding.ENTRIES;
        } catch (IllegalStateException e) {
            return Finding.TILES;
        }
    }

    private static boolean grew(Checkpoint last, Checkpoint now, TileReader tiles) {
        List<Digest> proof = MerkleTree.consistency(last.size(), now.size(), tiles);
        return MerkleTree.verifyConsistency(
                last.size(), now.size(), last.root(), now.root(), proof);
    }

    /** The root over all entries, from the entry bundles alone. */
    private Digest rootOfEntries(long size) throws LogProblem {
        List<Digest> peaks = new ArrayList<>();
        long count = 0;
        for (long bundle = 0; count < size; bundle++) {
            int width = Tiles.width(0, bundle, size);
            TilePath path = new TilePath(TilePath.ENTRIES, bundle, width);
            for (byte[] entry : Tiles.parseEntries(source.fetch(path), width)) {
                Digest node = MerkleTree.leaf(entry);
                for (long rest = count; (rest & 1) == 1; rest >>= 1) {
                    node = MerkleTree.node(peaks.removeLast(), node);
                }
                peaks.add(node);
                count++;
            }
        }
        if (peaks.isEmpty()) {
            return MerkleTree.EMPTY;
        }
        Digest root = peaks.removeLast();
        while (!peaks.isEmpty()) {
            root = MerkleTree.node(peaks.removeLast(), root);
        }
        return root;
    }
}

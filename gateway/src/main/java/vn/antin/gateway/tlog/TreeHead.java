package vn.antin.gateway.tlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.tlog.HashReader;
import vn.antin.crypto.tlog.MerkleTree;

/**
 * As much of a tree as is needed to let it grow: its size and the perfect subtrees along its right
 * edge. Immutable; thread-safe.
 */
public final class TreeHead {
    private static final int LEVEL_BITS = 6;

    private final long size;
    private final Map<Long, Digest> edge;

    private TreeHead(long size, Map<Long, Digest> edge) {
        this.size = size;
        this.edge = edge;
    }

    /** The head of a stored tree. */
    public static TreeHead of(long size, HashReader stored) {
        Map<Long, Digest> edge = new HashMap<>();
        for (int level = 0; level < Long.SIZE - 1; level++) {
            if ((size >>> level & 1) == 1) {
                long index = (size >>> level) - 1;
                edge.put(key(level, index), stored.node(level, index));
            }
        }
        return new TreeHead(size, Map.copyOf(edge));
    }

    /** Number of entries. */
    public long size() {
        return size;
    }

    /** The root over all entries. */
    public Digest root() {
        return MerkleTree.root(size, reader(edge));
    }

    /** The head after these entries, and what came with them. */
    public Growth append(List<byte[]> entries) {
        Map<Long, Digest> known = new HashMap<>(edge);
        List<MerkleTree.Node> added = new ArrayList<>();
        long at = size;
        for (byte[] entry : entries) {
            for (MerkleTree.Node node :
                    MerkleTree.append(at, MerkleTree.leaf(entry), reader(known))) {
                known.put(key(node.level(), node.index()), node.hash());
                added.add(node);
            }
            at++;
        }
        Map<Long, Digest> all = Map.copyOf(known);
        return new Growth(of(at, reader(all)), List.copyOf(added), reader(all));
    }

    /**
     * What an append made.
     *
     * @param head the head after it
     * @param nodes perfect subtrees that are complete now and were not before
     * @param hashes enough to prove the inclusion of each new entry under the new head
     */
    public record Growth(TreeHead head, List<MerkleTree.Node> nodes, HashReader hashes) {}

    private static HashReader reader(Map<Long, Digest> hashes) {
        return (level, index) -> {
            Digest hash = hashes.get(key(level, index));
            if (hash == null) {
                throw new IllegalStateException("no hash at level " + level + " index " + index);
            }
            return hash;
        };
    }

    private static Long key(int level, long index) {
        return index << LEVEL_BITS | level;
    }
}

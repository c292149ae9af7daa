package vn.antin.crypto.tlog;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;

/**
 * The Merkle tree of RFC 6962 section 2.1 with SHA-256: roots, proofs and their verification.
 *
 * <p>Pure functions; thread-safe. Sizes and indexes are counts of entries, from 0 to 2^63-1.
 */
public final class MerkleTree {
    /** The root of the tree without entries: SHA-256 of nothing. */
    public static final Digest EMPTY = Digest.of(new byte[0]);

    private MerkleTree() {}

    /**
     * A perfect subtree that is complete and can be stored.
     *
     * @param level height; 0 is a leaf hash
     * @param index position among the subtrees of this height
     */
    public record Node(int level, long index, Digest hash) {}

    /** SHA-256(0x00 ‖ entry). */
    public static Digest leaf(byte[] entry) {
        MessageDigest sha = Digest.newSha256();
        sha.update((byte) 0);
        return Digest.ofValue(sha.digest(entry));
    }

    /** SHA-256(0x01 ‖ left ‖ right). */
    public static Digest node(Digest left, Digest right) {
        MessageDigest sha = Digest.newSha256();
        sha.update((byte) 1);
        sha.update(left.toBytes());
        return Digest.ofValue(sha.digest(right.toBytes()));
    }

    /** The root over the first {@code size} entries. */
    public static Digest root(long size, HashReader reader) {
        requireSize(size);
        return size == 0 ? EMPTY : subtree(0, size, reader);
    }

    /**
     * The inclusion proof of entry {@code index} in the tree of {@code size} entries, from the
     * leaf's sibling up (RFC 6962 2.1.1).
     *
     * @throws IndexOutOfBoundsException when the entry is not in that tree
     */
    public static List<Digest> inclusion(long index, long size, HashReader reader) {
        requireIndex(index, size);
        List<Digest> proof = new ArrayList<>();
        path(index, 0, size, reader, proof);
        return List.copyOf(proof);
    }

    /**
     * The proof that the tree of {@code newSize} entries begins with the tree of {@code oldSize}
     * (RFC 6962 2.1.2). Empty when the old tree is empty or the sizes are equal.
     *
     * @throws IndexOutOfBoundsException unless 0 &lt;= oldSize &lt;= newSize
     */
    public static List<Digest> consistency(long oldSize, long newSize, HashReader reader) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IndexOutOfBoundsException("no proof from " + oldSize + " to " + newSize);
        }
        List<Digest> proof = new ArrayList<>();
        if (oldSize > 0 && oldSize < newSize) {
            subproof(oldSize, 0, newSize, true, reader, proof);
        }
        return List.copyOf(proof);
    }

    /**
     * What to store when {@code leaf} becomes entry {@code size}: its hash and every perfect
     * subtree that it completes, lowest first. Reads only nodes that lie left of the new entry.
     */
    public static List<Node> append(long size, Digest leaf, HashReader reader) {
        requireSize(size);
        List<Node> nodes = new ArrayList<>();
        Digest hash = leaf;
        long index = size;
        int level = 0;
        nodes.add(new Node(level, index, hash));
        while ((index & 1) == 1) {
            hash = node(reader.node(level, index - 1), hash);
            index >>>= 1;
            level++;
            nodes.add(new Node(level, index, hash));
        }
        return List.copyOf(nodes);
    }

    /** Whether the proof leads from the leaf hash to the root; false for any impossible input. */
    public static boolean verifyInclusion(
            long index, long size, Digest leaf, List<Digest> proof, Digest root) {
        return rootFromInclusion(index, size, leaf, proof).filter(root::equals).isPresent();
    }

    /**
     * The root to which an inclusion proof leads (RFC 9162 2.1.3.2); empty when the proof cannot
     * belong to that index and size.
     */
    static Optional<Digest> rootFromInclusion(
            long index, long size, Digest leaf, List<Digest> proof) {
        if (index < 0 || index >= size) {
            return Optional.empty();
        }
        long fn = index;
        long sn = size - 1;
        Digest hash = leaf;
        for (Digest sibling : proof) {
            if (sn == 0) {
                return Optional.empty();
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = node(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                hash = node(hash, sibling);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 ? Optional.of(hash) : Optional.empty();
    }

    /**
     * Whether the proof shows that the new tree begins with the old one (RFC 9162 2.1.4.2); false
     * for any impossible input. From size 0 only the empty proof and the empty root hold.
     */
    public static boolean verifyConsistency(
            long oldSize, long newSize, Digest oldRoot, Digest newRoot, List<Digest> proof) {
        if (oldSize < 0 || oldSize > newSize) {
            return false;
        }
        if (newSize == 0 && !newRoot.equals(EMPTY)) {
            return false;
        }
        if (oldSize == newSize) {
            return proof.isEmpty() && oldRoot.equals(newRoot);
        }
        if (oldSize == 0) {
            return proof.isEmpty() && oldRoot.equals(EMPTY);
        }
        return climb(oldSize, newSize, oldRoot, newRoot, proof);
    }

    private static boolean climb(
            long oldSize, long newSize, Digest oldRoot, Digest newRoot, List<Digest> proof) {
        boolean oldIsPerfect = Long.bitCount(oldSize) == 1;
        int next = oldIsPerfect ? 0 : 1;
        if (proof.size() < 1) {
            return false;
        }
        long fn = oldSize - 1;
        long sn = newSize - 1;
        int shift = Long.numberOfTrailingZeros(~fn);
        fn >>>= shift;
        sn >>>= shift;
        Digest oldHash = oldIsPerfect ? oldRoot : proof.get(0);
        Digest newHash = oldHash;
        for (Digest sibling : proof.subList(next, proof.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                oldHash = node(sibling, oldHash);
                newHash = node(sibling, newHash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>>= 1;
                    sn >>>= 1;
                }
            } else {
                newHash = node(newHash, sibling);
            }
            fn >>>= 1;
            sn >>>= 1;
        }
        return sn == 0 && oldHash.equals(oldRoot) && newHash.equals(newRoot);
    }

    /**
     * MTH over entries start to start+count-1, where start is a multiple of a power of 2 >= count.
     */
    private static Digest subtree(long start, long count, HashReader reader) {
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return reader.node(level, start >>> level);
        }
        long left = split(count);
        return node(subtree(start, left, reader), subtree(start + left, count - left, reader));
    }

    private static void path(
            long index, long start, long count, HashReader reader, List<Digest> proof) {
        if (count == 1) {
            return;
        }
        long left = split(count);
        if (index < left) {
            path(index, start, left, reader, proof);
            proof.add(subtree(start + left, count - left, reader));
        } else {
            path(index - left, start + left, count - left, reader, proof);
            proof.add(subtree(start, left, reader));
        }
    }

    private static void subproof(
            long old,
            long start,
            long count,
            boolean known,
            HashReader reader,
            List<Digest> proof) {
        if (old == count) {
            if (!known) {
                proof.add(subtree(start, count, reader));
            }
            return;
        }
        long left = split(count);
        if (old <= left) {
            subproof(old, start, left, known, reader, proof);
            proof.add(subtree(start + left, count - left, reader));
        } else {
            subproof(old - left, start + left, count - left, false, reader, proof);
            proof.add(subtree(start, left, reader));
        }
    }

    /** The largest power of 2 smaller than {@code count}, which is at least 2. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    private static void requireSize(long size) {
        if (size < 0) {
            throw new IndexOutOfBoundsException("no tree has size " + size);
        }
    }

    private static void requireIndex(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("no entry " + index + " in a tree of " + size);
        }
    }
}

package vn.antin.crypto.tlog;

import vn.antin.crypto.bytes.Digest;

/** Reads stored hashes of a tree. The store owns threads and errors. */
@FunctionalInterface
public interface HashReader {
    /**
     * The hash of the perfect subtree over entries {@code index·2^level} up to {@code
     * (index+1)·2^level - 1}; level 0 holds the leaf hashes. Asked only for subtrees that lie
     * wholly inside the tree.
     */
    Digest node(int level, long index);
}

package vn.antin.crypto.tlog;

import java.util.ArrayList;
import java.util.List;
import vn.antin.crypto.bytes.Digest;

/** RFC 6962 section 2.1 word for word, over the list D of entries. Slow and plain on purpose. */
final class NaiveTree {
    private NaiveTree() {}

    static Digest mth(List<byte[]> d) {
        if (d.isEmpty()) {
            return Digest.of(new byte[0]);
        }
        if (d.size() == 1) {
            return hash(0, d.get(0), new byte[0]);
        }
        int k = k(d.size());
        return hash(1, mth(d.subList(0, k)).toBytes(), mth(d.subList(k, d.size())).toBytes());
    }

    static List<Digest> path(int m, List<byte[]> d) {
        List<Digest> path = new ArrayList<>();
        int n = d.size();
        if (n == 1) {
            return path;
        }
        int k = k(n);
        if (m < k) {
            path.addAll(path(m, d.subList(0, k)));
            path.add(mth(d.subList(k, n)));
        } else {
            path.addAll(path(m - k, d.subList(k, n)));
            path.add(mth(d.subList(0, k)));
        }
        return path;
    }

    static List<Digest> proof(int m, List<byte[]> d) {
        return subproof(m, d, true);
    }

    private static List<Digest> subproof(int m, List<byte[]> d, boolean b) {
        List<Digest> proof = new ArrayList<>();
        int n = d.size();
        if (m == n) {
            if (!b) {
                proof.add(mth(d));
            }
            return proof;
        }
        int k = k(n);
        if (m <= k) {
            proof.addAll(subproof(m, d.subList(0, k), b));
            proof.add(mth(d.subList(k, n)));
        } else {
            proof.addAll(subproof(m - k, d.subList(k, n), false));
            proof.add(mth(d.subList(0, k)));
        }
        return proof;
    }

    private static int k(int n) {
        int k = 1;
        while (2 * k < n) {
            k = 2 * k;
        }
        return k;
    }

    private static Digest hash(int prefix, byte[] first, byte[] second) {
        byte[] all = new byte[1 + first.length + second.length];
        all[0] = (byte) prefix;
        System.arraycopy(first, 0, all, 1, first.length);
        System.arraycopy(second, 0, all, 1 + first.length, second.length);
        return Digest.of(all);
    }
}

package vn.antin.crypto.bc;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter.Algorithm;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter.Mode;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;
import vn.antin.crypto.bytes.SecretBytes;

/**
 * Shamir's secret sharing (1979), byte by byte over GF(2^8) with the polynomial of AES, by Bouncy
 * Castle. Any threshold of shares gives the secret, fewer tell nothing of it. Thread-safe.
 */
public final class SecretSharing {
    /** Bytes of the secret and of each share. */
    public static final int LENGTH = 32;

    private static final int MAX_SHARES = 16;

    private SecretSharing() {}

    /**
     * A new random secret with its shares, numbered from 1 in this order; all to be closed.
     *
     * @param secret 32 random bytes
     * @param shares 32 bytes each
     */
    public record Split(SecretBytes secret, List<SecretBytes> shares) {}

    /**
     * Makes a secret, splits it and tries the first and the last shares.
     *
     * @param threshold 1 or more
     * @param shares at most 16
     */
    public static Split split(int threshold, int shares, SecureRandom random) {
        if (threshold < 1 || threshold > shares || shares > MAX_SHARES) {
            throw new IllegalArgumentException("a threshold of 1 up to the shares, at most 16");
        }
        ShamirSplitSecretShare[] all =
                new ShamirSecretSplitter(Algorithm.AES, Mode.Table, LENGTH, random)
                        .split(threshold, shares)
                        .getSecretShares();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < shares; i++) {
            values.add(encoded(all[i]));
        }
        byte[] first = combined(numbered(values, 0, threshold));
        byte[] last = combined(numbered(values, shares - threshold, shares));
        if (!MessageDigest.isEqual(first, last)) {
            throw new IllegalStateException("the shares do not fit together");
        }
        Arrays.fill(last, (byte) 0);
        return new Split(
                SecretBytes.owning(first), values.stream().map(SecretBytes::owning).toList());
    }

    private static SortedMap<Integer, byte[]> numbered(List<byte[]> values, int from, int to) {
        SortedMap<Integer, byte[]> some = new TreeMap<>();
        for (int i = from; i < to; i++) {
            some.put(i + 1, values.get(i));
        }
        return some;
    }

    /**
     * The secret of exactly as many shares as the threshold says; others give another secret, which
     * only the caller can tell.
     *
     * @param shares by number
     */
    public static SecretBytes combine(SortedMap<Integer, SecretBytes> shares) {
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        shares.forEach((number, share) -> values.put(number, share.use(byte[]::clone)));
        try {
            return SecretBytes.owning(combined(values));
        } finally {
            values.values().forEach(value -> Arrays.fill(value, (byte) 0));
        }
    }

    private static byte[] combined(SortedMap<Integer, byte[]> shares) {
        ShamirSplitSecretShare[] all =
                shares.entrySet().stream()
                        .map(each -> new ShamirSplitSecretShare(each.getValue(), each.getKey()))
                        .toArray(ShamirSplitSecretShare[]::new);
        try {
            return new ShamirSplitSecret(Algorithm.AES, Mode.Table, all).getSecret();
        } catch (IOException e) {
            throw new IllegalStateException("shares in memory cannot be read", e);
        }
    }

    private static byte[] encoded(ShamirSplitSecretShare share) {
        try {
            return share.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("a share in memory cannot be read", e);
        }
    }
}

package vn.antin.crypto.tlog;

import java.util.Arrays;
import java.util.Random;

/** Small damage to bytes, for tests of parsers; the same seed gives the same damage. */
public final class Mutation {
    private Mutation() {}

    /** One to three of: a bit flipped, a byte set, cut out, put in, a piece doubled or cut off. */
    public static byte[] of(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int times = 1 + random.nextInt(3); times > 0 && bytes.length > 0; times--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int to = at + random.nextInt(bytes.length - at + 1);
        byte[] changed = bytes.clone();
        return switch (random.nextInt(6)) {
            case 0 -> {
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> {
                changed[at] = (byte) random.nextInt(256);
                yield changed;
            }
            case 2 -> join(bytes, at, at + 1);
            case 3 -> {
                byte[] longer = join(bytes, at, at);
                longer = Arrays.copyOf(longer, longer.length + 1);
                System.arraycopy(longer, at, longer, at + 1, longer.length - at - 1);
                longer[at] = (byte) random.nextInt(256);
                yield longer;
            }
            case 4 -> join(bytes, to, at);
            default -> Arrays.copyOf(bytes, at);
        };
    }

    /** Bytes up to {@code end}, then those from {@code start}: cuts out, or doubles a piece. */
    private static byte[] join(byte[] bytes, int end, int start) {
        byte[] joined = Arrays.copyOf(bytes, end + bytes.length - start);
        System.arraycopy(bytes, start, joined, end, bytes.length - start);
        return joined;
    }
}

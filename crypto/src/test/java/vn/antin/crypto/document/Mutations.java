package vn.antin.crypto.document;

import java.util.Arrays;
import java.util.Random;

/** Small damage to bytes: flips, cuts, doublings, and numbers that parsers dislike. */
public final class Mutations {
    private Mutations() {}

    /** A damaged copy; may by chance be equal to the original. */
    public static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int rounds = 1 + random.nextInt(3);
        for (int i = 0; i < rounds && bytes.length > 0; i++) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = (byte) new int[] {0, 0x7f, 0x80, 0x84, 0xff}[random.nextInt(5)];
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(64));
                return concat(Arrays.copyOf(bytes, to), bytes, at);
            }
            case 5 -> {
                int from = Math.min(bytes.length, at + 1 + random.nextInt(16));
                return concat(Arrays.copyOf(bytes, at), bytes, from);
            }
            default -> {
                int other = random.nextInt(bytes.length);
                byte kept = bytes[at];
                bytes[at] = bytes[other];
                bytes[other] = kept;
            }
        }
        return bytes;
    }

    private static byte[] concat(byte[] head, byte[] source, int from) {
        byte[] result = Arrays.copyOf(head, head.length + source.length - from);
        System.arraycopy(source, from, result, head.length, source.length - from);
        return result;
    }
}

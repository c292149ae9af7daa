package vn.antin.crypto.cert;

import java.util.Arrays;
import java.util.Random;

/** Small damage to bytes, as a fuzzer does it, but the same in every run. */
final class Mutations {
    private Mutations() {}

    /** A copy with one to three changes: flipped bits, other bytes, cuts, copies. */
    static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes && bytes.length > 1; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at);
                case 3 -> bytes = splice(bytes, at, at, new byte[] {(byte) random.nextInt(256)});
                case 4 -> bytes = splice(bytes, at, at + 1, new byte[0]);
                default -> {
                    int end = Math.min(bytes.length, at + 1 + random.nextInt(8));
                    bytes = splice(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
                }
            }
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] insert) {
        byte[] result = new byte[bytes.length - (to - from) + insert.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(insert, 0, result, from, insert.length);
        System.arraycopy(bytes, to, result, from + insert.length, bytes.length - to);
        return result;
    }
}

package vn.antin.hsm.testkit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What this process holds in its memory: heap, native memory, stacks (Linux, /proc). */
public final class OwnMemory {
    private static final byte MASK = 0x55;
    private static final int CHUNK = 1 << 20;

    private OwnMemory() {}

    /** The masked form of a text, in hexadecimal. */
    public static String masked(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= MASK;
        }
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Where a text lies as bytes or as characters of two bytes each, and in what kind of memory.
     *
     * @param masked the text, masked so that it is not found in itself
     */
    public static List<String> find(String masked) throws IOException {
        byte[] narrow = HexFormat.of().parseHex(masked);
        var wide = new byte[2 * narrow.length];
        Arrays.fill(wide, MASK);
        for (int i = 0; i < narrow.length; i++) {
            wide[2 * i] = narrow[i];
        }
        List<String> found = find(narrow);
        found.addAll(find(wide));
        return found;
    }

    private static List<String> find(byte[] masked) throws IOException {
        var found = new ArrayList<String>();
        try (var memory = new RandomAccessFile("/proc/self/mem", "r")) {
            for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
                String[] fields = line.split(" +", 6);
                if (fields[1].startsWith("rw")) {
                    search(memory, masked, fields, found);
                }
            }
        }
        return found;
    }

    private static void search(
            RandomAccessFile memory, byte[] masked, String[] fields, List<String> found) {
        String[] range = fields[0].split("-");
        long from = Long.parseUnsignedLong(range[0], 16);
        long to = Long.parseUnsignedLong(range[1], 16);
        var chunk = new byte[CHUNK + masked.length];
        String kind = fields.length > 5 ? fields[5] : "anonymous";
        for (long at = from; at < to; at += CHUNK) {
            int length = (int) Math.min(chunk.length, to - at);
            try {
                memory.seek(at);
                memory.readFully(chunk, 0, length);
            } catch (IOException e) {
                return; // reserved, not readable
            }
            for (int i = 0; i + masked.length <= length && i < CHUNK; i++) {
                if (matches(chunk, i, masked)) {
                    found.add(
                            masked.length
                                    + " bytes at "
                                    + Long.toHexString(at + i)
                                    + " in "
                                    + kind);
                }
            }
            Arrays.fill(chunk, (byte) 0);
        }
    }

    private static boolean matches(byte[] chunk, int at, byte[] masked) {
        for (int i = 0; i < masked.length; i++) {
            if ((chunk[at + i] ^ MASK) != masked[i]) {
                return false;
            }
        }
        return true;
    }
}

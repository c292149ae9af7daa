package vn.antin.crypto.tlog;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;

/**
 * What stands in tiles and entry bundles, both ways (C2SP tlog-tiles). Pure functions; thread-safe.
 */
public final class Tiles {
    private static final int HEIGHT = 8;
    private static final int MAX_ENTRY = 0xffff;

    private Tiles() {}

    /** Reads stored entries; asked only for entries that are in the log. */
    @FunctionalInterface
    public interface EntryReader {
        /** The bytes of an entry, at most 65535. */
        byte[] entry(long index);
    }

    /** How many hashes (or entries) a tile has in a log of {@code size} entries; 0 to 256. */
    public static int width(int level, long index, long size) {
        long all = level == TilePath.ENTRIES ? size : level > 7 ? 0 : size >>> (HEIGHT * level);
        long before = index * TilePath.FULL;
        return (int) Math.max(0, Math.min(TilePath.FULL, all - before));
    }

    /**
     * The bytes of a tile of hashes or of an entry bundle; empty when a log of {@code size} entries
     * does not have it. A narrower tile than the size allows is served too, as it never changes.
     */
    public static Optional<byte[]> bytes(
            TilePath path, long size, HashReader hashes, EntryReader entries) {
        if (path.width() > width(path.level(), path.index(), size)) {
            return Optional.empty();
        }
        long first = path.index() * TilePath.FULL;
        ByteArrayOutputStream out = new ByteArrayOutputStream(path.width() * Digest.LENGTH);
        for (long i = first; i < first + path.width(); i++) {
            if (path.level() == TilePath.ENTRIES) {
                writeEntry(out, entries.entry(i));
            } else {
                out.writeBytes(hashes.node(HEIGHT * path.level(), i).toBytes());
            }
        }
        return Optional.of(out.toByteArray());
    }

    private static void writeEntry(ByteArrayOutputStream out, byte[] entry) {
        if (entry.length > MAX_ENTRY) {
            throw new IllegalArgumentException("a log entry has at most 65535 bytes");
        }
        out.write(entry.length >>> 8);
        out.write(entry.length);
        out.writeBytes(entry);
    }

    /**
     * The hashes in a tile.
     *
     * @throws LogProblem MALFORMED when there are not exactly {@code width}
     */
    public static List<Digest> parseHashes(byte[] tile, int width) throws LogProblem {
        if (tile.length != width * Digest.LENGTH) {
            throw malformed("a tile of " + width + " hashes has " + width * 32 + " bytes");
        }
        List<Digest> hashes = new ArrayList<>(width);
        for (int at = 0; at < tile.length; at += Digest.LENGTH) {
            hashes.add(Digest.ofValue(Arrays.copyOfRange(tile, at, at + Digest.LENGTH)));
        }
        return List.copyOf(hashes);
    }

    /**
     * The entries in a bundle.
     *
     * @throws LogProblem MALFORMED when there are not exactly {@code width}
     */
    public static List<byte[]> parseEntries(byte[] bundle, int width) throws LogProblem {
        List<byte[]> entries = new ArrayList<>(width);
        int at = 0;
        while (at < bundle.length) {
            if (bundle.length - at < 2) {
                throw malformed("the bundle ends within a length");
            }
            int length = (bundle[at] & 0xff) << 8 | (bundle[at + 1] & 0xff);
            at += 2;
            if (bundle.length - at < length) {
                throw malformed("the bundle ends within an entry");
            }
            entries.add(Arrays.copyOfRange(bundle, at, at + length));
            at += length;
        }
        if (entries.size() != width) {
            throw malformed("the bundle has " + entries.size() + " entries, not " + width);
        }
        return List.copyOf(entries);
    }

    private static LogProblem malformed(String message) {
        return new LogProblem(LogProblem.Reason.MALFORMED, message);
    }
}

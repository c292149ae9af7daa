package vn.antin.crypto.tlog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import vn.antin.crypto.bytes.Digest;

/**
 * Reads the tree of somebody else's log through its tiles, each fetched once.
 *
 * <p>Nothing here is trusted: compare a root that was computed with it to a verified checkpoint.
 * Not thread-safe.
 */
public final class TileReader implements HashReader {
    private static final int HEIGHT = 8;

    private final long size;
    private final TileSource source;
    private final Map<TilePath, List<Digest>> tiles = new HashMap<>();

    /** Fetches the bytes of a tile; its own exceptions pass through. */
    @FunctionalInterface
    public interface TileSource {
        /** The bytes at this path. */
        byte[] fetch(TilePath path);
    }

    /** For the tree of a checkpoint's size. */
    public TileReader(long size, TileSource source) {
        this.size = size;
        this.source = source;
    }

    /** A tile of the wrong length is an {@link IllegalStateException} with the problem as cause. */
    @Override
    public Digest node(int level, long index) {
        int tileLevel = Math.min(level / HEIGHT, TilePath.MAX_LEVEL);
        int within = level - tileLevel * HEIGHT;
        long first = index << within;
        int width = Tiles.width(tileLevel, first / TilePath.FULL, size);
        TilePath path = new TilePath(tileLevel, first / TilePath.FULL, width);
        return fold(tile(path), (int) (first % TilePath.FULL), 1 << within);
    }

    private List<Digest> tile(TilePath path) {
        List<Digest> known = tiles.get(path);
        if (known != null) {
            return known;
        }
        try {
            List<Digest> hashes = Tiles.parseHashes(source.fetch(path), path.width());
            tiles.put(path, hashes);
            return hashes;
        } catch (LogProblem e) {
            throw new IllegalStateException("the log served a wrong tile: " + path, e);
        }
    }

    private static Digest fold(List<Digest> hashes, int first, int count) {
        if (count == 1) {
            return hashes.get(first);
        }
        int half = count / 2;
        return MerkleTree.node(fold(hashes, first, half), fold(hashes, first + half, half));
    }
}

package vn.antin.gateway.tlog;

import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.tlog.MerkleTree;
import vn.antin.crypto.tlog.TilePath;
import vn.antin.crypto.tlog.Tiles;

/** The log as anyone may read it (C2SP tlog-tiles). Thread-safe. */
public final class PublicLog {
    private final LogSource source;

    /** Over the stored log. */
    public PublicLog(LogSource source) {
        this.source = source;
    }

    /** The newest signed checkpoint; empty before the first entry. */
    public Optional<byte[]> checkpoint() {
        return source.readLog(EntryLog::checkpoint);
    }

    /** A tile of hashes or an entry bundle; empty when the log does not have it. */
    public Optional<byte[]> tile(TilePath path) {
        return source.readLog(log -> {
            return Tiles.bytes(path, log.size(), log.hashes(), log::entry);
        });
    }

    /**
     * The proof that the log of {@code newSize} entries begins with that of {@code oldSize}; empty
     * when the log has fewer entries.
     */
    public Optional<List<Digest>> consistency(long oldSize, long newSize) {
        return source.readLog(log ->
                newSize > log.size() || oldSize > newSize || oldSize < 0
                        ? Optional.<List<Digest>>empty()
                        : Optional.of(MerkleTree.consistency(oldSize, newSize, log.hashes())));
    }
}

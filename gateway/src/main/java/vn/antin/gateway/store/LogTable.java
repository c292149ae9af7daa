package vn.antin.gateway.store;

import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.tlog.HashReader;
import vn.antin.crypto.tlog.LogProof;
import vn.antin.crypto.tlog.MerkleTree;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.gateway.tlog.EntryLog;

/**
 * The stored log: entries, hashes of the levels 8, 16, 24 ..., checkpoints. Hashes between these
 * levels are computed from at most 128 stored ones. Not thread-safe.
 */
record LogTable(Sql sql) implements EntryLog {
    private static final int STORED_EVERY = 8;

    @Override
    public long size() {
        return sql.number("SELECT coalesce(max(size), 0) FROM checkpoint");
    }

    @Override
    public byte[] entry(long index) {
        return sql.one("SELECT entry FROM log_entry WHERE idx = ?", row -> row.bytes(1), index)
                .orElseThrow(() -> missing("entry " + index));
    }

    @Override
    public HashReader hashes() {
        return this::node;
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return sql.one(
                "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", row -> row.bytes(1));
    }

    /** The first checkpoint that covers an entry, with its size. */
    Optional<Covering> covering(long index) {
        return sql.one(
                "SELECT size, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT 1",
                row -> new Covering(row.number(1), row.bytes(2)),
                index);
    }

    /** A checkpoint and its size. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Covering(long size, byte[] note) {}

    private Digest node(int level, long index) {
        int stored = level - level % STORED_EVERY;
        int height = level - stored;
        long first = index << height;
        long end = (index + 1) << height;
        List<Digest> hashes =
                stored == 0
                        ? sql.list(
                                "SELECT entry FROM log_entry WHERE idx >= ? AND idx < ?"
                                        + " ORDER BY idx",
                                row -> MerkleTree.leaf(row.bytes(1)),
                                first,
                                end)
                        : sql.list(
                                "SELECT hash FROM log_node WHERE level = ? AND idx >= ?"
                                        + " AND idx < ? ORDER BY idx",
                                row -> row.digest(1),
                                stored,
                                first,
                                end);
        if (hashes.size() != end - first) {
            throw missing("hash " + index + " of level " + level);
        }
        return MerkleTree.root(hashes.size(), (above, at) -> top(hashes, above, at));
    }

    private static Digest top(List<Digest> hashes, int level, long index) {
        if (level == 0) {
            return hashes.get(Math.toIntExact(index));
        }
        return MerkleTree.node(
                top(hashes, level - 1, 2 * index), top(hashes, level - 1, 2 * index + 1));
    }

    /** How many entries do not commit to exactly one record here. */
    long strays() {
        return sql.number(
                "SELECT count(*) FROM log_entry l LEFT JOIN evidence e ON e.log_index = l.idx"
                        + " LEFT JOIN ceremony c ON c.log_index = l.idx"
                        + " LEFT JOIN endpoint_order o ON o.log_index = l.idx"
                        + " LEFT JOIN agency_seal s ON s.log_index = l.idx"
                        + " WHERE (e.id IS NOT NULL) + (c.log_index IS NOT NULL)"
                        + " + (o.log_index IS NOT NULL) + (s.log_index IS NOT NULL) <> 1");
    }

    void addEntry(long index, byte[] entry) {
        int unused = sql.update("INSERT INTO log_entry VALUES (?, ?)", index, entry);
    }

    void addCeremony(long index, SignedRecord signed, byte[] salt) {
        int unused =
                sql.update(
                        "INSERT INTO ceremony VALUES (?, ?, ?, ?)",
                        index,
                        signed.record().toBytes(),
                        signed.signature(),
                        salt);
    }

    /** Records of ceremonies with their proofs, oldest first. */
    List<CeremonyReceipt> ceremonies() {
        return ceremonyRows().stream().map(this::receipt).toList();
    }

    /** The same as they are kept. */
    List<Ceremony> ceremonyRows() {
        return sql.list(
                "SELECT log_index, record, signature, salt FROM ceremony ORDER BY log_index",
                row -> new Ceremony(row.number(1), row.bytes(2), row.bytes(3), row.bytes(4)));
    }

    private CeremonyReceipt receipt(Ceremony kept) {
        Covering covering =
                covering(kept.index()).orElseThrow(() -> missing("entry " + kept.index()));
        LogProof proof = LogProof.of(kept.index(), covering.size(), hashes(), covering.note());
        try {
            return new CeremonyReceipt(kept.signed(), kept.salt(), proof);
        } catch (CeremonyProblem | IllegalArgumentException e) {
            throw new StoreException(Reason.CORRUPT, "the record of a ceremony is damaged", e);
        }
    }

    /** A row of the table. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Ceremony(long index, byte[] record, byte[] signature, byte[] salt) {
        /** The record, checked under its seal. */
        SignedRecord signed() throws CeremonyProblem {
            return SignedRecord.verify(record, signature);
        }
    }

    void addNode(MerkleTree.Node node) {
        if (node.level() > 0 && node.level() % STORED_EVERY == 0) {
            int unused =
                    sql.update(
                            "INSERT INTO log_node VALUES (?, ?, ?)",
                            node.level(),
                            node.index(),
                            node.hash());
        }
    }

    void addCheckpoint(long size, byte[] note) {
        int unused = sql.update("INSERT INTO checkpoint VALUES (?, ?)", size, note);
    }

    private static StoreException missing(String what) {
        return new StoreException(Reason.CORRUPT, "the log lacks " + what);
    }
}

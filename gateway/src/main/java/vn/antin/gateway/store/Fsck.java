package vn.antin.gateway.store;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.tlog.Checkpoint;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.crypto.tlog.LogProblem;
import vn.antin.crypto.tlog.MerkleTree;
import vn.antin.crypto.tlog.SignedCheckpoint;
import vn.antin.gateway.consignment.DeliveryState;
import vn.antin.gateway.consignment.DeliveryTransition;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Database;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.gateway.tlog.TreeHead;

/**
 * Recomputes everything that follows from something else and compares: the store from itself, then
 * what is recorded from what is signed. Changes nothing. The database is read in one consistent
 * state; the gateway is stopped, since its folder is open to one process. What has no reference to
 * compare with stands in docs/fsck.md. Thread-safe.
 */
public final class Fsck {
    /**
     * Something the check found that should not be. Immutable.
     *
     * @param kind what sort of thing
     * @param what where and what, without content
     */
    public record Finding(Kind kind, String what) {
        /** Sorts of findings. */
        public enum Kind {
            /** The database file itself is damaged, or a reference leads nowhere. */
            DATABASE,
            /** Tables, indexes or triggers are not as the migrations make them. */
            SCHEMA,
            /** Log entries do not have the root that a checkpoint states. */
            LOG_ROOT,
            /** A checkpoint is not signed by the key of the log. */
            CHECKPOINT_SIGNATURE,
            /** A stored inner hash is not that of the entries below. */
            LOG_NODE,
            /** Own evidence does not lead to its log entry, or an entry has no evidence. */
            EVIDENCE_LOG,
            /** An outer signature is missing or not the one that was accepted. */
            OUTER_SIGNATURE,
            /** The state of a delivery is not the fold over its evidence. */
            STATE,
            /** A blob of an accepted consignment is missing or has other bytes. */
            BLOB,
            /** A row of a consignment is not what its signed note and evidence say. */
            CONSIGNMENT,
            /** A signed receipt is missing or not the one that the evidence names. */
            RECEIPT,
            /** A register has a gap or a wrong counter, or says other than what is signed. */
            REGISTER,
            /** The numbers of an endpoint's events have a gap, or news was taken away. */
            EVENT,
            /** Work that is not done yet is not in the outbox. */
            OUTBOX,
            /** A peer is not what its signed card says. */
            PEER,
            /**
             * Something carries the mark of an exercise and the gateway is none, or the reverse.
             */
            EXERCISE,
            /** Evidence of a peer does not stand in its log. */
            PEER_EVIDENCE,
            /** A certificate or revocation is not what the authority signed. */
            CERTIFICATE,
            /** The record of a ceremony is not what the seal signed and the log holds. */
            CEREMONY,
            /** A line about a self-test is not as it was signed, or one was cut out. */
            SELF_TEST,
            /** The order of a custodian is not what the log holds. */
            ORDER,
            /** The record of a seal is not what the log holds, or of no key of the agency. */
            SEAL,
            /** An endpoint is not what custodians ordered, or cannot be read. */
            ENDPOINT
        }
    }

    private static final int LOG_PAGE = 4096;
    private static final int STORED_EVERY = 8;

    private final SqliteStore store;
    private final DiskBlobStore blobs;

    /** Of a store and its blobs. */
    public Fsck(SqliteStore store, DiskBlobStore blobs) {
        this.store = store;
        this.blobs = blobs;
    }

    /**
     * Everything that should not be; empty when all is well. Reads every blob.
     *
     * @param ca the own authority's certificate, from the token and not from the database
     * @param exercise whether the gateway is an exercise, from its configuration
     */
    public List<Finding> run(X509Certificate ca, boolean exercise) {
        List<Finding> findings = new ArrayList<>(structure());
        guarded(
                findings,
                () ->
                        store.inspect(sql -> {
                            String log = store.logKey().origin();
                            findings.addAll(new FsckRecords(sql, log).findings());
                            FsckTrust trust = new FsckTrust(sql, ca);
                            findings.addAll(trust.findings());
                            findings.addAll(new FsckCeremonies(sql, ca).findings());
                            findings.addAll(new FsckSeals(sql, ca, exercise).findings());
                            findings.addAll(new FsckOrders(sql, trust.doubtful()).findings());
                            return findings.addAll(new FsckMarks(sql, exercise, ca).findings());
                        }));
        return List.copyOf(findings);
    }

    /** What the store can tell of itself, without the signatures of others. */
    List<Finding> structure() {
        List<Finding> findings = new ArrayList<>();
        guarded(
                findings,
                () -> {
                    for (BlobRef blob : tables(findings)) {
                        if (!blobs.intact(blob)) {
                            findings.add(
                                    new Finding(
                                            Finding.Kind.BLOB,
                                            blob.sha256() + " is missing or changed"));
                        }
                    }
                });
        return List.copyOf(findings);
    }

    private static void guarded(List<Finding> findings, Runnable check) {
        try {
            check.run();
        } catch (StoreException e) {
            if (e.reason() != Reason.CORRUPT) {
                throw e;
            }
            findings.add(new Finding(Finding.Kind.DATABASE, String.valueOf(e.getMessage())));
        }
    }

    private List<BlobRef> tables(List<Finding> findings) {
        return store.inspect(sql -> {
            database(sql, findings);
            Database.schemaChanges(sql)
                    .forEach(what -> findings.add(new Finding(Finding.Kind.SCHEMA, what)));
            log(sql, store.logKey(), findings);
            evidence(sql, findings);
            outerSignatures(sql, findings);
            states(sql, findings);
            FsckRegisters.counters(sql, findings);
            events(sql, findings);
            return sql.list(
                    "SELECT DISTINCT sha256, size FROM consignment_blob",
                    row -> new BlobRef(row.digest(1), row.number(2)));
        });
    }

    private static void database(Sql sql, List<Finding> findings) {
        for (String problem : sql.list("PRAGMA integrity_check", row -> row.text(1))) {
            if (!problem.equals("ok")) {
                findings.add(new Finding(Finding.Kind.DATABASE, problem));
            }
        }
        for (String table : sql.list("PRAGMA foreign_key_check", row -> row.text(1))) {
            findings.add(
                    new Finding(
                            Finding.Kind.DATABASE, "a reference in " + table + " leads nowhere"));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Mark(long size, byte[] note) {}

    /** Grows the tree again from the entries and stops at each checkpoint to compare. */
    private static void log(Sql sql, LogKey key, List<Finding> findings) {
        TreeHead head = TreeHead.of(0, (level, index) -> MerkleTree.EMPTY);
        for (Mark mark :
                sql.list(
                        "SELECT size, note FROM checkpoint ORDER BY size",
                        row -> new Mark(row.number(1), row.bytes(2)))) {
            head = grow(sql, head, mark.size(), findings);
            if (head.size() != mark.size()) {
                findings.add(new Finding(Finding.Kind.LOG_ROOT, "the log ends at " + head.size()));
                return;
            }
            compare(mark, head, key, findings);
        }
        long entries = sql.number("SELECT count(*) FROM log_entry");
        if (entries != head.size()) {
            findings.add(
                    new Finding(
                            Finding.Kind.LOG_ROOT,
                            entries + " entries, but the last checkpoint covers " + head.size()));
        }
    }

    private static TreeHead grow(Sql sql, TreeHead from, long to, List<Finding> findings) {
        TreeHead head = from;
        while (head.size() < to) {
            List<byte[]> entries =
                    sql.list(
                            "SELECT entry FROM log_entry WHERE idx >= ? AND idx < ? ORDER BY idx",
                            row -> row.bytes(1),
                            head.size(),
                            Math.min(to, head.size() + LOG_PAGE));
            if (entries.isEmpty()) {
                return head;
            }
            TreeHead.Growth growth = head.append(entries);
            for (MerkleTree.Node node : growth.nodes()) {
                if (node.level() > 0 && node.level() % STORED_EVERY == 0) {
                    nodeStored(sql, node, findings);
                }
            }
            head = growth.head();
        }
        return head;
    }

    private static void nodeStored(Sql sql, MerkleTree.Node node, List<Finding> findings) {
        Optional<Digest> stored =
                sql.one(
                        "SELECT hash FROM log_node WHERE level = ? AND idx = ?",
                        row -> row.digest(1),
                        node.level(),
                        node.index());
        if (!stored.equals(Optional.of(node.hash()))) {
            findings.add(
                    new Finding(
                            Finding.Kind.LOG_NODE,
                            "hash " + node.index() + " of level " + node.level() + " differs"));
        }
    }

    private static void compare(Mark mark, TreeHead head, LogKey key, List<Finding> findings) {
        try {
            Checkpoint checkpoint = SignedCheckpoint.verify(mark.note(), key);
            if (checkpoint.size() != mark.size() || !checkpoint.root().equals(head.root())) {
                findings.add(
                        new Finding(
                                Finding.Kind.LOG_ROOT,
                                "the entries do not have the root of the checkpoint of size "
                                        + mark.size()));
            }
        } catch (LogProblem e) {
            findings.add(
                    new Finding(
                            Finding.Kind.CHECKPOINT_SIGNATURE,
                            "the checkpoint of size " + mark.size() + ": " + e.getMessage()));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(String id, byte[] evidence, byte[] salt, byte[] entry) {}

    private static void evidence(Sql sql, List<Finding> findings) {
        long without = new LogTable(sql).strays();
        if (without > 0) {
            findings.add(
                    new Finding(
                            Finding.Kind.EVIDENCE_LOG,
                            without + " log entries have no evidence and are no other record"));
        }
        long last = 0;
        List<Kept> page;
        do {
            page =
                    sql.list(
                            "SELECT e.id, e.bytes, e.salt, l.entry FROM evidence e JOIN log_entry l"
                                    + " ON l.idx = e.log_index WHERE e.log_index >= ?"
                                    + " ORDER BY e.log_index LIMIT ?",
                            row -> new Kept(row.text(1), row.bytes(2), row.bytes(3), row.bytes(4)),
                            last,
                            LOG_PAGE);
            for (Kept kept : page) {
                if (!Arrays.equals(entry(kept), kept.entry())) {
                    findings.add(
                            new Finding(
                                    Finding.Kind.EVIDENCE_LOG,
                                    "evidence " + kept.id() + " is not what its log entry says"));
                }
            }
            last += LOG_PAGE;
        } while (page.size() == LOG_PAGE);
    }

    private static byte[] entry(Kept kept) {
        try {
            return Evidence.parse(kept.evidence()).entry(kept.salt());
        } catch (JsonException | IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static void outerSignatures(Sql sql, List<Finding> findings) {
        for (String id :
                sql.list(
                        "SELECT c.id, c.outer, o.bytes FROM consignment c"
                                + " LEFT JOIN outer_signature o ON o.consignment = c.position",
                        row ->
                                row.optionalBytes(3)
                                                .map(Digest::of)
                                                .equals(Optional.of(row.digest(2)))
                                        ? ""
                                        : row.text(1))) {
            if (!id.isEmpty()) {
                findings.add(
                        new Finding(
                                Finding.Kind.OUTER_SIGNATURE,
                                "that of consignment " + id + " differs"));
            }
        }
    }

    private record Delivery(long position, String consignment, String recipient, String state) {}

    private static void states(Sql sql, List<Finding> findings) {
        long last = 0;
        List<Delivery> page;
        do {
            page =
                    sql.list(
                            "SELECT position, consignment, recipient, state FROM delivery"
                                    + " WHERE position > ? ORDER BY position LIMIT ?",
                            row ->
                                    new Delivery(
                                            row.number(1), row.text(2), row.text(3), row.text(4)),
                            last,
                            LOG_PAGE);
            for (Delivery delivery : page) {
                state(sql, delivery, findings);
                last = delivery.position();
            }
        } while (page.size() == LOG_PAGE);
    }

    private static void state(Sql sql, Delivery delivery, List<Finding> findings) {
        List<EvidenceEvent> events =
                sql.list(
                        "SELECT e.event FROM delivery d JOIN evidence e ON"
                                + EvidenceTable.MOVES
                                + " WHERE d.position = ? ORDER BY e.position",
                        row -> Codec.constant(EvidenceEvent.class, row.text(1)),
                        delivery.position());
        Optional<DeliveryState> fold = DeliveryTransition.fold(events);
        boolean fits = fold.map(Enum::name).equals(Optional.of(delivery.state()));
        if (!fits || fold.get() == DeliveryState.NEW) {
            findings.add(
                    new Finding(
                            Finding.Kind.STATE,
                            "consignment "
                                    + delivery.consignment()
                                    + " to "
                                    + delivery.recipient()
                                    + " is "
                                    + delivery.state()
                                    + ", its evidence says "
                                    + fold.map(Enum::name).orElse("nothing legal")));
        }
    }

    private static void events(Sql sql, List<Finding> findings) {
        findings.addAll(
                sql.list(
                        "SELECT endpoint, max(sequence), count(*) FROM event GROUP BY endpoint"
                                + " HAVING max(sequence) <> count(*) OR min(sequence) <> 1",
                        row ->
                                new Finding(
                                        Finding.Kind.EVENT,
                                        row.text(1)
                                                + " has "
                                                + row.number(3)
                                                + " events up to number "
                                                + row.number(2))));
    }
}

package vn.antin.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.VerifiedEvidence;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.tlog.LogProof;
import vn.antin.gateway.consignment.DeliveryState;
import vn.antin.gateway.consignment.DeliveryTransition;
import vn.antin.gateway.evidence.EvidenceTx;
import vn.antin.gateway.evidence.SealRecord;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.gateway.tlog.PendingLog;

/**
 * Evidence, and the states that follow from it. Not thread-safe.
 *
 * @param pending the open transaction's log entries; null in a view that only reads
 */
record EvidenceTable(Sql sql, LogTable log, @Nullable PendingLog pending) implements EvidenceTx {
    private static final String KEPT = "SELECT bytes, salt, log_index, receipt FROM evidence";

    /**
     * Which evidence moves a delivery on: about the same consignment and outer signature, about its
     * recipient or all, own or from the gateway that serves the recipient.
     */
    static final String MOVES =
            " e.consignment = d.consignment"
                    + " AND e.outer = (SELECT c.outer FROM consignment c WHERE c.id = d.consignment)"
                    + " AND (e.recipient IS NULL OR e.recipient = d.recipient)"
                    + " AND (e.log_index IS NOT NULL OR e.issuer = d.gateway)";

    @Override
    public List<Evidence> about(String consignment) {
        return sql.list(
                "SELECT bytes FROM evidence WHERE consignment = ? ORDER BY position",
                row -> evidence(row.bytes(1)),
                consignment);
    }

    @Override
    public List<EvidenceReceipt> receipts(String consignment) {
        return sql
                .list(
                        KEPT + " WHERE consignment = ? ORDER BY position",
                        EvidenceTable::kept,
                        consignment)
                .stream()
                .map(this::receipt)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Optional<EvidenceReceipt> receipt(String id) {
        return sql.one(KEPT + " WHERE id = ?", EvidenceTable::kept, id).flatMap(this::receipt);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(
            byte[] evidence, byte[] salt, Optional<Long> index, Optional<byte[]> receipt) {}

    private static Kept kept(Sql.Row row) throws SQLException {
        return new Kept(
                row.bytes(1),
                row.bytes(2),
                row.isNull(3) ? Optional.empty() : Optional.of(row.number(3)),
                row.optionalBytes(4));
    }

    private Optional<EvidenceReceipt> receipt(Kept kept) {
        if (kept.receipt().isPresent()) {
            return Optional.of(foreign(kept.receipt().get()));
        }
        long index = kept.index().orElseThrow();
        return log.covering(index)
                .map(covering ->
                        new EvidenceReceipt(
                                evidence(kept.evidence()),
                                kept.salt(),
                                LogProof.of(index, covering.size(), log.hashes(), covering.note())
                                        .text()));
    }

    private static EvidenceReceipt foreign(byte[] receipt) {
        try {
            return EvidenceReceipt.parse(receipt);
        } catch (JsonException e) {
            throw new StoreException(Reason.CORRUPT, "a stored receipt cannot be read", e);
        }
    }

    private static Evidence evidence(byte[] bytes) {
        try {
            return Evidence.parse(bytes);
        } catch (JsonException e) {
            throw new StoreException(Reason.CORRUPT, "stored evidence cannot be read", e);
        }
    }

    @Override
    public void append(Evidence evidence, byte[] salt) {
        if (pending == null) {
            throw new IllegalStateException("a view only reads");
        }
        PendingLog.Entry entry = pending.append(evidence, salt);
        log.addEntry(entry.index(), entry.bytes());
        keep(evidence, salt, Optional.of(entry.index()), Optional.empty());
        move(evidence);
    }

    @Override
    public void append(SealRecord seal, byte[] salt) {
        if (pending == null) {
            throw new IllegalStateException("a view only reads");
        }
        PendingLog.Entry entry = pending.append(salt, seal.entry(salt));
        log.addEntry(entry.index(), entry.bytes());
        int unused =
                sql.update(
                        "INSERT INTO agency_seal VALUES (?, ?, ?)",
                        entry.index(),
                        seal.toBytes(),
                        salt);
    }

    @Override
    public List<SealRecord> seals() {
        return sql.list(
                "SELECT bytes FROM agency_seal ORDER BY log_index", row -> seal(row.bytes(1)));
    }

    private static SealRecord seal(byte[] bytes) {
        try {
            return SealRecord.parse(bytes);
        } catch (JsonException e) {
            throw new StoreException(Reason.CORRUPT, "the record of a seal cannot be read", e);
        }
    }

    @Override
    public boolean admit(VerifiedEvidence verified) {
        Evidence evidence = verified.evidence();
        boolean known =
                sql.one("SELECT 1 FROM evidence WHERE id = ?", row -> row.number(1), evidence.id())
                        .isPresent();
        if (known) {
            return false;
        }
        EvidenceReceipt receipt = verified.receipt();
        keep(evidence, receipt.salt(), Optional.empty(), Optional.of(receipt.toBytes()));
        move(evidence);
        return true;
    }

    private void keep(
            Evidence evidence, byte[] salt, Optional<Long> index, Optional<byte[]> receipt) {
        int unused =
                sql.update(
                        "INSERT INTO evidence (id, consignment, outer, recipient, issuer, event,"
                                + " bytes, salt, log_index, receipt)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        evidence.id(),
                        evidence.consignment(),
                        evidence.outerSignature(),
                        evidence.recipient(),
                        evidence.issuer(),
                        evidence.event(),
                        evidence.toBytes(),
                        salt,
                        index,
                        receipt);
    }

    private record Moved(EndpointId recipient, DeliveryState state) {}

    private void move(Evidence evidence) {
        for (Moved delivery :
                sql.list(
                        "SELECT d.recipient, d.state FROM evidence e"
                                + " JOIN delivery d ON d.consignment = e.consignment"
                                + " WHERE e.id = ? AND"
                                + MOVES,
                        row ->
                                new Moved(
                                        EndpointId.parse(row.text(1)),
                                        Codec.constant(DeliveryState.class, row.text(2))),
                        evidence.id())) {
            set(evidence, delivery.recipient(), next(evidence, delivery), evidence.time());
        }
    }

    private static DeliveryState next(Evidence evidence, Moved delivery) {
        EvidenceEvent event = evidence.event();
        return DeliveryTransition.of(delivery.state(), event)
                .orElseThrow(() ->
                        new StoreException(
                                Reason.ILLEGAL_TRANSITION,
                                event
                                        + " does not follow "
                                        + delivery.state()
                                        + " of consignment "
                                        + evidence.consignment()
                                        + " to "
                                        + delivery.recipient()))
                .to();
    }

    private void set(Evidence evidence, EndpointId recipient, DeliveryState state, Instant at) {
        int unused =
                sql.update(
                        "UPDATE delivery SET state = ?, changed_at = ?"
                                + " WHERE consignment = ? AND recipient = ?",
                        state,
                        at,
                        evidence.consignment(),
                        recipient);
    }
}

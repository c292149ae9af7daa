package vn.antin.gateway.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.gateway.exchange.Outbox;
import vn.antin.gateway.exchange.OutboxRecord;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Sql;

/** What waits to be sent to peers. Not thread-safe. */
record OutboxTable(Sql sql) implements Outbox.Writer {
    private static final String RECORD =
            "SELECT id, kind, consignment, target, priority, generation, attempts, next_attempt,"
                    + " last_error, created_at FROM outbox";

    @Override
    public List<OutboxRecord> due(Instant now, int limit) {
        return sql.list(
                RECORD
                        + " WHERE next_attempt <= ? ORDER BY priority DESC, next_attempt, id"
                        + " LIMIT ?",
                OutboxTable::read,
                now,
                limit);
    }

    @Override
    public Optional<Instant> nextDue() {
        return sql.one(
                "SELECT next_attempt FROM outbox ORDER BY next_attempt LIMIT 1",
                row -> row.instant(1));
    }

    @Override
    public List<OutboxRecord> about(String consignment) {
        return sql.list(
                RECORD + " WHERE consignment = ? ORDER BY id", OutboxTable::read, consignment);
    }

    @Override
    public void ask(
            OutboxRecord.Kind kind,
            String consignment,
            EndpointId target,
            int priority,
            Instant now) {
        int unused =
                sql.update(
                        "INSERT INTO outbox (kind, consignment, target, priority, generation,"
                                + " attempts, next_attempt, created_at)"
                                + " VALUES (?1, ?2, ?3, ?4, 1, 0, ?5, ?5)"
                                + " ON CONFLICT (consignment, kind, target) DO UPDATE SET"
                                + " generation = generation + 1,"
                                + " priority = max(priority, excluded.priority),"
                                + " next_attempt = CASE attempts WHEN 0 THEN"
                                + " min(next_attempt, excluded.next_attempt)"
                                + " ELSE next_attempt END",
                        kind,
                        consignment,
                        target,
                        priority,
                        now);
    }

    @Override
    public void done(OutboxRecord sent) {
        int gone =
                sql.update(
                        "DELETE FROM outbox WHERE id = ? AND generation = ?",
                        sent.id(),
                        sent.generation());
        if (gone == 0) {
            int unused =
                    sql.update(
                            "UPDATE outbox SET attempts = 0, last_error = NULL, next_attempt = ?"
                                    + " WHERE id = ?",
                            sent.nextAttempt(),
                            sent.id());
        }
    }

    @Override
    public void failed(OutboxRecord tried, Instant nextAttempt, String error) {
        int unused =
                sql.update(
                        "UPDATE outbox SET attempts = attempts + 1, next_attempt = ?,"
                                + " last_error = ? WHERE id = ?",
                        nextAttempt,
                        error,
                        tried.id());
    }

    @Override
    public void giveUp(OutboxRecord record) {
        int unused = sql.update("DELETE FROM outbox WHERE id = ?", record.id());
    }

    private static OutboxRecord read(Sql.Row row) throws SQLException {
        return new OutboxRecord(
                row.number(1),
                Codec.constant(OutboxRecord.Kind.class, row.text(2)),
                row.text(3),
                EndpointId.parse(row.text(4)),
                row.small(5),
                row.number(6),
                row.small(7),
                row.instant(8),
                row.optionalText(9),
                row.instant(10));
    }
}

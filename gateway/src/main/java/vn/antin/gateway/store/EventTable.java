package vn.antin.gateway.store;

import java.time.Instant;
import java.util.List;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.gateway.exchange.EventRecord;
import vn.antin.gateway.exchange.Events;
import vn.antin.gateway.store.disk.Sql;

/** What endpoints are told. Not thread-safe. */
record EventTable(Sql sql) implements Events.Writer {
    @Override
    public List<EventRecord> after(EndpointId endpoint, long sequence, int limit) {
        return sql.list(
                "SELECT endpoint, sequence, kind, consignment, event, at FROM event"
                        + " WHERE endpoint = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                row ->
                        new EventRecord(
                                EndpointId.parse(row.text(1)),
                                row.number(2),
                                row.text(3),
                                row.text(4),
                                row.text(5),
                                row.instant(6)),
                endpoint,
                sequence,
                limit);
    }

    @Override
    public long last(EndpointId endpoint) {
        return sql.number(
                "SELECT coalesce(max(sequence), 0) FROM event WHERE endpoint = ?", endpoint);
    }

    @Override
    public EventRecord tell(
            EndpointId endpoint, String kind, String consignment, String event, Instant at) {
        long sequence = last(endpoint) + 1;
        int unused =
                sql.update(
                        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)",
                        endpoint,
                        sequence,
                        kind,
                        consignment,
                        event,
                        at);
        return new EventRecord(endpoint, sequence, kind, consignment, event, at);
    }
}

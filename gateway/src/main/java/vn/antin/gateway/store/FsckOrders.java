package vn.antin.gateway.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.disk.Sql;

/**
 * Checks endpoints and peers against the orders of custodians, and these against the log. Rows from
 * before orders were kept have none and are only read. Not thread-safe.
 */
final class FsckOrders {
    private final Sql sql;
    private final Set<String> doubtful;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param sql one state of the database
     * @param doubtful organizations of peers that have a finding already
     */
    FsckOrders(Sql sql, Set<String> doubtful) {
        this.sql = sql;
        this.doubtful = doubtful;
    }

    /** All differences. */
    List<Finding> findings() {
        Map<String, EndpointOrder> newest = orders();
        for (String id : sql.list("SELECT id FROM endpoint ORDER BY id", row -> row.text(1))) {
            endpoint(id, newest);
        }
        for (PeerRecord peer : peers()) {
            EndpointOrder order = newest.remove(peer.gateway().toString());
            boolean told = doubtful.contains(peer.organization().value());
            if (!told && order != null && !order.outcome().equals(peer.facts())) {
                add(Kind.PEER, "peer " + peer.organization() + " is not as it was ordered");
            }
        }
        for (String gone : newest.keySet()) {
            if (doubtful.contains(EndpointId.parse(gone).organization().value())) {
                continue;
            }
            add(Kind.ENDPOINT, gone + " has orders and is not in the directory");
        }
        return List.copyOf(findings);
    }

    private void add(Kind kind, String what) {
        findings.add(new Finding(kind, what));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(long index, String endpoint, byte[] bytes, byte[] salt, byte[] entry) {}

    /** The newest order by endpoint, of those that stand in the log. */
    private Map<String, EndpointOrder> orders() {
        Map<String, EndpointOrder> newest = new HashMap<>();
        for (Row row :
                sql.list(
                        "SELECT o.log_index, o.endpoint, o.bytes, o.salt, l.entry"
                                + " FROM endpoint_order o JOIN log_entry l ON l.idx = o.log_index"
                                + " ORDER BY o.log_index",
                        row ->
                                new Row(
                                        row.number(1),
                                        row.text(2),
                                        row.bytes(3),
                                        row.bytes(4),
                                        row.bytes(5)))) {
            try {
                EndpointOrder order = EndpointOrder.parse(row.bytes());
                if (Arrays.equals(order.entry(row.salt()), row.entry())
                        && order.endpoint().toString().equals(row.endpoint())) {
                    EndpointOrder unused = newest.put(row.endpoint(), order);
                    continue;
                }
            } catch (JsonException | IllegalArgumentException e) {
                // Said below: what cannot be read is not what the log holds either.
            }
            add(Kind.ORDER, "the order at entry " + row.index() + " is not what the log holds");
        }
        return newest;
    }

    private void endpoint(String id, Map<String, EndpointOrder> newest) {
        EndpointRecord record;
        try {
            record = new DirectoryTable(sql).row(id);
        } catch (StoreException | IllegalArgumentException e) {
            EndpointOrder unused = newest.remove(id);
            add(Kind.ENDPOINT, id + " has a value that cannot be read");
            return;
        }
        if (!new DirectoryTable(sql).filed(record)) {
            add(Kind.ENDPOINT, id + " is filed under other words than its own");
        }
        if (record.roles().isEmpty()) {
            add(Kind.ENDPOINT, id + " has no role");
        }
        if (record.status() == EndpointStatus.REVOKED
                && !new DirectoryTable(sql).certificates(record.id()).isEmpty()) {
            add(Kind.ENDPOINT, id + " is revoked and has a certificate that is not");
        }
        EndpointOrder order = newest.get(id);
        if (order == null || order.act() == EndpointOrder.Act.PEER) {
            return;
        }
        EndpointOrder unused = newest.remove(id);
        List<String> differing = differing(order.outcome(), record.facts());
        if (!differing.isEmpty()) {
            add(Kind.ENDPOINT, id + " is not as it was ordered: " + String.join(", ", differing));
        }
    }

    /** Names of the fields, without what stands in them. */
    private static List<String> differing(JsonObject ordered, JsonObject found) {
        if (ordered.equals(found)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        Set<String> all = new TreeSet<>(ordered.keys());
        all.addAll(found.keys());
        for (String key : all) {
            if (!value(ordered, key).equals(value(found, key))) {
                names.add(key);
            }
        }
        return names;
    }

    private static String value(JsonObject facts, String key) {
        if (!facts.has(key)) {
            return "";
        }
        return key.equals("roles") ? facts.strings(key).toString() : facts.string(key);
    }

    private List<PeerRecord> peers() {
        try {
            return new DirectoryTable(sql).peers();
        } catch (StoreException | IllegalArgumentException e) {
            return List.of(); // told where peers are checked against their cards
        }
    }
}

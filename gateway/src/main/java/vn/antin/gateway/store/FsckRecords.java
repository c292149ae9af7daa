package vn.antin.gateway.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceEvent;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.seal.BlobRef;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.Recipient;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.gateway.consignment.Direction;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.disk.Sql;

/**
 * Recomputes what is recorded of each consignment (its row, deliveries, blobs, receipts, register
 * rows, news) from its note under the outer signature, and from evidence under the log. Columns are
 * compared as text, so that a value which the program cannot read is a difference too. Not
 * thread-safe.
 */
final class FsckRecords {
    private static final int PAGE = 64;

    private final Sql sql;
    private final String log;
    private final List<Finding> findings = new ArrayList<>();
    private final FsckRegisters registers;

    /**
     * @param sql one state of the database
     * @param log name of the own log
     */
    FsckRecords(Sql sql, String log) {
        this.sql = sql;
        this.log = log;
        this.registers = new FsckRegisters(sql, findings);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Row(
            long position,
            String id,
            byte[] note,
            String outer,
            String direction,
            String sender,
            String submitter,
            long acceptedAt,
            String policy,
            byte[] outerSignature) {}

    /** What a consignment must be. */
    record Facts(
            Row row,
            ConsignmentNote note,
            Direction direction,
            Evidence acceptance,
            List<Recipient> here,
            Map<String, Evidence> handovers) {
        String id() {
            return row.id();
        }

        boolean served(Recipient recipient) {
            return recipient.gateway().equals(acceptance.issuer());
        }
    }

    /** All differences. */
    List<Finding> findings() {
        long last = 0;
        List<Row> page;
        do {
            page = page(last);
            for (Row row : page) {
                check(row);
                last = row.position();
            }
        } while (page.size() == PAGE);
        registers.orphans();
        return List.copyOf(findings);
    }

    private void add(Kind kind, String what) {
        findings.add(new Finding(kind, what));
    }

    private List<Row> page(long last) {
        return sql.list(
                "SELECT c.position, c.id, c.note, hex(c.outer), c.direction, c.sender, c.submitter,"
                        + " c.accepted_at, c.policy, coalesce(o.bytes, x'') FROM consignment c"
                        + " LEFT JOIN outer_signature o ON o.consignment = c.position"
                        + " WHERE c.position > ? ORDER BY c.position LIMIT ?",
                row ->
                        new Row(
                                row.number(1),
                                row.text(2),
                                row.bytes(3),
                                row.text(4),
                                row.text(5),
                                row.text(6),
                                row.text(7),
                                row.number(8),
                                row.text(9),
                                row.bytes(10)),
                last,
                PAGE);
    }

    private void check(Row row) {
        ConsignmentNote note;
        try {
            note = ConsignmentNote.parse(row.note());
        } catch (SealProblem e) {
            add(Kind.CONSIGNMENT, row.id() + ": its note cannot be read");
            return;
        }
        List<Evidence> about = about(row);
        Optional<Evidence> acceptance =
                about.stream()
                        .filter(e -> e.log().equals(log))
                        .filter(e ->
                                e.event() == EvidenceEvent.SUBMISSION_ACCEPTANCE
                                        || e.event() == EvidenceEvent.RELAY_ACCEPTANCE)
                        .findFirst();
        if (acceptance.isEmpty()) {
            add(Kind.CONSIGNMENT, row.id() + ": no evidence of its acceptance");
            return;
        }
        EndpointId self = acceptance.get().issuer();
        Direction direction = direction(note, self);
        List<Recipient> here =
                note.recipients().stream()
                        .filter(r -> direction != Direction.INCOMING || r.gateway().equals(self))
                        .toList();
        Map<String, Evidence> handovers = new HashMap<>();
        for (Evidence evidence : about) {
            if (evidence.event() == EvidenceEvent.CONTENT_HANDOVER) {
                evidence.recipient().ifPresent(r -> handovers.put(r.toString(), evidence));
            }
        }
        Facts facts = new Facts(row, note, direction, acceptance.get(), here, handovers);
        consignment(facts);
        deliveries(facts);
        blobs(facts);
        Map<String, Receipt> receipts = receipts(facts);
        registers.check(facts, receipts);
        news(facts);
    }

    /** Evidence that moved a delivery of it, in order; what it says is checked elsewhere. */
    private List<Evidence> about(Row row) {
        List<Evidence> about = new ArrayList<>();
        for (byte[] bytes :
                sql.list(
                        "SELECT e.bytes FROM evidence e WHERE e.consignment = ?1 AND EXISTS"
                                + " (SELECT 1 FROM delivery d WHERE d.consignment = ?1 AND"
                                + EvidenceTable.MOVES
                                + ") ORDER BY e.position",
                        r -> r.bytes(1),
                        row.id())) {
            evidence(bytes)
                    .filter(e -> same(e.outerSignature(), row.outer()))
                    .ifPresent(about::add);
        }
        return about;
    }

    private static Optional<Evidence> evidence(byte[] bytes) {
        try {
            return Optional.of(Evidence.parse(bytes));
        } catch (JsonException e) {
            return Optional.empty(); // a finding of the check of evidence
        }
    }

    private static Direction direction(ConsignmentNote note, EndpointId self) {
        if (!note.sender().organization().equals(self.organization())) {
            return Direction.INCOMING;
        }
        return note.recipients().stream().allMatch(r -> r.gateway().equals(self))
                ? Direction.LOCAL
                : Direction.OUTGOING;
    }

    private void consignment(Facts facts) {
        Row row = facts.row();
        ConsignmentNote note = facts.note();
        Evidence acceptance = facts.acceptance();
        EndpointId submitter =
                facts.direction() == Direction.INCOMING
                        ? EndpointId.gatewayOf(note.sender().organization())
                        : note.sender();
        Differences differences = new Differences(findings);
        // The digest of the signature is in the log; the note stands in it as it was signed.
        differences.unless("note", contains(row.outerSignature(), row.note()));
        differences.unless("id", note.id().equals(row.id()));
        differences.unless("direction", facts.direction().name().equals(row.direction()));
        differences.unless("sender", note.sender().toString().equals(row.sender()));
        differences.unless("submitter", submitter.toString().equals(row.submitter()));
        differences.unless("accepted_at", acceptance.time().toEpochMilli() == row.acceptedAt());
        differences.unless("policy", acceptance.policy().equals(row.policy()));
        differences.unless(
                "evidence",
                acceptance.sender().equals(note.sender())
                        && acceptance.envelope().equals(note.envelope().sha256())
                        && acceptance.mark().equals(note.label().level().outerMark()));
        differences.report(Kind.CONSIGNMENT, "consignment " + row.id());
    }

    private void deliveries(Facts facts) {
        Set<String> should = new TreeSet<>();
        for (Recipient r : facts.here()) {
            should.add(
                    String.join(
                            " ",
                            facts.note().sender().toString(),
                            r.endpoint().toString(),
                            r.gateway().toString(),
                            String.valueOf(r.sequence())));
        }
        compare(
                facts,
                "deliveries",
                should,
                sql.list(
                        "SELECT sender || ' ' || recipient || ' ' || gateway || ' ' || sequence"
                                + " FROM delivery WHERE consignment = ?",
                        row -> row.text(1),
                        facts.id()));
        for (Recipient r : facts.here()) {
            Optional<Instant> last =
                    sql.one(
                                    "SELECT e.bytes FROM delivery d JOIN evidence e ON"
                                            + EvidenceTable.MOVES
                                            + " WHERE d.consignment = ? AND d.recipient = ?"
                                            + " ORDER BY e.position DESC LIMIT 1",
                                    row -> row.bytes(1),
                                    facts.id(),
                                    r.endpoint())
                            .flatMap(FsckRecords::evidence)
                            .map(Evidence::time);
            Optional<Instant> kept =
                    sql.one(
                            "SELECT changed_at FROM delivery WHERE consignment = ?"
                                    + " AND recipient = ?",
                            row -> row.instant(1),
                            facts.id(),
                            r.endpoint());
            if (!kept.equals(last)) {
                add(
                        Kind.STATE,
                        "consignment " + facts.id() + " to " + r.endpoint() + ": changed_at");
            }
        }
    }

    private void blobs(Facts facts) {
        List<BlobRef> named = new ArrayList<>(facts.note().attachments());
        named.add(facts.note().envelope());
        compare(
                facts,
                "blobs",
                named.stream().map(b -> b.sha256().hex() + " " + b.size()).toList(),
                sql.list(
                        "SELECT lower(hex(sha256)) || ' ' || size FROM consignment_blob"
                                + " WHERE consignment = ?",
                        row -> row.text(1),
                        facts.row().position()));
    }

    private void compare(
            Facts facts, String what, Collection<String> should, Collection<String> is) {
        if (!new TreeSet<>(should).equals(new TreeSet<>(is))) {
            add(Kind.CONSIGNMENT, "consignment " + facts.id() + ": " + what + " differ");
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Receipt(String recipient, String digest, byte[] bytes, long receivedAt) {}

    private Map<String, Receipt> receipts(Facts facts) {
        Map<String, Receipt> receipts = new HashMap<>();
        for (Receipt receipt :
                sql.list(
                        "SELECT recipient, hex(digest), receipt, received_at FROM signed_receipt"
                                + " WHERE consignment = ?",
                        row -> new Receipt(row.text(1), row.text(2), row.bytes(3), row.number(4)),
                        facts.id())) {
            receipts.put(receipt.recipient(), receipt);
            Evidence handover = facts.handovers().get(receipt.recipient());
            Differences differences = new Differences(findings);
            differences.unless("receipt", same(Digest.of(receipt.bytes()), receipt.digest()));
            differences.unless(
                    "digest",
                    handover != null
                            && handover.receipt().isPresent()
                            && same(handover.receipt().get(), receipt.digest()));
            differences.unless(
                    "received_at",
                    handover == null
                            || !handover.log().equals(log)
                            || handover.time().toEpochMilli() == receipt.receivedAt());
            differences.report(
                    Kind.RECEIPT, "receipt of " + receipt.recipient() + " for " + facts.id());
        }
        for (String recipient : facts.handovers().keySet()) {
            if (!receipts.containsKey(recipient)) {
                add(Kind.RECEIPT, "receipt of " + recipient + " for " + facts.id() + " is missing");
            }
        }
        return receipts;
    }

    private void news(Facts facts) {
        for (Recipient r : facts.here()) {
            if (facts.served(r)) {
                told(facts, r.endpoint(), "consignment");
            } else if (forgotten(facts, r)) {
                add(
                        Kind.OUTBOX,
                        "the relay of " + facts.id() + " to " + r.gateway() + " is missing");
            }
        }
        if (facts.direction() != Direction.INCOMING && !facts.handovers().isEmpty()) {
            told(facts, facts.note().sender(), "receipt");
        }
    }

    /** Whether it waits for its relay and the outbox does not have it. */
    private boolean forgotten(Facts facts, Recipient recipient) {
        return sql.number(
                        "SELECT count(*) FROM delivery d WHERE d.consignment = ?"
                                + " AND d.recipient = ? AND d.state = 'ACCEPTED' AND NOT EXISTS"
                                + " (SELECT 1 FROM outbox o WHERE o.consignment = d.consignment"
                                + " AND o.target = d.gateway AND o.kind = 'RELAY')",
                        facts.id(),
                        recipient.endpoint())
                > 0;
    }

    private void told(Facts facts, EndpointId who, String kind) {
        long told =
                sql.number(
                        "SELECT count(*) FROM event WHERE endpoint = ? AND consignment = ?"
                                + " AND kind = ?",
                        who,
                        facts.id(),
                        kind);
        if (told == 0) {
            add(Kind.EVENT, who + " was not told of " + facts.id());
        }
    }

    private static boolean same(Digest digest, String hex) {
        return digest.hex().equalsIgnoreCase(hex);
    }

    private static boolean contains(byte[] whole, byte[] part) {
        return HexFormat.of().formatHex(whole).contains(HexFormat.of().formatHex(part));
    }

    /** Names of columns that differ, told in one finding. */
    static final class Differences {
        private final List<Finding> findings;
        private final Set<String> columns = new TreeSet<>();

        Differences(List<Finding> findings) {
            this.findings = findings;
        }

        void unless(String column, boolean equal) {
            if (!equal) {
                boolean unused = columns.add(column);
            }
        }

        void report(Kind kind, String where) {
            if (!columns.isEmpty()) {
                findings.add(
                        new Finding(
                                kind, where + " is not as signed: " + String.join(", ", columns)));
            }
        }
    }
}

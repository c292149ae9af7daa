package vn.antin.gateway.store;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.gateway.intake.PolicyDesk;
import vn.antin.gateway.records.RegisterKind;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.FsckRecords.Differences;
import vn.antin.gateway.store.FsckRecords.Facts;
import vn.antin.gateway.store.FsckRecords.Receipt;
import vn.antin.gateway.store.disk.Sql;

/**
 * Recomputes register rows: what stands in them follows from the note, the evidence and the signed
 * receipts. Not thread-safe.
 */
final class FsckRegisters {
    private final Sql sql;
    private final List<Finding> findings;

    /** Adds to these findings. */
    FsckRegisters(Sql sql, List<Finding> findings) {
        this.sql = sql;
        this.findings = findings;
    }

    /** Serial numbers without a gap, counted right. */
    static void counters(Sql sql, List<Finding> findings) {
        findings.addAll(
                sql.list(
                        "SELECT c.register, c.year, c.last, count(r.serial),"
                                + " coalesce(min(r.serial), 1), coalesce(max(r.serial), 0)"
                                + " FROM register_counter c LEFT JOIN register_row r"
                                + " ON r.register = c.register AND r.year = c.year"
                                + " GROUP BY c.register, c.year"
                                + " HAVING count(r.serial) <> c.last OR min(r.serial) <> 1"
                                + " OR max(r.serial) <> c.last",
                        row ->
                                new Finding(
                                        Kind.REGISTER,
                                        row.text(1)
                                                + " "
                                                + row.number(2)
                                                + " counts to "
                                                + row.number(3)
                                                + " and has "
                                                + row.number(4)
                                                + " rows")));
        findings.addAll(
                sql.list(
                        "SELECT DISTINCT register, year FROM register_row r WHERE NOT EXISTS"
                                + " (SELECT 1 FROM register_counter c"
                                + " WHERE c.register = r.register AND c.year = r.year)",
                        row ->
                                new Finding(
                                        Kind.REGISTER,
                                        row.text(1) + " " + row.number(2) + " has no counter")));
    }

    /** Rows about nothing that was accepted here. */
    void orphans() {
        for (String what :
                sql.list(
                        "SELECT register || ' ' || year || '/' || serial FROM register_row"
                                + " WHERE consignment NOT IN (SELECT id FROM consignment)",
                        row -> row.text(1))) {
            findings.add(new Finding(Kind.REGISTER, what + " is about no consignment"));
        }
    }

    private record Entry(
            String register,
            long year,
            long serial,
            String subject,
            String enteredOn,
            long enteredAt,
            String sender,
            String level,
            boolean more) {
        String name() {
            return register + " " + year + "/" + serial;
        }
    }

    /** Its rows, which must say what note, evidence and receipts say. */
    void check(Facts facts, Map<String, Receipt> receipts) {
        for (Entry entry :
                sql.list(
                        "SELECT register, year, serial, subject, entered_on, entered_at, sender,"
                                + " level, coalesce(document_number, document_date, document_type,"
                                + " summary, signatory, copies, note) IS NOT NULL"
                                + " FROM register_row WHERE consignment = ?",
                        row ->
                                new Entry(
                                        row.text(1),
                                        row.number(2),
                                        row.number(3),
                                        row.text(4),
                                        row.text(5),
                                        row.number(6),
                                        row.text(7),
                                        row.text(8),
                                        row.number(9) != 0),
                        facts.id())) {
            entry(facts, entry, receipts);
        }
    }

    /** A gateway writes only what the outside of a document tells, so the other columns stay. */
    private void entry(Facts facts, Entry entry, Map<String, Receipt> receipts) {
        boolean handover = entry.register().equals(RegisterKind.HANDOVER.name());
        String of = entry.subject().substring(entry.subject().indexOf(' ') + 1);
        Receipt receipt = receipts.get(of);
        Instant at = facts.acceptance().time();
        if (handover) {
            at = Instant.ofEpochMilli(receipt == null ? 0 : receipt.receivedAt());
        }
        LocalDate on = LocalDate.ofInstant(at, PolicyDesk.CALENDAR);
        Differences differences = new Differences(findings);
        differences.unless(
                "subject",
                handover
                        ? entry.subject().equals(facts.id() + " " + of)
                                && facts.handovers().containsKey(of)
                        : entry.subject().equals(facts.id()));
        differences.unless("entered_at", entry.enteredAt() == at.toEpochMilli());
        differences.unless("entered_on", entry.enteredOn().equals(on.toString()));
        differences.unless("year", entry.year() == on.getYear());
        differences.unless("sender", entry.sender().equals(facts.note().sender().toString()));
        differences.unless("level", entry.level().equals(facts.note().label().level().name()));
        differences.unless("what only the document says", !entry.more());
        List<String> recipients =
                handover
                        ? List.of(of)
                        : facts.here().stream()
                                .filter(r ->
                                        entry.register().equals(RegisterKind.OUTGOING.name())
                                                || facts.served(r))
                                .map(r -> r.endpoint().toString())
                                .toList();
        lines(facts, entry, recipients, receipts, differences);
        differences.report(Kind.REGISTER, "register " + entry.name());
    }

    private record Line(
            String recipient, @Nullable String by, @Nullable Long at, @Nullable String receipt) {}

    private void lines(
            Facts facts,
            Entry entry,
            List<String> recipients,
            Map<String, Receipt> receipts,
            Differences differences) {
        List<Line> is =
                sql.list(
                        "SELECT recipient, signed_by, signed_at, lower(hex(receipt)), receipt"
                                + " FROM register_line WHERE register = ? AND year = ?"
                                + " AND serial = ? ORDER BY ordinal",
                        row ->
                                new Line(
                                        row.text(1),
                                        row.optionalText(2).orElse(null),
                                        row.isNull(3) ? null : row.number(3),
                                        row.isNull(5) ? null : row.text(4)),
                        entry.register(),
                        entry.year(),
                        entry.serial());
        differences.unless(
                "recipients", is.stream().map(Line::recipient).toList().equals(recipients));
        for (Line line : is) {
            Evidence handover = facts.handovers().get(line.recipient());
            Receipt receipt = receipts.get(line.recipient());
            Line should = new Line(line.recipient(), null, null, null);
            if (handover != null && handover.receipt().isPresent()) {
                should =
                        new Line(
                                line.recipient(),
                                receipt == null ? null : signer(receipt.bytes()),
                                handover.time().toEpochMilli(),
                                handover.receipt().get().hex());
            }
            differences.unless("signed_by", Objects.equals(line.by(), should.by()));
            differences.unless("signed_at", Objects.equals(line.at(), should.at()));
            differences.unless("receipt", Objects.equals(line.receipt(), should.receipt()));
        }
    }

    /** Name in the certificate that a receipt carries; null when it carries none. */
    private static @Nullable String signer(byte[] receipt) {
        try {
            for (var certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(receipt))) {
                return Certificates.unverifiedSubject((X509Certificate) certificate).commonName();
            }
            return null;
        } catch (GeneralSecurityException | CertificateProblem e) {
            return null;
        }
    }
}

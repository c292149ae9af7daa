package vn.antin.gateway.store;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.gateway.records.RegisterEntry;
import vn.antin.gateway.records.RegisterKind;
import vn.antin.gateway.records.RegisterRow;
import vn.antin.gateway.records.RegistersTx;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.policies.label.Level;

/** The registers. Not thread-safe. */
record RegisterTable(Sql sql) implements RegistersTx {
    private static final String ROW =
            "SELECT register, year, serial, consignment, entered_on, entered_at, sender, level,"
                    + " document_number, document_date, document_type, summary, signatory, copies,"
                    + " note FROM register_row r";

    @Override
    public List<RegisterRow> rows(RegisterKind register, int year) {
        return rows(ROW + " WHERE register = ? AND year = ? ORDER BY serial", register, year);
    }

    @Override
    public List<RegisterRow> rowsOf(EndpointId endpoint, RegisterKind register, int year) {
        return rows(
                ROW
                        + " WHERE register = ?1 AND year = ?2 AND (sender = ?3 OR EXISTS"
                        + " (SELECT 1 FROM register_line l WHERE l.recipient = ?3"
                        + " AND l.register = r.register AND l.year = r.year"
                        + " AND l.serial = r.serial)) ORDER BY serial",
                register,
                year,
                endpoint);
    }

    @Override
    public Optional<RegisterRow> row(
            RegisterKind register, String consignment, EndpointId recipient) {
        return bySubject(register, subject(register, consignment, recipient));
    }

    private Optional<RegisterRow> bySubject(RegisterKind register, String subject) {
        List<RegisterRow> rows =
                rows(ROW + " WHERE register = ? AND subject = ?", register, subject);
        return rows.stream().findFirst();
    }

    @Override
    public RegisterRow enter(RegisterEntry entry) {
        String subject = subject(entry.register(), entry.consignment(), entry.recipients().get(0));
        Optional<RegisterRow> before = bySubject(entry.register(), subject);
        if (before.isPresent()) {
            return before.get();
        }
        int year = entry.on().getYear();
        long serial = next(entry.register(), year);
        int unused =
                sql.update(
                        "INSERT INTO register_row VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                        entry.register(),
                        year,
                        serial,
                        subject,
                        entry.consignment(),
                        entry.on(),
                        entry.at(),
                        entry.sender(),
                        entry.level(),
                        entry.documentNumber(),
                        entry.documentDate(),
                        entry.documentType(),
                        entry.summary(),
                        entry.signatory(),
                        entry.copies(),
                        entry.note());
        List<RegisterRow.Line> lines = new ArrayList<>();
        for (EndpointId recipient : entry.recipients()) {
            int unusedToo =
                    sql.update(
                            "INSERT INTO register_line VALUES (?, ?, ?, ?, ?, NULL, NULL, NULL)",
                            entry.register(),
                            year,
                            serial,
                            lines.size(),
                            recipient);
            lines.add(new RegisterRow.Line(recipient, Optional.empty()));
        }
        return new RegisterRow(year, serial, entry, lines);
    }

    private long next(RegisterKind register, int year) {
        int unused =
                sql.update(
                        "INSERT INTO register_counter VALUES (?, ?, 1)"
                                + " ON CONFLICT (register, year) DO UPDATE SET last = last + 1",
                        register,
                        year);
        return sql.number(
                "SELECT last FROM register_counter WHERE register = ? AND year = ?",
                register,
                year);
    }

    @Override
    public void sign(
            RegisterKind register,
            String consignment,
            EndpointId recipient,
            RegisterRow.Signed signed) {
        int unused =
                sql.update(
                        "UPDATE register_line SET signed_by = ?4, signed_at = ?5, receipt = ?6"
                                + " WHERE recipient = ?3 AND signed_at IS NULL"
                                + " AND (register, year, serial) = (SELECT register, year, serial"
                                + " FROM register_row WHERE register = ?1 AND subject = ?2)",
                        register,
                        subject(register, consignment, recipient),
                        recipient,
                        signed.by(),
                        signed.at(),
                        signed.receipt());
    }

    /** What has one row: a consignment, or its hand-over to one recipient. */
    private static String subject(RegisterKind register, String consignment, EndpointId recipient) {
        return register == RegisterKind.HANDOVER ? consignment + " " + recipient : consignment;
    }

    private List<RegisterRow> rows(String query, @Nullable Object... parameters) {
        List<RegisterRow> rows = new ArrayList<>();
        for (Head head : sql.list(query, RegisterTable::head, parameters)) {
            List<RegisterRow.Line> lines =
                    sql.list(
                            "SELECT recipient, signed_by, signed_at, receipt FROM register_line"
                                    + " WHERE register = ? AND year = ? AND serial = ?"
                                    + " ORDER BY ordinal",
                            RegisterTable::line,
                            head.register(),
                            head.year(),
                            head.serial());
            rows.add(head.with(lines));
        }
        return rows;
    }

    private static RegisterRow.Line line(Sql.Row row) throws SQLException {
        Optional<RegisterRow.Signed> signed = Optional.empty();
        if (!row.isNull(3)) {
            signed =
                    Optional.of(new RegisterRow.Signed(row.text(2), row.instant(3), row.digest(4)));
        }
        return new RegisterRow.Line(EndpointId.parse(row.text(1)), signed);
    }

    private static Head head(Sql.Row row) throws SQLException {
        RegisterKind register = Codec.constant(RegisterKind.class, row.text(1));
        EndpointId sender = EndpointId.parse(row.text(7));
        return new Head(
                register,
                row.small(2),
                row.number(3),
                new RegisterEntry(
                        register,
                        LocalDate.parse(row.text(5)),
                        row.instant(6),
                        row.text(4),
                        sender,
                        Codec.constant(Level.class, row.text(8)),
                        row.optionalText(9),
                        row.optionalDay(10),
                        row.optionalText(11),
                        row.optionalText(12),
                        row.optionalText(13),
                        row.isNull(14) ? OptionalInt.empty() : OptionalInt.of(row.small(14)),
                        row.optionalText(15),
                        List.of(sender)));
    }

    /** A row before its lines are read; the recipients of its entry are not known yet. */
    private record Head(RegisterKind register, int year, long serial, RegisterEntry entry) {
        RegisterRow with(List<RegisterRow.Line> lines) {
            List<EndpointId> recipients = lines.stream().map(RegisterRow.Line::recipient).toList();
            return new RegisterRow(year, serial, entry.withRecipients(recipients), lines);
        }
    }
}

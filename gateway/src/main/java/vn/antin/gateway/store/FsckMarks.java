package vn.antin.gateway.store;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.seal.ConsignmentNote;
import vn.antin.crypto.seal.SealProblem;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.disk.Sql;

/** Finds what is of an exercise where nothing is, and the reverse. Not thread-safe. */
final class FsckMarks {
    private static final int MARK_PAGE = 256;

    private final Sql sql;
    private final boolean exercise;
    private final X509Certificate ca;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param sql one state of the database
     * @param exercise whether the gateway is an exercise
     * @param ca certificate of the own authority
     */
    FsckMarks(Sql sql, boolean exercise, X509Certificate ca) {
        this.sql = sql;
        this.exercise = exercise;
        this.ca = ca;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Marked(long position, String id, byte[] bytes) {}

    /** Where the mark of an exercise is another; what cannot be read other checks find. */
    List<Finding> findings() {
        if (marked(ca, exercise) != exercise) {
            addMark("the authority");
        }
        for (String organization :
                sql.list(
                        "SELECT organization FROM peer WHERE exercise <> ?",
                        row -> row.text(1),
                        exercise)) {
            addMark("peer " + organization);
        }
        for (LogTable.Ceremony kept : new LogTable(sql).ceremonyRows()) {
            if (marked(kept, exercise) != exercise) {
                addMark("the ceremony at entry " + kept.index());
            }
        }
        long last = 0;
        for (List<Marked> page = page("consignment", "note", last);
                !page.isEmpty();
                page = page("consignment", "note", last)) {
            for (Marked kept : page) {
                last = kept.position();
                if (marked(kept.bytes(), exercise) != exercise) {
                    addMark("consignment " + kept.id());
                }
            }
        }
        last = 0;
        for (List<Marked> page = page("evidence", "bytes", last);
                !page.isEmpty();
                page = page("evidence", "bytes", last)) {
            for (Marked kept : page) {
                last = kept.position();
                if (stated(kept.bytes(), exercise) != exercise) {
                    addMark("evidence " + kept.id());
                }
            }
        }
        return List.copyOf(findings);
    }

    private void addMark(String what) {
        findings.add(
                new Finding(
                        Kind.EXERCISE,
                        what
                                + (exercise
                                        ? " carries no mark of an exercise, and the gateway is one"
                                        : " is of an exercise, and the gateway is none")));
    }

    private List<Marked> page(String table, String column, long last) {
        return sql.list(
                "SELECT position, id, "
                        + column
                        + " FROM "
                        + table
                        + " WHERE position > ? ORDER BY position LIMIT ?",
                row -> new Marked(row.number(1), row.text(2), row.bytes(3)),
                last,
                MARK_PAGE);
    }

    private static boolean marked(X509Certificate ca, boolean otherwise) {
        try {
            return Certificates.unverifiedSubject(ca).isExercise();
        } catch (CertificateProblem e) {
            return otherwise;
        }
    }

    private static boolean marked(LogTable.Ceremony kept, boolean otherwise) {
        try {
            return kept.signed().record().approved().plan().exercise();
        } catch (CeremonyProblem e) {
            return otherwise;
        }
    }

    private static boolean marked(byte[] note, boolean otherwise) {
        try {
            return ConsignmentNote.parse(note).label().exercise();
        } catch (SealProblem e) {
            return otherwise;
        }
    }

    private static boolean stated(byte[] evidence, boolean otherwise) {
        try {
            return Evidence.parse(evidence).exercise();
        } catch (JsonException e) {
            return otherwise;
        }
    }
}

package vn.antin.gateway.store;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.json.JsonObject;
import vn.antin.gateway.directory.DirectoryTx;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.enrol.CrlRecord;
import vn.antin.gateway.enrol.EnrolTx;
import vn.antin.gateway.enrol.IssuedCertificate;
import vn.antin.gateway.enrol.PendingEnrolment;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.gateway.tlog.PendingLog;

/** Enrolments, issued certificates and revocation lists. Not thread-safe. */
record EnrolTable(Sql sql, DirectoryTx directory, @Nullable PendingLog pending) implements EnrolTx {
    private static final String ISSUED =
            "SELECT der, profile, endpoint, issued_at, revoked_at, revoked_reason"
                    + " FROM certificate WHERE issued_serial IS NOT NULL";

    @Override
    public Optional<PendingEnrolment> enrolment(String id) {
        return sql.one(
                "SELECT id, endpoint, custodian, request, challenge, expected, created_at,"
                        + " proven_at FROM enrolment WHERE id = ?",
                row ->
                        new PendingEnrolment(
                                row.text(1),
                                EndpointId.parse(row.text(2)),
                                EndpointId.parse(row.text(3)),
                                JsonObject.parse(row.bytes(4)),
                                row.bytes(5),
                                row.digest(6),
                                row.instant(7),
                                row.optionalInstant(8)),
                id);
    }

    @Override
    public Optional<IssuedCertificate> issued(BigInteger serial) {
        return sql.one(ISSUED + " AND issued_serial = ?", EnrolTable::issued, serial);
    }

    @Override
    public List<IssuedCertificate> issuedTo(EndpointId endpoint) {
        return sql.list(
                ISSUED + " AND endpoint = ? ORDER BY position", EnrolTable::issued, endpoint);
    }

    @Override
    public List<IssuedCertificate> revoked() {
        return sql.list(
                ISSUED + " AND revoked_at IS NOT NULL ORDER BY revoked_at, position",
                EnrolTable::issued);
    }

    @Override
    public Optional<CrlRecord> crl() {
        return sql.one(
                "SELECT number, der, this_update, next_update FROM crl"
                        + " ORDER BY number DESC LIMIT 1",
                row ->
                        new CrlRecord(
                                BigInteger.valueOf(row.number(1)),
                                Codec.crl(row.bytes(2)),
                                row.instant(3),
                                row.instant(4)));
    }

    @Override
    public void putEnrolment(PendingEnrolment enrolment) {
        int unused =
                sql.update(
                        "INSERT INTO enrolment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                                + " ON CONFLICT (id) DO UPDATE SET endpoint=?2, custodian=?3,"
                                + " request=?4, challenge=?5, expected=?6, created_at=?7,"
                                + " proven_at=?8",
                        enrolment.id(),
                        enrolment.endpoint(),
                        enrolment.custodian(),
                        enrolment.request().canonicalBytes(),
                        enrolment.challenge(),
                        enrolment.expected(),
                        enrolment.createdAt(),
                        enrolment.provenAt());
    }

    @Override
    public void putIssued(IssuedCertificate issued) {
        int unused =
                sql.update(
                        "INSERT INTO certificate (fingerprint, endpoint, profile, der,"
                                + " issued_serial, issued_at, revoked_at, revoked_reason)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                        Certificates.fingerprint(issued.certificate()),
                        issued.endpoint(),
                        issued.profile(),
                        Certificates.der(issued.certificate()),
                        issued.certificate().getSerialNumber(),
                        issued.issuedAt(),
                        issued.revocation().map(IssuedCertificate.Revocation::at),
                        issued.revocation().map(IssuedCertificate.Revocation::reason));
    }

    @Override
    public void revoke(BigInteger serial, Instant at, RevocationReason reason) {
        int changed =
                sql.update(
                        "UPDATE certificate SET revoked_at = coalesce(revoked_at, ?1),"
                                + " revoked_reason = coalesce(revoked_reason, ?2)"
                                + " WHERE issued_serial = ?3",
                        at,
                        reason,
                        serial);
        if (changed == 0) {
            throw new StoreException(Reason.NOT_FOUND, "no certificate " + serial + " was issued");
        }
    }

    @Override
    public void putCrl(CrlRecord crl) {
        Optional<BigInteger> last = crl().map(CrlRecord::number);
        if (last.isPresent() && last.get().compareTo(crl.number()) >= 0) {
            throw new StoreException(
                    Reason.CONFLICT, "CRL " + crl.number() + " does not follow " + last.get());
        }
        int unused =
                sql.update(
                        "INSERT INTO crl VALUES (?, ?, ?, ?)",
                        crl.number().longValueExact(),
                        Certificates.der(crl.crl()),
                        crl.thisUpdate(),
                        crl.nextUpdate());
    }

    @Override
    public void putOrder(EndpointOrder order, byte[] salt) {
        if (pending == null) {
            throw new IllegalStateException("a view does not change anything");
        }
        PendingLog.Entry entry = pending.append(salt, order.entry(salt));
        new LogTable(sql).addEntry(entry.index(), entry.bytes());
        int unused =
                sql.update(
                        "INSERT INTO endpoint_order VALUES (?, ?, ?, ?)",
                        entry.index(),
                        order.endpoint(),
                        order.toBytes(),
                        salt);
    }

    private static IssuedCertificate issued(Sql.Row row) throws SQLException {
        Optional<IssuedCertificate.Revocation> revocation = Optional.empty();
        if (!row.isNull(5)) {
            revocation =
                    Optional.of(
                            new IssuedCertificate.Revocation(
                                    row.instant(5),
                                    Codec.constant(RevocationReason.class, row.text(6))));
        }
        return new IssuedCertificate(
                Codec.certificate(row.bytes(1)),
                Codec.constant(CertificateProfile.class, row.text(2)),
                row.optionalText(3).map(EndpointId::parse),
                row.instant(4),
                revocation);
    }
}

package vn.antin.gateway.store;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.json.JsonException;
import vn.antin.gateway.evidence.SealRecord;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.disk.Sql;

/**
 * Records of the agency's seal: in the log as they are here, of a seal that the authority
 * certified, with the mark of this gateway. Not thread-safe.
 */
final class FsckSeals {
    private final Sql sql;
    private final X509Certificate ca;
    private final boolean exercise;

    /**
     * @param sql one state of the database
     * @param ca the own authority
     * @param exercise whether the gateway is an exercise
     */
    FsckSeals(Sql sql, X509Certificate ca, boolean exercise) {
        this.sql = sql;
        this.ca = ca;
        this.exercise = exercise;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(long index, byte[] bytes, byte[] salt, byte[] entry) {}

    /** All differences. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Set<Digest> seals = certified();
        for (Row row :
                sql.list(
                        "SELECT s.log_index, s.bytes, s.salt, l.entry FROM agency_seal s"
                                + " JOIN log_entry l ON l.idx = s.log_index ORDER BY s.log_index",
                        each ->
                                new Row(
                                        each.number(1),
                                        each.bytes(2),
                                        each.bytes(3),
                                        each.bytes(4)))) {
            String name = "the seal at entry " + row.index();
            try {
                SealRecord seal = SealRecord.parse(row.bytes());
                if (!Arrays.equals(seal.entry(row.salt()), row.entry())) {
                    findings.add(new Finding(Kind.SEAL, name + " is not what the log holds"));
                } else if (!seals.contains(seal.seal())) {
                    findings.add(new Finding(Kind.SEAL, name + " is not of the agency's key"));
                } else if (seal.exercise() != exercise) {
                    findings.add(new Finding(Kind.EXERCISE, name + " has another mark"));
                }
            } catch (JsonException | IllegalArgumentException e) {
                findings.add(new Finding(Kind.SEAL, name + " is not what the log holds"));
            }
        }
        return List.copyOf(findings);
    }

    private Set<Digest> certified() {
        return sql
                .list(
                        "SELECT der FROM certificate WHERE profile = ? AND issued_serial IS NOT NULL",
                        row -> row.bytes(1),
                        CertificateProfile.SEAL)
                .stream()
                .filter(this::isCertified)
                .map(Digest::of)
                .collect(Collectors.toSet());
    }

    private boolean isCertified(byte[] der) {
        try {
            return FsckTrust.signedBy(Certificates.parse(der), ca);
        } catch (CertificateProblem e) {
            return false;
        }
    }
}

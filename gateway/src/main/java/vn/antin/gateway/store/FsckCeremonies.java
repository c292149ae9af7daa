package vn.antin.gateway.store;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.disk.Sql;

/**
 * Records of ceremonies: under a seal that the authority certified, in the log as they are here,
 * backups by those who made the keys, and each plan carried out once. Not thread-safe.
 */
final class FsckCeremonies {
    private final Sql sql;
    private final X509Certificate ca;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param sql one state of the database
     * @param ca the own authority
     */
    FsckCeremonies(Sql sql, X509Certificate ca) {
        this.sql = sql;
        this.ca = ca;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(LogTable.Ceremony row, byte[] entry) {}

    /** All differences. */
    List<Finding> findings() {
        Optional<CeremonyRecord> making = Optional.empty();
        Map<Digest, String> plans = new HashMap<>();
        for (Kept kept :
                sql.list(
                        "SELECT c.log_index, c.record, c.signature, c.salt, l.entry FROM ceremony c"
                                + " JOIN log_entry l ON l.idx = c.log_index ORDER BY c.log_index",
                        row ->
                                new Kept(
                                        new LogTable.Ceremony(
                                                row.number(1),
                                                row.bytes(2),
                                                row.bytes(3),
                                                row.bytes(4)),
                                        row.bytes(5)))) {
            String name = "the ceremony at entry " + kept.row().index();
            Optional<CeremonyRecord> record = standing(kept);
            record.map(each -> plans.putIfAbsent(each.approved().plan().digest(), name))
                    .ifPresent(first -> add(name + " is of the same plan as " + first));
            if (record.isEmpty()) {
                add(name + " is not what the seal signed and the log holds");
            } else if (!record.get().isMaking()) {
                bound(name, making, record.get());
            } else if (making.isPresent()) {
                add(name + " would be a second making of the keys");
            } else {
                making = record;
            }
        }
        return List.copyOf(findings);
    }

    private void bound(String name, Optional<CeremonyRecord> making, CeremonyRecord backup) {
        try {
            making.orElseThrow(() -> new CeremonyProblem(CeremonyProblem.Reason.NO_MAKING))
                    .requireOwn(backup);
        } catch (CeremonyProblem e) {
            add(
                    name
                            + " is a backup that those who made the keys did not approve: "
                            + e.text(Locale.ENGLISH));
        }
    }

    private void add(String what) {
        findings.add(new Finding(Kind.CEREMONY, what));
    }

    private Optional<CeremonyRecord> standing(Kept kept) {
        try {
            SignedRecord signed = kept.row().signed();
            return Arrays.equals(signed.entry(kept.row().salt()), kept.entry())
                            && isSeal(signed.record().seal())
                    ? Optional.of(signed.record())
                    : Optional.empty();
        } catch (CeremonyProblem | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isSeal(PublicKey key) {
        return sql
                .list(
                        "SELECT der FROM certificate WHERE profile = ? AND issued_serial IS NOT NULL",
                        row -> row.bytes(1),
                        CertificateProfile.SEAL)
                .stream()
                .anyMatch(der -> isCertified(key, der));
    }

    private boolean isCertified(PublicKey key, byte[] der) {
        try {
            X509Certificate certificate = Certificates.parse(der);
            return certificate.getPublicKey().equals(key) && FsckTrust.signedBy(certificate, ca);
        } catch (CertificateProblem e) {
            return false;
        }
    }
}

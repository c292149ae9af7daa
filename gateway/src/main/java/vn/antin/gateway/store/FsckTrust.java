package vn.antin.gateway.store;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.evidence.EvidenceProblem;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.evidence.EvidenceVerifier;
import vn.antin.crypto.json.JsonException;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.FsckRecords.Differences;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.sdk.wire.SignedPeerCard;

/**
 * Follows the signatures from the own authority outwards: revocation lists and certificates, peers
 * by their cross certificates and signed cards, and peers' evidence by their logs. Not thread-safe.
 */
final class FsckTrust {
    private static final int PAGE = 1024;

    private final Sql sql;
    private final X509Certificate ca;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, PeerRecord> peers = new HashMap<>();
    private final Map<String, X509Certificate> authorities = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();

    /**
     * @param sql one state of the database
     * @param ca the own authority
     */
    FsckTrust(Sql sql, X509Certificate ca) {
        this.sql = sql;
        this.ca = ca;
    }

    /** All differences. */
    List<Finding> findings() {
        for (String organization : sql.list("SELECT organization FROM peer", row -> row.text(1))) {
            peer(organization);
        }
        Map<String, Long> revoked = lists();
        certificates(revoked);
        evidence();
        kemKeys();
        return List.copyOf(findings);
    }

    /** Whether they can be told; that the endpoint signed them is checked by whoever uses them. */
    private void kemKeys() {
        for (String id : sql.list("SELECT endpoint FROM endpoint_kem_key", row -> row.text(1))) {
            try {
                EndpointId endpoint = EndpointId.parse(id);
                if (new DirectoryTable(sql)
                        .kemKey(endpoint)
                        .filter(key -> key.unverifiedEndpoint().equals(endpoint))
                        .isEmpty()) {
                    add(Kind.ENDPOINT, "endpoint " + id + " has the KEM key of another");
                }
            } catch (StoreException | IllegalArgumentException e) {
                add(Kind.ENDPOINT, "the KEM key of endpoint " + id + " cannot be read");
            }
        }
    }

    /** Peers with a finding, by organization: what rests on their rows was not checked. */
    Set<String> doubtful() {
        return Set.copyOf(doubtful);
    }

    private void add(Kind kind, String what) {
        findings.add(new Finding(kind, what));
    }

    /** One finding for the row, and not one more for each thing that rests on it. */
    private void doubt(String organization, String what) {
        boolean unused = doubtful.add(organization);
        boolean certificates = authorities.containsKey(organization);
        add(
                Kind.PEER,
                "peer "
                        + organization
                        + what
                        + (certificates
                                ? "; its evidence could not be checked"
                                : "; its certificates and evidence could not be checked"));
    }

    private void peer(String organization) {
        String name = "peer " + organization;
        try {
            PeerRecord peer =
                    new DirectoryTable(sql)
                            .peers().stream()
                                    .filter(p -> p.organization().value().equals(organization))
                                    .findFirst()
                                    .orElseThrow();
            if (!signedBy(peer.cross(), ca)
                    || !peer.cross().getPublicKey().equals(peer.ca().getPublicKey())) {
                doubt(organization, ": its authority is not the one that was certified");
                return;
            }
            X509Certificate unusedBefore = authorities.put(organization, peer.ca());
            if (new SignedPeerCard(peer.card(), peer.cardSignature()).verified().isEmpty()) {
                doubt(
                        organization,
                        " is not as on its signed card; if the card was added before cards were"
                                + " signed, add it again");
                return;
            }
            peer.crl()
                    .filter(crl -> !signedBy(crl, peer.ca()))
                    .ifPresent(
                            crl -> add(Kind.PEER, name + ": its revocation list is not its own"));
            PeerRecord unused = peers.put(organization, peer);
        } catch (StoreException | IllegalArgumentException e) {
            doubt(organization, " cannot be read");
        }
    }

    static boolean signedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean signedBy(X509CRL crl, X509Certificate authority) {
        try {
            crl.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Serials on any list that the authority ever signed, with the second of the revocation. */
    private Map<String, Long> lists() {
        Map<String, Long> revoked = new HashMap<>();
        for (Listed row :
                sql.list(
                        "SELECT number, der, this_update, next_update FROM crl ORDER BY number",
                        row ->
                                new Listed(
                                        row.number(1),
                                        row.bytes(2),
                                        row.number(3),
                                        row.number(4)))) {
            String name = "the revocation list of number " + row.number();
            Optional<X509CRL> crl = crl(row.der());
            if (crl.isEmpty() || !signedBy(crl.get(), ca)) {
                add(Kind.CERTIFICATE, name + " is not signed by the authority");
                continue;
            }
            Differences differences = new Differences(findings);
            differences.unless(
                    "number",
                    Certificates.number(crl.get())
                            .equals(Optional.of(BigInteger.valueOf(row.number()))));
            differences.unless("this_update", is(crl.get().getThisUpdate(), row.thisUpdate()));
            differences.unless("next_update", is(crl.get().getNextUpdate(), row.nextUpdate()));
            differences.report(Kind.CERTIFICATE, name);
            if (crl.get().getRevokedCertificates() != null) {
                for (X509CRLEntry entry : crl.get().getRevokedCertificates()) {
                    revoked.put(
                            entry.getSerialNumber().toString(),
                            entry.getRevocationDate().toInstant().getEpochSecond());
                }
            }
        }
        return revoked;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Listed(long number, byte[] der, long thisUpdate, long nextUpdate) {}

    @SuppressWarnings("JavaUtilDate") // that is how X509CRL gives its times
    private static boolean is(@Nullable Date signed, long kept) {
        return signed != null && signed.toInstant().toEpochMilli() == kept;
    }

    private static Optional<X509CRL> crl(byte[] der) {
        try {
            return Optional.of(Codec.crl(der));
        } catch (StoreException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Row(
            long position,
            Digest fingerprint,
            Optional<String> endpoint,
            byte[] der,
            Optional<String> serial,
            Optional<Long> revokedAt,
            String profile) {}

    private void certificates(Map<String, Long> revoked) {
        Map<String, Long> left = new HashMap<>(revoked);
        for (Row row :
                sql.list(
                        "SELECT position, fingerprint, endpoint, der, issued_serial, revoked_at,"
                                + " profile FROM certificate",
                        row ->
                                new Row(
                                        row.number(1),
                                        row.digest(2),
                                        row.optionalText(3),
                                        row.bytes(4),
                                        row.optionalText(5),
                                        row.isNull(6)
                                                ? Optional.empty()
                                                : Optional.of(row.number(6) / 1000),
                                        row.text(7)))) {
            String name = "certificate " + row.serial().orElse("no. " + row.position());
            if (!holds(row)) {
                add(Kind.CERTIFICATE, name + " is not what its authority signed");
            }
            Optional<Long> listed = row.serial().flatMap(s -> Optional.ofNullable(left.remove(s)));
            if (listed.isPresent() && !listed.equals(row.revokedAt())) {
                add(
                        Kind.CERTIFICATE,
                        name + " was revoked by a signed list, at another time or no longer here");
            }
        }
        left.keySet()
                .forEach(serial ->
                        add(Kind.CERTIFICATE, "certificate " + serial + " is on a list only"));
    }

    private boolean holds(Row row) {
        X509Certificate certificate;
        Optional<String> endpoint;
        try {
            certificate = Certificates.parse(row.der());
            endpoint = Certificates.unverifiedSubject(certificate).endpoint().map(Object::toString);
        } catch (CertificateProblem e) {
            return false;
        }
        if (!Certificates.fingerprint(certificate).equals(row.fingerprint())
                || !endpoint.equals(row.endpoint())
                || !Certificates.unverifiedProfile(certificate)
                        .map(Enum::name)
                        .equals(Optional.of(row.profile()))) {
            return false;
        }
        if (row.serial().isPresent()) {
            return signedBy(certificate, ca)
                    && certificate.getSerialNumber().toString().equals(row.serial().get());
        }
        String organization =
                endpoint.map(id -> EndpointId.parse(id).organization().value()).orElse("");
        if (doubtful.contains(organization) && !authorities.containsKey(organization)) {
            return true; // told with the peer
        }
        return authorities.values().stream().anyMatch(peer -> signedBy(certificate, peer));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Kept(
            long position, String columns, byte[] bytes, byte[] salt, Optional<byte[]> receipt) {}

    /** Own evidence is compared with the log elsewhere; here its columns, and that of peers. */
    private void evidence() {
        long last = 0;
        List<Kept> page;
        do {
            page =
                    sql.list(
                            "SELECT position, id || ' ' || consignment || ' ' || lower(hex(outer))"
                                    + " || ' ' || coalesce(recipient, '-') || ' ' || issuer"
                                    + " || ' ' || event, bytes, salt, receipt FROM evidence"
                                    + " WHERE position > ? ORDER BY position LIMIT ?",
                            row ->
                                    new Kept(
                                            row.number(1),
                                            row.text(2),
                                            row.bytes(3),
                                            row.bytes(4),
                                            row.optionalBytes(5)),
                            last,
                            PAGE);
            for (Kept kept : page) {
                evidence(kept);
                last = kept.position();
            }
        } while (page.size() == PAGE);
    }

    private void evidence(Kept kept) {
        String id = kept.columns().substring(0, kept.columns().indexOf(' '));
        Evidence evidence;
        try {
            evidence = Evidence.parse(kept.bytes());
        } catch (JsonException | IllegalArgumentException e) {
            add(Kind.PEER_EVIDENCE, "evidence " + id + " cannot be read");
            return;
        }
        String should =
                String.join(
                        " ",
                        evidence.id(),
                        evidence.consignment(),
                        evidence.outerSignature().hex(),
                        evidence.recipient().map(Object::toString).orElse("-"),
                        evidence.issuer().toString(),
                        evidence.event().name());
        if (!should.equals(kept.columns())) {
            add(Kind.EVIDENCE_LOG, "evidence " + id + " is filed under other words than its own");
        }
        if (kept.receipt().isPresent() && !stands(evidence, kept, kept.receipt().get())) {
            add(Kind.PEER_EVIDENCE, "evidence " + id + " does not stand in the log of its peer");
        }
    }

    private boolean stands(Evidence evidence, Kept kept, byte[] bytes) {
        if (doubtful.contains(evidence.issuer().organization().value())) {
            return true; // told with the peer
        }
        PeerRecord peer = peers.get(evidence.issuer().organization().value());
        if (peer == null || !peer.gateway().equals(evidence.issuer())) {
            return false;
        }
        try {
            EvidenceReceipt receipt = EvidenceVerifier.verify(bytes, peer.logKey()).receipt();
            return receipt.evidence().equals(evidence)
                    && java.util.Arrays.equals(receipt.salt(), kept.salt());
        } catch (EvidenceProblem e) {
            return false;
        }
    }
}

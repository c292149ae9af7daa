package vn.antin.gateway.store;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.gateway.directory.DirectoryTx;
import vn.antin.gateway.directory.EndpointOrder;
import vn.antin.gateway.directory.EndpointRecord;
import vn.antin.gateway.directory.EndpointStatus;
import vn.antin.gateway.directory.PeerRecord;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.store.disk.Codec;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;

/** Endpoints, their certificates, and peers. Not thread-safe. */
record DirectoryTable(Sql sql) implements DirectoryTx {
    private static final String ENDPOINT =
            "SELECT id, kind, name, organization_name, unit, gateway, premises, roles,"
                    + " clearance_level, clearance_until, clearance_basis, workstation,"
                    + " device_until, status, changed_at FROM endpoint";
    private static final String PEER =
            "SELECT organization, organization_name, gateway, url, premises, ca,"
                    + " cross_certificate, tls, log_key, channel_profile, crl, active,"
                    + " card_signature, changed_at, exercise FROM peer";

    @Override
    public Optional<EndpointRecord> endpoint(EndpointId id) {
        return sql.one(ENDPOINT + " WHERE id = ?", DirectoryTable::endpoint, id);
    }

    @Override
    public List<EndpointRecord> endpoints(String query) {
        return sql.list(
                ENDPOINT + " WHERE instr(search, ?) > 0 ORDER BY id",
                DirectoryTable::endpoint,
                folded(query));
    }

    @Override
    public List<EndpointRecord> endpointsOf(OrganizationId organization) {
        return sql.list(
                ENDPOINT + " WHERE organization = ? ORDER BY id",
                DirectoryTable::endpoint,
                organization);
    }

    @Override
    public Map<CertificateProfile, X509Certificate> certificates(EndpointId id) {
        Map<CertificateProfile, X509Certificate> newest = new EnumMap<>(CertificateProfile.class);
        for (Map.Entry<CertificateProfile, X509Certificate> entry :
                sql.list(
                        "SELECT profile, der FROM certificate WHERE endpoint = ?"
                                + " AND revoked_at IS NULL ORDER BY position",
                        row ->
                                Map.entry(
                                        Codec.constant(CertificateProfile.class, row.text(1)),
                                        Codec.certificate(row.bytes(2))),
                        id)) {
            newest.put(entry.getKey(), entry.getValue());
        }
        return newest;
    }

    @Override
    public Optional<EndpointId> ownerOf(Digest fingerprint) {
        return sql.one(
                "SELECT endpoint FROM certificate WHERE fingerprint = ? AND endpoint IS NOT NULL",
                row -> EndpointId.parse(row.text(1)),
                fingerprint);
    }

    @Override
    public Optional<KemStatement> kemKey(EndpointId id) {
        return sql.one(
                "SELECT bytes FROM endpoint_kem_key WHERE endpoint = ?",
                row -> statement(row.bytes(1)),
                id);
    }

    private static KemStatement statement(byte[] bytes) {
        try {
            return KemStatement.fromJson(JsonObject.parse(bytes));
        } catch (JsonException e) {
            throw new StoreException(Reason.CORRUPT, "a stored KEM key cannot be read", e);
        }
    }

    @Override
    public void putKemKey(EndpointId id, Optional<KemStatement> statement) {
        int unused =
                statement.isPresent()
                        ? sql.update(
                                "INSERT INTO endpoint_kem_key VALUES (?1, ?2)"
                                        + " ON CONFLICT (endpoint) DO UPDATE SET bytes = ?2",
                                id,
                                statement.get().toJson().canonicalBytes())
                        : sql.update("DELETE FROM endpoint_kem_key WHERE endpoint = ?", id);
    }

    @Override
    public List<EndpointOrder> orders(EndpointId id) {
        return sql.list(
                "SELECT bytes FROM endpoint_order WHERE endpoint = ? ORDER BY log_index",
                row -> order(row.bytes(1)),
                id);
    }

    @Override
    public Optional<PeerRecord> peer(OrganizationId organization) {
        return sql.one(PEER + " WHERE organization = ?", DirectoryTable::peer, organization);
    }

    @Override
    public List<PeerRecord> peers() {
        return sql.list(PEER + " ORDER BY organization", DirectoryTable::peer);
    }

    @Override
    public void putEndpoint(EndpointRecord endpoint) {
        int unused =
                sql.update(
                        "INSERT INTO endpoint VALUES"
                                + " (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)"
                                + " ON CONFLICT (id) DO UPDATE SET organization=?2, kind=?3,"
                                + " name=?4, organization_name=?5, unit=?6, gateway=?7,"
                                + " premises=?8, roles=?9, clearance_level=?10,"
                                + " clearance_until=?11, clearance_basis=?12, workstation=?13,"
                                + " device_until=?14, status=?15, changed_at=?16, search=?17",
                        endpoint.id(),
                        endpoint.id().organization(),
                        endpoint.kind(),
                        endpoint.name(),
                        endpoint.organizationName(),
                        endpoint.unit(),
                        endpoint.gateway(),
                        endpoint.premises(),
                        endpoint.roles().stream().map(Role::code).collect(Collectors.joining(" ")),
                        endpoint.clearance().map(Clearance::level),
                        endpoint.clearance().map(Clearance::validUntil),
                        endpoint.clearance().map(Clearance::basis),
                        endpoint.workstation(),
                        endpoint.deviceInspectedUntil(),
                        endpoint.status(),
                        endpoint.changedAt(),
                        search(endpoint));
    }

    /** The row with this id, which must be there. */
    EndpointRecord row(String id) {
        return sql.one(ENDPOINT + " WHERE id = ?", DirectoryTable::endpoint, id)
                .orElseThrow(DirectoryTable::unreadable);
    }

    /** Whether an endpoint is found by its own agency and words. */
    boolean filed(EndpointRecord endpoint) {
        return sql.one(
                        "SELECT organization, search FROM endpoint WHERE id = ?",
                        row ->
                                row.text(1).equals(endpoint.id().organization().value())
                                        && row.text(2).equals(search(endpoint)),
                        endpoint.id())
                .orElse(false);
    }

    private static String search(EndpointRecord endpoint) {
        return folded(
                String.join(
                        "\n",
                        endpoint.id().toString(),
                        endpoint.name(),
                        endpoint.organizationName(),
                        endpoint.unit().orElse("")));
    }

    @Override
    public void putCertificate(
            EndpointId id, CertificateProfile profile, X509Certificate certificate) {
        int unused =
                sql.update(
                        "INSERT INTO certificate (fingerprint, endpoint, profile, der)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT (fingerprint) DO NOTHING",
                        Certificates.fingerprint(certificate),
                        id,
                        profile,
                        Certificates.der(certificate));
    }

    @Override
    public void dropCertificates(EndpointId id, CertificateProfile profile) {
        int unused =
                sql.update(
                        "DELETE FROM certificate WHERE endpoint = ? AND profile = ?"
                                + " AND issued_serial IS NULL",
                        id,
                        profile);
    }

    @Override
    public void putPeer(PeerRecord peer) {
        int unused =
                sql.update(
                        "INSERT INTO peer (organization, organization_name, gateway, url,"
                                + " premises, ca, cross_certificate, tls, log_key,"
                                + " channel_profile, crl, active, card_signature, changed_at,"
                                + " exercise) VALUES"
                                + " (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)"
                                + " ON CONFLICT (organization) DO UPDATE SET organization_name=?2,"
                                + " gateway=?3, url=?4, premises=?5, ca=?6, cross_certificate=?7,"
                                + " tls=?8, log_key=?9, channel_profile=?10, crl=?11, active=?12,"
                                + " card_signature=?13, changed_at=?14, exercise=?15",
                        peer.organization(),
                        peer.organizationName(),
                        peer.gateway(),
                        peer.url(),
                        peer.premises(),
                        Certificates.der(peer.ca()),
                        Certificates.der(peer.cross()),
                        Certificates.der(peer.tls()),
                        peer.logKey(),
                        peer.channelProfile(),
                        peer.crl().map(Certificates::der),
                        peer.active(),
                        peer.cardSignature(),
                        peer.changedAt(),
                        peer.exercise());
    }

    private static EndpointRecord endpoint(Sql.Row row) throws SQLException {
        Optional<Clearance> clearance = Optional.empty();
        if (!row.isNull(9)) {
            clearance =
                    Optional.of(
                            new Clearance(
                                    Codec.constant(Level.class, row.text(9)),
                                    row.optionalDay(10).orElseThrow(DirectoryTable::unreadable),
                                    row.text(11)));
        }
        return new EndpointRecord(
                EndpointId.parse(row.text(1)),
                Codec.constant(EndpointKind.class, row.text(2)),
                row.text(3),
                row.text(4),
                row.optionalText(5),
                EndpointId.parse(row.text(6)),
                row.text(7),
                roles(row.text(8)),
                clearance,
                row.optionalText(12),
                row.optionalDay(13),
                Codec.constant(EndpointStatus.class, row.text(14)),
                row.instant(15));
    }

    /** An order as it is stored. */
    static EndpointOrder order(byte[] bytes) {
        try {
            return EndpointOrder.parse(bytes);
        } catch (JsonException e) {
            throw new StoreException(Reason.CORRUPT, "a stored order cannot be read", e);
        }
    }

    private static StoreException unreadable() {
        return new StoreException(Reason.CORRUPT, "a stored endpoint cannot be read");
    }

    private static Set<Role> roles(String codes) {
        return Arrays.stream(codes.split(" "))
                .filter(code -> !code.isEmpty())
                .map(code -> Role.ofCode(code).orElseThrow(DirectoryTable::unreadable))
                .collect(Collectors.toSet());
    }

    private static PeerRecord peer(Sql.Row row) throws SQLException {
        return new PeerRecord(
                OrganizationId.parse(row.text(1)),
                row.text(2),
                EndpointId.parse(row.text(3)),
                URI.create(row.text(4)),
                row.text(5),
                Codec.certificate(row.bytes(6)),
                Codec.certificate(row.bytes(7)),
                Codec.certificate(row.bytes(8)),
                Codec.logKey(row.text(9)),
                row.number(15) != 0,
                row.text(10),
                row.optionalBytes(11).map(Codec::crl),
                row.number(12) != 0,
                row.bytes(13),
                row.instant(14));
    }

    /** One spelling for searching: composed, lower case. */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}

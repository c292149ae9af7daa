package vn.antin.gateway.directory;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.policies.clearance.Role;
import vn.antin.sdk.wire.DirectoryEntry;

/**
 * The directory as it is told: everyone to the own endpoints, own endpoints only to peers; revoked
 * ones to nobody. Thread-safe.
 */
public final class DirectoryDesk {
    private final OrganizationId own;
    private final DirectoryStore store;
    private final Runnable acquaint;

    /**
     * @param own the own agency
     * @param store where the directory is kept
     * @param acquaint asks the peers for news
     */
    public DirectoryDesk(OrganizationId own, DirectoryStore store, Runnable acquaint) {
        this.own = own;
        this.store = store;
        this.acquaint = acquaint;
    }

    /**
     * The entries that contain the text and that the caller may see. When an own endpoint looks for
     * somebody who is not known, the peers are asked first.
     */
    public DirectoryEntry.Page find(Caller caller, String query) {
        DirectoryEntry.Page known = known(caller, query);
        if (!known.entries().isEmpty() || caller.isGateway()) {
            return known;
        }
        acquaint.run();
        return known(caller, query);
    }

    private DirectoryEntry.Page known(Caller caller, String query) {
        return store.readDirectory(directory ->
                new DirectoryEntry.Page(
                        directory.endpoints(query).stream()
                                .filter(e -> !caller.isGateway() || isOwn(e))
                                .filter(e -> e.status() != EndpointStatus.REVOKED)
                                .map(e ->
                                        entry(
                                                e,
                                                directory.certificates(e.id()),
                                                directory.kemKey(e.id()),
                                                orders(caller, directory, e)))
                                .toList()));
    }

    private boolean isOwn(EndpointRecord endpoint) {
        return endpoint.id().organization().equals(own);
    }

    /** Orders about own endpoints are told to key custodians only. */
    private List<DirectoryEntry.Order> orders(
            Caller caller, Directory directory, EndpointRecord endpoint) {
        if (caller.isGateway() || !caller.hasAny(Role.KEY_CUSTODIAN) || !isOwn(endpoint)) {
            return List.of();
        }
        return directory.orders(endpoint.id()).stream()
                .map(order ->
                        new DirectoryEntry.Order(
                                order.act().code(), order.custodian(), order.at(), order.reason()))
                .toList();
    }

    private static DirectoryEntry entry(
            EndpointRecord endpoint,
            Map<CertificateProfile, X509Certificate> certificates,
            Optional<KemStatement> kemKey,
            List<DirectoryEntry.Order> orders) {
        return new DirectoryEntry(
                endpoint.id(),
                endpoint.kind(),
                endpoint.name(),
                endpoint.organizationName(),
                endpoint.unit(),
                endpoint.gateway(),
                endpoint.clearance()
                        .map(c -> new DirectoryEntry.ClearanceLine(c.level(), c.validUntil())),
                Optional.ofNullable(certificates.get(CertificateProfile.SIGNATURE)),
                Optional.ofNullable(certificates.get(CertificateProfile.AUTHENTICATION)),
                Optional.ofNullable(certificates.get(CertificateProfile.ENCRYPTION)),
                endpoint.active() ? DirectoryEntry.State.ACTIVE : DirectoryEntry.State.SUSPENDED,
                orders,
                kemKey,
                endpoint.roles());
    }
}

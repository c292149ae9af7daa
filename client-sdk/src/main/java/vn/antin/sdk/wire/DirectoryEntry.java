package vn.antin.sdk.wire;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;

/**
 * One endpoint in the directory: a person, an agency system or a gateway.
 *
 * @param endpoint its identifier
 * @param kind what it is
 * @param name of the person or service
 * @param organizationName of the agency
 * @param unit of the agency
 * @param gateway where its consignments go
 * @param clearance for what it is cleared; empty for gateways
 * @param signatureCertificate of the key that signs content and receipts
 * @param authenticationCertificate of the key that signs envelopes and TLS
 * @param encryptionCertificate of the key that envelopes are made for
 * @param state whether it takes part now
 * @param orders what was ordered of it, oldest first; told to its agency's key custodians only
 * @param kemKey its statement of the key that the quantum-safe layer is made for; holds only under
 *     its authentication certificate
 * @param roles what it may do, as its agency says; empty when it says nothing of it
 */
public record DirectoryEntry(
        EndpointId endpoint,
        EndpointKind kind,
        String name,
        String organizationName,
        Optional<String> unit,
        EndpointId gateway,
        Optional<ClearanceLine> clearance,
        Optional<X509Certificate> signatureCertificate,
        Optional<X509Certificate> authenticationCertificate,
        Optional<X509Certificate> encryptionCertificate,
        State state,
        List<Order> orders,
        Optional<KemStatement> kemKey,
        Set<Role> roles) {
    /** Without a KEM key and roles. */
    public DirectoryEntry(
            EndpointId endpoint,
            EndpointKind kind,
            String name,
            String organizationName,
            Optional<String> unit,
            EndpointId gateway,
            Optional<ClearanceLine> clearance,
            Optional<X509Certificate> signatureCertificate,
            Optional<X509Certificate> authenticationCertificate,
            Optional<X509Certificate> encryptionCertificate,
            State state,
            List<Order> orders) {
        this(
                endpoint,
                kind,
                name,
                organizationName,
                unit,
                gateway,
                clearance,
                signatureCertificate,
                authenticationCertificate,
                encryptionCertificate,
                state,
                orders,
                Optional.empty(),
                Set.of());
    }

    /** Copies list and set. */
    public DirectoryEntry {
        orders = List.copyOf(orders);
        roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }

    /**
     * What was ordered of the endpoint.
     *
     * @param act enrol, suspend, resume, revoke or replace
     * @param custodian who ordered it; empty for the gateway's own machine
     * @param at when
     * @param reason why
     */
    public record Order(
            String act, Optional<EndpointId> custodian, Instant at, Optional<String> reason) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("act", act)
                    .putIfPresent("custodian", custodian.map(EndpointId::toString))
                    .put("at", at)
                    .putIfPresent("reason", reason)
                    .build();
        }

        static Order fromJson(JsonObject json) {
            return new Order(
                    json.string("act"),
                    json.has("custodian")
                            ? Optional.of(Fields.endpoint(json, "custodian"))
                            : Optional.empty(),
                    json.instant("at"),
                    json.optionalString("reason"));
        }
    }

    /** Whether an endpoint takes part. */
    public enum State {
        /** It sends and receives. */
        ACTIVE,
        /** It neither sends nor receives. */
        SUSPENDED
    }

    /**
     * Clearance as others see it, without its basis.
     *
     * @param level highest level
     * @param validUntil last day
     */
    public record ClearanceLine(Level level, LocalDate validUntil) {
        JsonObject toJson() {
            return JsonObject.builder()
                    .put("level", level.code())
                    .put("validUntil", validUntil.toString())
                    .build();
        }

        static ClearanceLine fromJson(JsonObject json) {
            return new ClearanceLine(
                    Fields.coded(json, "level", Level::ofCode), Fields.date(json, "validUntil"));
        }
    }

    /**
     * Answer of {@link Api#DIRECTORY}.
     *
     * @param entries in the order of their identifiers
     */
    public record Page(List<DirectoryEntry> entries) {
        /** Copies the list. */
        public Page {
            entries = List.copyOf(entries);
        }

        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .putObjects("entries", entries.stream().map(DirectoryEntry::toJson).toList())
                    .build();
        }

        /** Reads the message. */
        public static Page fromJson(JsonObject json) {
            return new Page(Fields.each(json, "entries", DirectoryEntry::fromJson));
        }
    }

    /** The message. */
    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("endpoint", endpoint.toString())
                        .put("kind", kind.name())
                        .put("name", name)
                        .put("organization", endpoint.organization().value())
                        .put("organizationName", organizationName)
                        .putIfPresent("unit", unit)
                        .put("gateway", gateway.toString())
                        .put("state", state.name());
        clearance.ifPresent(line -> json.put("clearance", line.toJson()));
        signatureCertificate.ifPresent(c -> json.put("signatureCertificate", Certificates.der(c)));
        authenticationCertificate.ifPresent(
                c -> json.put("authenticationCertificate", Certificates.der(c)));
        encryptionCertificate.ifPresent(
                c -> json.put("encryptionCertificate", Certificates.der(c)));
        kemKey.ifPresent(statement -> json.put("kemKey", statement.toJson()));
        if (!roles.isEmpty()) {
            json.putStrings("roles", roles.stream().map(Role::code).toList());
        }
        if (!orders.isEmpty()) {
            json.putObjects("orders", orders.stream().map(Order::toJson).toList());
        }
        return json.build();
    }

    /** Reads the message. */
    public static DirectoryEntry fromJson(JsonObject json) {
        return new DirectoryEntry(
                Fields.endpoint(json, "endpoint"),
                Fields.constant(json, "kind", EndpointKind.class),
                json.string("name"),
                json.string("organizationName"),
                json.optionalString("unit"),
                Fields.endpoint(json, "gateway"),
                json.optionalObject("clearance").map(ClearanceLine::fromJson),
                Fields.optionalCertificate(json, "signatureCertificate"),
                Fields.optionalCertificate(json, "authenticationCertificate"),
                Fields.optionalCertificate(json, "encryptionCertificate"),
                Fields.constant(json, "state", State.class),
                json.has("orders") ? Fields.each(json, "orders", Order::fromJson) : List.of(),
                json.optionalObject("kemKey").map(KemStatement::fromJson),
                json.has("roles") ? roles(json) : Set.of());
    }

    /** Those stated, never a gateway's; what everybody is when an older gateway states none. */
    public Set<Role> assumedRoles() {
        if (kind == EndpointKind.SYSTEM) {
            return Set.of(Role.SYSTEM);
        }
        Set<Role> stated = new TreeSet<>(roles);
        stated.remove(Role.GATEWAY);
        return stated.isEmpty() ? Set.of(Role.OFFICER) : stated;
    }

    private static Set<Role> roles(JsonObject json) {
        Set<Role> roles = new TreeSet<>();
        for (String code : json.strings("roles")) {
            roles.add(
                    Role.ofCode(code)
                            .orElseThrow(() ->
                                    new JsonException("field \"roles\" has an unknown value")));
        }
        return roles;
    }
}

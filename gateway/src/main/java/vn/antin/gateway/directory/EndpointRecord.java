package vn.antin.gateway.directory;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;

/**
 * One endpoint, of this agency or learnt from a peer's directory. Immutable.
 *
 * @param id its identifier
 * @param kind what stands behind the keys
 * @param name name of the person, system or gateway
 * @param organizationName name of its agency
 * @param unit unit within the agency
 * @param gateway the gateway that serves it
 * @param premises code of the premises where it works
 * @param roles what it may do, in enum order
 * @param clearance up to which level, until when
 * @param workstation name of its device
 * @param deviceInspectedUntil last day on which the inspection of the device counts
 * @param status whether it may act
 * @param changedAt when this record last changed; for a peer's endpoint when it was last fetched
 */
public record EndpointRecord(
        EndpointId id,
        EndpointKind kind,
        String name,
        String organizationName,
        Optional<String> unit,
        EndpointId gateway,
        String premises,
        Set<Role> roles,
        Optional<Clearance> clearance,
        Optional<String> workstation,
        Optional<LocalDate> deviceInspectedUntil,
        EndpointStatus status,
        Instant changedAt) {
    /** Copies the roles. */
    public EndpointRecord {
        EnumSet<Role> copy = EnumSet.noneOf(Role.class);
        copy.addAll(roles);
        roles = java.util.Collections.unmodifiableSet(copy);
    }

    /** Whether it may act. */
    public boolean active() {
        return status == EndpointStatus.ACTIVE;
    }

    /** Everything but the time of the last change, as an order states it. */
    public JsonObject facts() {
        return JsonObject.builder()
                .put("endpoint", id.toString())
                .put("kind", kind.name())
                .put("name", name)
                .put("organizationName", organizationName)
                .putIfPresent("unit", unit)
                .put("gateway", gateway.toString())
                .put("premises", premises)
                .putStrings("roles", roles.stream().map(Role::code).toList())
                .putIfPresent("clearance", clearance.map(c -> c.level().code()))
                .putIfPresent("clearanceUntil", clearance.map(c -> c.validUntil().toString()))
                .putIfPresent("clearanceBasis", clearance.map(Clearance::basis))
                .putIfPresent("workstation", workstation)
                .putIfPresent("deviceUntil", deviceInspectedUntil.map(LocalDate::toString))
                .put("status", status.name())
                .build();
    }

    /** The same endpoint with another status. */
    public EndpointRecord withStatus(EndpointStatus other, Instant at) {
        return new EndpointRecord(
                id,
                kind,
                name,
                organizationName,
                unit,
                gateway,
                premises,
                roles,
                clearance,
                workstation,
                deviceInspectedUntil,
                other,
                at);
    }
}

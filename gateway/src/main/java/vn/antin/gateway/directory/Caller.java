package vn.antin.gateway.directory;

import java.security.cert.X509Certificate;
import java.util.Set;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.policies.clearance.EndpointKind;
import vn.antin.policies.clearance.Role;

/**
 * Who calls: an active endpoint whose enrolled certificate stands behind the connection. Immutable.
 *
 * @param endpoint its id
 * @param kind officer, system, or the gateway of a peer agency
 * @param roles its roles
 * @param certificate the certificate of the connection
 */
public record Caller(
        EndpointId endpoint, EndpointKind kind, Set<Role> roles, X509Certificate certificate) {
    /** Copies the roles. */
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** SHA-256 of its certificate. */
    public Digest fingerprint() {
        return Certificates.fingerprint(certificate);
    }

    /** Whether this is a peer agency's gateway. */
    public boolean isGateway() {
        return kind == EndpointKind.GATEWAY;
    }

    /** Whether it has one of the roles. */
    public boolean hasAny(Role... wanted) {
        for (Role role : wanted) {
            if (roles.contains(role)) {
                return true;
            }
        }
        return false;
    }
}

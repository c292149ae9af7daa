package vn.antin.gateway.directory;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.kem.KemStatement;

/** Reads the directory. Port; thread-safety is that of the view it came from. */
public interface Directory {
    /** The endpoint with this identifier, of this agency or learnt from a peer. */
    Optional<EndpointRecord> endpoint(EndpointId id);

    /**
     * Endpoints whose identifier, name or unit contains the text (Unicode, case ignored), in order
     * of identifier; an empty text finds all.
     */
    List<EndpointRecord> endpoints(String query);

    /** Endpoints of one agency, in order of identifier. */
    List<EndpointRecord> endpointsOf(OrganizationId organization);

    /**
     * The certificates in use by an endpoint: per profile the newest that was not revoked. Not
     * checked against any clock.
     */
    Map<CertificateProfile, X509Certificate> certificates(EndpointId id);

    /** Whose certificate has this SHA-256 fingerprint; revoked ones are found too. */
    Optional<EndpointId> ownerOf(Digest fingerprint);

    /** What the endpoint stated about its KEM key; nobody checked that it holds still. */
    Optional<KemStatement> kemKey(EndpointId id);

    /** What was ordered of the endpoint, oldest first. */
    List<EndpointOrder> orders(EndpointId id);

    /** The peer agency. */
    Optional<PeerRecord> peer(OrganizationId organization);

    /** All peers, in order of identifier. */
    List<PeerRecord> peers();
}

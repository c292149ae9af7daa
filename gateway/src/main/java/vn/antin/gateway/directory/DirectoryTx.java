package vn.antin.gateway.directory;

import java.security.cert.X509Certificate;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;

/** Changes the directory within one transaction. Port; only for the thread of the transaction. */
public interface DirectoryTx extends Directory {
    /** Adds an endpoint or replaces the record with the same identifier. */
    void putEndpoint(EndpointRecord endpoint);

    /**
     * Notes a certificate of an endpoint that is already in the directory, for a peer's endpoint as
     * for an own one; again has no effect.
     */
    void putCertificate(EndpointId id, CertificateProfile profile, X509Certificate certificate);

    /**
     * Forgets the certificates of a peer's endpoint for one use: its card cannot do that any more.
     * Certificates that were issued here stay.
     */
    void dropCertificates(EndpointId id, CertificateProfile profile);

    /** Adds a peer or replaces the record of the same agency. */
    void putPeer(PeerRecord peer);
}

package vn.antin.gateway.directory;

import java.security.cert.X509Certificate;
import java.util.Optional;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.kem.KemStatement;
import vn.antin.sdk.wire.DirectoryEntry;

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

    /** Replaces what an endpoint in the directory stated about its KEM key; empty for nothing. */
    void putKemKey(EndpointId id, Optional<KemStatement> statement);

    /** The same as a peer tells it, and forgets the encryption key of a card that has none now. */
    default void putKeys(DirectoryEntry entry) {
        if (entry.encryptionCertificate().isEmpty()) {
            dropCertificates(entry.endpoint(), CertificateProfile.ENCRYPTION);
        }
        putKemKey(entry.endpoint(), entry.kemKey());
    }

    /** Adds a peer or replaces the record of the same agency. */
    void putPeer(PeerRecord peer);
}

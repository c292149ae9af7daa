package vn.antin.gateway.enrol;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.RevocationReason;

/**
 * A certificate that this agency's CA issued. Immutable.
 *
 * @param certificate the certificate
 * @param profile for what
 * @param endpoint to whom; empty for CA and cross certificates
 * @param issuedAt when
 * @param revocation when and why it was revoked, if it was
 */
public record IssuedCertificate(
        X509Certificate certificate,
        CertificateProfile profile,
        Optional<EndpointId> endpoint,
        Instant issuedAt,
        Optional<Revocation> revocation) {
    /** When and why. */
    public record Revocation(Instant at, RevocationReason reason) {}
}

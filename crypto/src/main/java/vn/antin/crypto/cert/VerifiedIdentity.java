package vn.antin.crypto.cert;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * Who holds a key, as far as the own authority vouches for it. Only {@link CertificatePath} makes
 * one, so that no code can take a name from a certificate that was not checked. Immutable.
 */
public final class VerifiedIdentity {
    private final EndpointId endpoint;
    private final Subject subject;
    private final CertificateProfile profile;
    private final X509Certificate certificate;

    VerifiedIdentity(
            EndpointId endpoint,
            Subject subject,
            CertificateProfile profile,
            X509Certificate certificate) {
        this.endpoint = endpoint;
        this.subject = subject;
        this.profile = profile;
        this.certificate = certificate;
    }

    /** The person, system or gateway. */
    public EndpointId endpoint() {
        return endpoint;
    }

    /** Its agency's code. */
    public OrganizationId organization() {
        return endpoint.organization();
    }

    /** Its agency's name. */
    public String organizationName() {
        return subject.organizationName();
    }

    /** Its unit's name. */
    public Optional<String> unit() {
        return subject.unit();
    }

    /** Its own name. */
    public String commonName() {
        return subject.commonName();
    }

    /** What the key is for. */
    public CertificateProfile profile() {
        return profile;
    }

    /** The certificate that was checked. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The endpoint and the profile. */
    @Override
    public String toString() {
        return endpoint + " (" + profile + ")";
    }
}

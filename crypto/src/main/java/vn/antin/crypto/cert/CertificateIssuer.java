package vn.antin.crypto.cert;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vn.antin.crypto.bc.CertificateBuilding;
import vn.antin.crypto.bc.CertificateBuilding.Content;
import vn.antin.crypto.bc.CertificateBuilding.RevokedEntry;
import vn.antin.crypto.bc.CertificateBuilding.TlsName;
import vn.antin.crypto.key.Signer;

/**
 * The certification authority of one agency: issues to its own endpoints, cross-certifies
 * authorities of peers, and says what it revoked.
 *
 * <p>Whether the applicant may have the certificate is settled before (enrolment, dual control);
 * what can never be right is refused here with {@link IllegalArgumentException}. Errors of the
 * token are {@code KeyException}s. Thread-safe.
 */
public final class CertificateIssuer {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");
    private static final Pattern HOST_NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private final X509Certificate ca;
    private final Subject authority;
    private final Signer caKey;
    private final SecureRandom random;

    /**
     * An issuer with its certificate and key.
     *
     * @param ca its self-signed certificate
     * @param caKey the key of that certificate
     * @param random for serial numbers
     * @throws IllegalArgumentException when the key is not that of the certificate, or the
     *     certificate is none of an agency's authority
     */
    public CertificateIssuer(X509Certificate ca, Signer caKey, SecureRandom random) {
        this.ca = ca;
        this.authority = authorityOf(ca);
        this.caKey = caKey;
        this.random = random;
        if (!ca.getPublicKey().equals(caKey.publicKey())) {
            throw new IllegalArgumentException(
                    "the key is not that of the authority's certificate");
        }
    }

    /** The authority's own certificate. */
    public X509Certificate certificate() {
        return ca;
    }

    /** The agency that it issues for. */
    public OrganizationId organization() {
        return authority.organization();
    }

    /**
     * Certificate of a new authority, signed by itself; path length 1 leaves room for one cross
     * certificate.
     */
    public static X509Certificate selfSignedCa(
            Signer caKey, Subject subject, Instant from, Instant to, SecureRandom random) {
        if (subject.endpointName().isPresent()) {
            throw new IllegalArgumentException("an authority has no endpoint name");
        }
        requireKey(caKey.publicKey());
        requireOrder(from, to);
        byte[] name = subject.toDer();
        byte[] identifier = KeyIdentifier.of(caKey.publicKey());
        return CertificateBuilding.certificate(
                new Content(
                        serial(random),
                        name,
                        name,
                        caKey.publicKey(),
                        identifier,
                        identifier,
                        from,
                        to,
                        OptionalInt.of(1),
                        CertificateProfile.AGENCY_CA.keyUsage(caKey.publicKey()),
                        List.of(),
                        false,
                        List.of(CertificateProfile.AGENCY_CA.policy()),
                        List.of(),
                        Optional.empty()),
                caKey);
    }

    /**
     * Certificate of one of the agency's endpoints.
     *
     * @param key of {@link KeyRules#permits}, whose possession was proved
     * @param subject of this agency, with an endpoint name
     * @param profile not one of an authority
     * @param from start of validity
     * @param to end of validity, not after the authority's own
     * @param tlsNames host names in lower case and IP addresses of a {@link CertificateProfile#TLS}
     *     server; empty for every other profile
     */
    public X509Certificate issue(
            PublicKey key,
            Subject subject,
            CertificateProfile profile,
            Instant from,
            Instant to,
            Collection<String> tlsNames) {
        if (profile.isAuthority()) {
            throw new IllegalArgumentException("endpoints do not get the profile " + profile);
        }
        if (!subject.organization().equals(authority.organization())
                || subject.endpointName().isEmpty()) {
            throw new IllegalArgumentException(
                    authority.organization() + " issues only to its own endpoints");
        }
        if (tlsNames.isEmpty() == (profile == CertificateProfile.TLS)) {
            throw new IllegalArgumentException(
                    "TLS names go with the profile TLS and only with it");
        }
        if (!KeyRules.permits(key, profile, to)) {
            throw new IllegalArgumentException(
                    "the key is too weak for a certificate of profile " + profile);
        }
        requireOrder(from, to);
        requireWithinAuthority(to);
        return CertificateBuilding.certificate(
                new Content(
                        serial(random),
                        ca.getSubjectX500Principal().getEncoded(),
                        subject.toDer(),
                        key,
                        KeyIdentifier.of(key),
                        KeyIdentifier.of(ca.getPublicKey()),
                        from,
                        to,
                        OptionalInt.empty(),
                        profile.keyUsage(key),
                        profile.extendedKeyUsage(),
                        profile.isExtendedKeyUsageCritical(),
                        List.of(profile.policy()),
                        tlsNames.stream().map(CertificateIssuer::tlsName).toList(),
                        Optional.empty()),
                caKey);
    }

    /**
     * Certificate over a peer's authority, so that our endpoints trust the peer's: path length 0, a
     * critical name constraint to the peer's organization, and the policies of all endpoint
     * profiles.
     *
     * @param peerCa the peer's self-signed certificate, its fingerprint checked by hand
     */
    public X509Certificate crossCertify(X509Certificate peerCa, Instant from, Instant to) {
        Subject peer = authorityOf(peerCa);
        if (peer.organization().equals(authority.organization())) {
            throw new IllegalArgumentException("an agency is no peer of itself");
        }
        requireKey(peerCa.getPublicKey());
        requireOrder(from, to);
        requireWithinAuthority(to);
        return CertificateBuilding.certificate(
                new Content(
                        serial(random),
                        ca.getSubjectX500Principal().getEncoded(),
                        peer.toDer(),
                        peerCa.getPublicKey(),
                        KeyIdentifier.of(peerCa.getPublicKey()),
                        KeyIdentifier.of(ca.getPublicKey()),
                        from,
                        to,
                        OptionalInt.of(0),
                        CertificateProfile.CROSS_CA.keyUsage(peerCa.getPublicKey()),
                        List.of(),
                        false,
                        crossPolicies(),
                        List.of(),
                        Optional.of(peer.organizationPrefixDer())),
                caKey);
    }

    /**
     * The list of everything revoked and not yet expired.
     *
     * @param number greater than that of every CRL before
     * @param thisUpdate when it is made
     * @param nextUpdate until when verifiers may rely on it
     */
    public X509CRL crl(
            BigInteger number,
            Collection<Revoked> revoked,
            Instant thisUpdate,
            Instant nextUpdate) {
        requireOrder(thisUpdate, nextUpdate);
        if (number.signum() < 0 || number.bitLength() > 159) {
            throw new IllegalArgumentException("a CRL number is positive and has at most 20 bytes");
        }
        return CertificateBuilding.crl(
                ca.getSubjectX500Principal().getEncoded(),
                KeyIdentifier.of(ca.getPublicKey()),
                number,
                revoked.stream()
                        .map(r -> new RevokedEntry(r.serial(), r.at(), r.reason().number()))
                        .toList(),
                thisUpdate,
                nextUpdate,
                caKey);
    }

    private static List<String> crossPolicies() {
        return Stream.concat(
                        Stream.of(CertificateProfile.CROSS_CA),
                        Stream.of(CertificateProfile.values()).filter(p -> !p.isAuthority()))
                .map(CertificateProfile::policy)
                .toList();
    }

    private static Subject authorityOf(X509Certificate ca) {
        try {
            ca.verify(ca.getPublicKey());
            Subject subject = Certificates.unverifiedSubject(ca);
            ProfileCheck.check(ca, CertificateProfile.AGENCY_CA);
            return subject;
        } catch (GeneralSecurityException | CertificateProblem e) {
            throw new IllegalArgumentException("not the certificate of an agency's authority", e);
        }
    }

    private static TlsName tlsName(String name) {
        if (ADDRESS.matcher(name).matches()) {
            try {
                return new TlsName(name, Optional.of(InetAddress.getByName(name)));
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("not an IP address: " + name, e);
            }
        }
        if (name.length() > 253 || !HOST_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException("not a host name: " + name);
        }
        return new TlsName(name.toLowerCase(Locale.ROOT), Optional.empty());
    }

    private static void requireKey(PublicKey key) {
        if (!KeyRules.isStrong(key)) {
            throw new IllegalArgumentException(
                    "certificates are for keys on P-256 or P-384 and RSA of 3072 bits up");
        }
    }

    private static void requireOrder(Instant from, Instant to) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("validity ends before it begins");
        }
    }

    private void requireWithinAuthority(Instant to) {
        if (to.isAfter(ca.getNotAfter().toInstant())) {
            throw new IllegalArgumentException("validity ends after that of the authority");
        }
    }

    /** 127 random bits: unique without a counter, and no foothold for a hash collision. */
    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(126, random).setBit(126);
    }
}

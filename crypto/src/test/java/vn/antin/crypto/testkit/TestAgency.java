package vn.antin.crypto.testkit;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.RevocationReason;
import vn.antin.crypto.cert.Revoked;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;

/**
 * An agency with software keys: its authority, its officers, its gateway, its CRLs, and the peers
 * it trusts. Time stands still at {@link #now()}. For tests only; not thread-safe.
 */
public final class TestAgency {
    /** Default time: 22 November 2026, 10:04:05 in Hà Nội. */
    public static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration OFFICER_VALIDITY = Duration.ofDays(3 * 365);
    private static final Duration CA_VALIDITY = Duration.ofDays(10 * 365);
    private static final Duration CRL_VALIDITY = Duration.ofDays(7);

    private final Instant now;
    private final String name;
    private final SoftwareVault vault;
    private final X509Certificate ca;
    private final CertificateIssuer issuer;
    private final Map<OrganizationId, TestAgency> peers = new LinkedHashMap<>();
    private final List<X509Certificate> crossCertificates = new ArrayList<>();
    private final List<Revoked> revoked = new ArrayList<>();
    private long crlNumber;

    /** An agency at {@link #NOW} with an authority on P-384. */
    public TestAgency(String organization, String name) {
        this(organization, name, NOW, KeyType.EC_P384);
    }

    /** An agency at another time, or with another type of authority key. */
    public TestAgency(String organization, String name, Instant now, KeyType caKey) {
        this.now = now;
        this.name = name;
        this.vault = new SoftwareVault().generate(KeyLabel.CA, caKey);
        this.ca =
                CertificateIssuer.selfSignedCa(
                        vault.signer(KeyLabel.CA),
                        Subject.ofAuthority(
                                OrganizationId.parse(organization), name, "CA " + organization),
                        from(),
                        from().plus(CA_VALIDITY),
                        RANDOM);
        this.issuer = new CertificateIssuer(ca, vault.signer(KeyLabel.CA), RANDOM);
        vault.put(KeyLabel.CA, ca);
    }

    /** Two agencies, H26.01 and H27.02, that trust each other. */
    public static List<TestAgency> pair() {
        TestAgency first = new TestAgency("H26.01", "Sở Nội vụ Hà Nội");
        TestAgency second = new TestAgency("H27.02", "Sở Công Thương Bắc Ninh");
        first.trust(second);
        second.trust(first);
        return List.of(first, second);
    }

    /** The time at which it stands; certificates hold from one hour before. */
    public Instant now() {
        return now;
    }

    private Instant from() {
        return now.minus(Duration.ofHours(1));
    }

    /** The agency's code. */
    public OrganizationId organization() {
        return issuer.organization();
    }

    /** The agency's name. */
    public String name() {
        return name;
    }

    /** The agency's keys; {@link KeyLabel#CA} is there from the start. */
    public SoftwareVault vault() {
        return vault;
    }

    /** The authority's certificate. */
    public X509Certificate ca() {
        return ca;
    }

    /** The authority. */
    public CertificateIssuer issuer() {
        return issuer;
    }

    /**
     * A person, system or gateway with its keys and certificates.
     *
     * @param endpoint its identifier
     * @param commonName its name
     * @param vault its keys; certificates are under the same labels
     */
    public record Member(EndpointId endpoint, String commonName, SoftwareVault vault) {
        /** The certificate of the key with this label. */
        public X509Certificate certificate(String label) {
            return vault.certificate(label)
                    .orElseThrow(() -> new IllegalArgumentException("no certificate " + label));
        }

        /** Certificate of the signature key. */
        public X509Certificate signature() {
            return certificate(KeyLabel.SIGNATURE);
        }

        /** Certificate of the authentication key. */
        public X509Certificate authentication() {
            return certificate(KeyLabel.AUTHENTICATION);
        }

        /** Certificate of the encryption key. */
        public X509Certificate encryption() {
            return certificate(KeyLabel.ENCRYPTION);
        }
    }

    /** An officer with three P-256 keys, as on a card. */
    public Member officer(String endpointName, String commonName) {
        return officer(endpointName, commonName, KeyType.EC_P256);
    }

    /** An officer with three keys of another type. */
    public Member officer(String endpointName, String commonName, KeyType type) {
        Member member = member(endpointName, commonName, new SoftwareVault());
        certify(member, KeyLabel.SIGNATURE, type, CertificateProfile.SIGNATURE, List.of());
        certify(
                member,
                KeyLabel.AUTHENTICATION,
                type,
                CertificateProfile.AUTHENTICATION,
                List.of());
        certify(member, KeyLabel.ENCRYPTION, type, CertificateProfile.ENCRYPTION, List.of());
        return member;
    }

    /**
     * The agency's gateway, with the keys {@link KeyLabel#SEAL}, {@link KeyLabel#TLS} (P-256, for
     * localhost, 127.0.0.1 and ::1), {@link KeyLabel#TIMESTAMP} and {@link KeyLabel#LOG} in the
     * agency's vault.
     */
    public Member gateway() {
        Member gateway = member(EndpointId.GATEWAY_NAME, "Cổng " + organization(), vault);
        certify(gateway, KeyLabel.SEAL, KeyType.EC_P256, CertificateProfile.SEAL, List.of());
        certify(
                gateway,
                KeyLabel.TLS,
                KeyType.EC_P256,
                CertificateProfile.TLS,
                List.of("localhost", "127.0.0.1", "::1"));
        certify(
                gateway,
                KeyLabel.TIMESTAMP,
                KeyType.EC_P256,
                CertificateProfile.TIMESTAMP,
                List.of());
        vault.ed25519(KeyLabel.LOG);
        return gateway;
    }

    private Member member(String endpointName, String commonName, SoftwareVault keys) {
        return new Member(new EndpointId(organization(), endpointName), commonName, keys);
    }

    private void certify(
            Member member,
            String label,
            KeyType type,
            CertificateProfile profile,
            List<String> tlsNames) {
        member.vault().generate(label, type);
        member.vault()
                .put(
                        label,
                        issuer.issue(
                                member.vault().publicKey(label),
                                subject(member.endpoint().name(), member.commonName()),
                                profile,
                                from(),
                                from().plus(OFFICER_VALIDITY),
                                tlsNames));
    }

    /** A certificate for any key, for three years from one hour ago. */
    public X509Certificate issue(PublicKey key, String endpointName, CertificateProfile profile) {
        return issue(key, endpointName, profile, from(), from().plus(OFFICER_VALIDITY));
    }

    /** A certificate for any key and time. */
    public X509Certificate issue(
            PublicKey key,
            String endpointName,
            CertificateProfile profile,
            Instant validFrom,
            Instant validTo) {
        return issuer.issue(
                key,
                subject(endpointName, endpointName),
                profile,
                validFrom,
                validTo,
                profile == CertificateProfile.TLS ? List.of("localhost", "127.0.0.1") : List.of());
    }

    /** Subject of one of the agency's endpoints, without a unit. */
    public Subject subject(String endpointName, String commonName) {
        return new Subject(
                organization(), name, Optional.empty(), commonName, Optional.of(endpointName));
    }

    /** Cross-certifies the peer's authority; its certificates are trusted from now on. */
    public X509Certificate trust(TestAgency peer) {
        X509Certificate cross =
                issuer.crossCertify(peer.ca(), from(), from().plus(OFFICER_VALIDITY));
        peers.put(peer.organization(), peer);
        crossCertificates.add(cross);
        return cross;
    }

    /** Revokes a certificate as of {@link #now()}; {@link #crl()} lists it from now on. */
    public void revoke(X509Certificate certificate) {
        revoke(certificate, now);
    }

    /** Revokes a certificate as of some time. */
    public void revoke(X509Certificate certificate, Instant at) {
        revoked.add(
                new Revoked(certificate.getSerialNumber(), at, RevocationReason.KEY_COMPROMISE));
    }

    /** A CRL of everything revoked, made one hour ago, good for seven days. */
    public X509CRL crl() {
        return crl(from(), from().plus(CRL_VALIDITY));
    }

    /** A CRL of everything revoked, with other times. */
    public X509CRL crl(Instant thisUpdate, Instant nextUpdate) {
        return issuer.crl(BigInteger.valueOf(++crlNumber), revoked, thisUpdate, nextUpdate);
    }

    /** What members of this agency trust: the own authority, the peers, and everyone's CRL. */
    public TrustStore trustStore() {
        List<X509CRL> crls = new ArrayList<>();
        crls.add(crl());
        peers.values().forEach(peer -> crls.add(peer.crl()));
        return new TrustStore(List.of(ca), crossCertificates, crls);
    }
}

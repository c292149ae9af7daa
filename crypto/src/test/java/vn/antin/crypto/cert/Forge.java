package vn.antin.crypto.cert;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import vn.antin.crypto.bc.CertificateBuilding;
import vn.antin.crypto.bc.CertificateBuilding.Content;
import vn.antin.crypto.bc.ForgedCertificates;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;

/**
 * An authority's key in the hands of someone who does not keep the rules: starts from a right
 * signature certificate and changes one thing.
 */
final class Forge {
    private final TestAgency agency;
    private final PublicKey key = new SoftwareVault().ecP256("k").publicKey("k");

    private byte[] issuer;
    private byte[] subject;
    private PublicKey subjectKey = key;
    private byte[] subjectKeyIdentifier = KeyIdentifier.of(key);
    private OptionalInt pathLength = OptionalInt.empty();
    private List<String> keyUsage = CertificateProfile.SIGNATURE.keyUsage(key);
    private List<String> extendedKeyUsage = List.of();
    private boolean extendedKeyUsageCritical;
    private List<String> policies = List.of(CertificateProfile.SIGNATURE.policy());
    private List<CertificateBuilding.TlsName> tlsNames = List.of();
    private Optional<byte[]> permittedName = Optional.empty();

    Forge(TestAgency agency) {
        this.agency = agency;
        this.issuer = agency.ca().getSubjectX500Principal().getEncoded();
        this.subject = agency.subject("nva", "Nguyễn Văn A").toDer();
    }

    Forge issuer(X509Certificate certificate) {
        issuer = certificate.getSubjectX500Principal().getEncoded();
        return this;
    }

    Forge subject(byte[] der) {
        subject = der;
        return this;
    }

    Forge subject(Subject value) {
        return subject(value.toDer());
    }

    Forge key(PublicKey value) {
        subjectKey = value;
        subjectKeyIdentifier = KeyIdentifier.of(value);
        return this;
    }

    Forge subjectKeyIdentifier(byte[] value) {
        subjectKeyIdentifier = value;
        return this;
    }

    Forge authority(int length) {
        pathLength = OptionalInt.of(length);
        return this;
    }

    Forge keyUsage(String... names) {
        keyUsage = List.of(names);
        return this;
    }

    Forge extendedKeyUsage(boolean critical, String... oids) {
        extendedKeyUsage = List.of(oids);
        extendedKeyUsageCritical = critical;
        return this;
    }

    Forge policies(String... oids) {
        policies = List.of(oids);
        return this;
    }

    Forge tlsName(String name) {
        tlsNames = List.of(new CertificateBuilding.TlsName(name, Optional.empty()));
        return this;
    }

    Forge permitted(byte[] name) {
        permittedName = Optional.of(name);
        return this;
    }

    /** Signed by the agency's authority. */
    X509Certificate sign() {
        return CertificateBuilding.certificate(content(), agency.vault().signer(KeyLabel.CA));
    }

    /** Signed by any key. */
    X509Certificate sign(SoftwareVault vault, String label) {
        return CertificateBuilding.certificate(content(), vault.signer(label));
    }

    /** Signed by the agency's authority with an algorithm of Bouncy Castle's. */
    X509Certificate signWith(String algorithm) {
        return ForgedCertificates.sign(
                content(), agency.vault().dangerouslyPrivateKey(KeyLabel.CA), algorithm);
    }

    private Content content() {
        Instant from = agency.now().minus(Duration.ofHours(1));
        return new Content(
                BigInteger.valueOf(4711),
                issuer,
                subject,
                subjectKey,
                subjectKeyIdentifier,
                KeyIdentifier.of(agency.ca().getPublicKey()),
                from,
                from.plus(Duration.ofDays(365)),
                pathLength,
                keyUsage,
                extendedKeyUsage,
                extendedKeyUsageCritical,
                policies,
                tlsNames,
                permittedName);
    }
}

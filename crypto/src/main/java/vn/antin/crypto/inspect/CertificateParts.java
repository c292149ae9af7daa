package vn.antin.crypto.inspect;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.structure.DistinguishedNames;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.Subject;

/** Certificates and revocation lists. */
final class CertificateParts {
    private static final Map<String, String> CURVES =
            Map.of("1.2.840.10045.3.1.7", "P-256", "1.3.132.0.34", "P-384");

    private CertificateParts() {}

    static Part of(X509Certificate certificate) {
        Part.Builder part =
                Part.of(Kind.CERTIFICATE)
                        .text(Name.SUBJECT, subject(certificate))
                        .text(
                                Name.ISSUER,
                                DistinguishedNames.text(certificate.getIssuerX500Principal()))
                        .text(Name.SERIAL, certificate.getSerialNumber().toString(16))
                        .text(Name.KEY, key(certificate.getPublicKey()));
        profile(certificate)
                .ifPresent(profile ->
                        part.word(Name.PURPOSE, Word.valueOf("PROFILE_" + profile.name())));
        identifier(certificate).ifPresent(hex -> part.text(Name.KEY_IDENTIFIER, hex));
        return part.time(Name.NOT_BEFORE, certificate.getNotBefore().toInstant())
                .time(Name.NOT_AFTER, certificate.getNotAfter().toInstant())
                .text(Name.SHA256, Certificates.fingerprint(certificate).hex())
                .build();
    }

    /** Name, endpoint and agency as people write them, or the name as it stands there. */
    static String subject(X509Certificate certificate) {
        try {
            Subject subject = Certificates.unverifiedSubject(certificate);
            return subject.commonName()
                    + subject.endpoint().map(endpoint -> " (" + endpoint + ")").orElse("")
                    + subject.unit().map(unit -> ", " + unit).orElse("")
                    + ", "
                    + subject.organizationName();
        } catch (CertificateProblem e) {
            return DistinguishedNames.text(certificate.getSubjectX500Principal());
        }
    }

    static Part of(X509CRL crl) {
        Part.Builder part =
                Part.of(Kind.REVOCATION_LIST)
                        .text(Name.ISSUER, DistinguishedNames.text(crl.getIssuerX500Principal()))
                        .time(Name.THIS_UPDATE, crl.getThisUpdate().toInstant());
        if (crl.getNextUpdate() != null) {
            part.time(Name.NEXT_UPDATE, crl.getNextUpdate().toInstant());
        }
        int revoked =
                crl.getRevokedCertificates() == null ? 0 : crl.getRevokedCertificates().size();
        return part.text(Name.REVOKED, Integer.toString(revoked)).build();
    }

    private static Optional<CertificateProfile> profile(X509Certificate certificate) {
        try {
            List<String> policies = CertificateReading.policies(certificate);
            return policies.size() == 1
                    ? CertificateProfile.ofPolicy(policies.getFirst())
                    : Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> identifier(X509Certificate certificate) {
        try {
            return CertificateReading.subjectKeyIdentifier(certificate)
                    .map(HexFormat.of()::formatHex);
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    /** The kind of a key and its size. */
    static String key(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return "RSA-" + rsa.getModulus().bitLength();
        }
        return CertificateReading.namedCurve(key)
                .map(curve -> CURVES.getOrDefault(curve, curve))
                .orElse(key.getAlgorithm());
    }
}

package vn.antin.crypto.cert;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.cert.CertificateProblem.Reason;

/** Whether a certificate has exactly the content of its profile. */
final class ProfileCheck {
    private static final List<String> KEY_USAGES =
            List.of(
                    "digitalSignature",
                    "nonRepudiation",
                    "keyEncipherment",
                    "dataEncipherment",
                    "keyAgreement",
                    "keyCertSign",
                    "cRLSign",
                    "encipherOnly",
                    "decipherOnly");

    private static final String KEY_USAGE = "2.5.29.15";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";

    private ProfileCheck() {}

    /** The profile that the first certificate policy shows. */
    static CertificateProfile profileOf(X509Certificate certificate) throws CertificateProblem {
        List<String> policies = policies(certificate);
        return policies.stream()
                .findFirst()
                .flatMap(CertificateProfile::ofPolicy)
                .orElseThrow(() ->
                        new CertificateProblem(
                                Reason.WRONG_PROFILE, "the certificate shows no profile"));
    }

    /**
     * Checks key, signature algorithm, key identifier, policies, key usages, basic constraints and
     * critical extensions.
     *
     * @throws CertificateProblem MALFORMED, WEAK_ALGORITHM or WRONG_PROFILE
     */
    static void check(X509Certificate certificate, CertificateProfile expected)
            throws CertificateProblem {
        require(
                certificate.getVersion() == 3,
                Reason.MALFORMED,
                "the certificate is not of version 3");
        checkAlgorithms(certificate, expected);
        CertificateProfile profile = profileOf(certificate);
        require(
                profile == expected,
                Reason.WRONG_PROFILE,
                "the certificate is for " + profile + ", not for " + expected);
        require(
                expected == CertificateProfile.CROSS_CA || policies(certificate).size() == 1,
                Reason.WRONG_PROFILE,
                "the certificate has more than one policy");
        checkUsages(certificate, expected);
        checkConstraints(certificate, expected);
        checkSubjectKeyIdentifier(certificate);
    }

    /** Checks that the key may stand in a certificate of this profile, and who signed how. */
    static void checkAlgorithms(X509Certificate certificate, CertificateProfile expected)
            throws CertificateProblem {
        try {
            require(
                    KeyRules.permits(
                            certificate.getPublicKey(),
                            expected,
                            certificate.getNotAfter().toInstant()),
                    Reason.WEAK_ALGORITHM,
                    "the certificate is for a key that is too weak or of a kind not in use");
            require(
                    CertificateReading.isStronglySigned(certificate),
                    Reason.WEAK_ALGORITHM,
                    "the certificate is signed with an algorithm not in use");
        } catch (CertificateParsingException | IllegalArgumentException e) {
            throw new CertificateProblem(Reason.MALFORMED, "the key cannot be read", e);
        }
    }

    private static void checkUsages(X509Certificate certificate, CertificateProfile expected)
            throws CertificateProblem {
        Set<String> usages = new HashSet<>();
        boolean[] bits = certificate.getKeyUsage();
        for (int i = 0; bits != null && i < bits.length; i++) {
            if (bits[i]) {
                usages.add(KEY_USAGES.get(i));
            }
        }
        require(
                usages.equals(Set.copyOf(expected.keyUsage(certificate.getPublicKey()))),
                Reason.WRONG_PROFILE,
                "the key usage is " + usages + ", which is not that of " + expected);
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            require(
                    Set.copyOf(expected.extendedKeyUsage())
                            .equals(extended == null ? Set.of() : Set.copyOf(extended)),
                    Reason.WRONG_PROFILE,
                    "the extended key usage is not that of " + expected);
            require(
                    expected == CertificateProfile.TLS
                            || certificate.getSubjectAlternativeNames() == null,
                    Reason.WRONG_PROFILE,
                    "only TLS certificates have alternative names");
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(
                    Reason.MALFORMED, "an extension of the certificate cannot be read", e);
        }
    }

    private static void checkConstraints(X509Certificate certificate, CertificateProfile expected)
            throws CertificateProblem {
        require(
                (certificate.getBasicConstraints() >= 0) == expected.isAuthority(),
                Reason.WRONG_PROFILE,
                "the basic constraints are not those of " + expected);
        Set<String> critical = new HashSet<>();
        critical.add(KEY_USAGE);
        if (expected.isAuthority()) {
            critical.add(BASIC_CONSTRAINTS);
        }
        if (expected == CertificateProfile.CROSS_CA) {
            critical.add(NAME_CONSTRAINTS);
        }
        if (expected.isExtendedKeyUsageCritical()) {
            critical.add(EXTENDED_KEY_USAGE);
        }
        require(
                critical.equals(certificate.getCriticalExtensionOIDs()),
                Reason.WRONG_PROFILE,
                "the critical extensions are not those of " + expected);
    }

    private static void checkSubjectKeyIdentifier(X509Certificate certificate)
            throws CertificateProblem {
        try {
            byte[] identifier =
                    CertificateReading.subjectKeyIdentifier(certificate).orElse(new byte[0]);
            require(
                    Arrays.equals(identifier, KeyIdentifier.of(certificate.getPublicKey())),
                    Reason.WRONG_PROFILE,
                    "the subject key identifier is not that of the key");
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(
                    Reason.MALFORMED, "the subject key identifier cannot be read", e);
        }
    }

    private static List<String> policies(X509Certificate certificate) throws CertificateProblem {
        try {
            return CertificateReading.policies(certificate);
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(Reason.MALFORMED, "the policies cannot be read", e);
        }
    }

    private static void require(boolean holds, Reason reason, String message)
            throws CertificateProblem {
        if (!holds) {
            throw new CertificateProblem(reason, message);
        }
    }
}

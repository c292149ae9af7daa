package vn.antin.crypto.cert;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem.Reason;
import vn.antin.crypto.key.SecurityStrength;

/**
 * A certificate that an authority outside the project issued to the holder of a card, checked when
 * the card is taken over: evidence of who the holder is, and nothing that anything rests on later.
 * Immutable.
 *
 * <p>RFC 5280 6 by the JDK's PKIX validator. Revocation is not looked at: the lists of such
 * authorities are on networks that a gateway does not reach.
 */
public final class OutsideCertificate {
    /** Most certificates that may lie between the certificate and the authority trusted. */
    public static final int MAX_PATH = 4;

    /** Most that are looked at to find those. */
    private static final int MAX_OTHERS = 16;

    private static final int DIGITAL_SIGNATURE = 0;
    private static final int CERTIFICATE_SIGN = 5;
    private static final Set<String> SIGNED_WITH =
            Set.of(
                    "SHA256WITHRSA",
                    "SHA384WITHRSA",
                    "SHA512WITHRSA",
                    "SHA256WITHECDSA",
                    "SHA384WITHECDSA",
                    "SHA512WITHECDSA",
                    "RSASSA-PSS",
                    "SHA256WITHRSAANDMGF1",
                    "SHA384WITHRSAANDMGF1",
                    "SHA512WITHRSAANDMGF1");

    private final X509Certificate certificate;
    private final List<X509Certificate> between;
    private final X509Certificate authority;

    private OutsideCertificate(
            X509Certificate certificate, List<X509Certificate> between, X509Certificate authority) {
        this.certificate = certificate;
        this.between = List.copyOf(between);
        this.authority = authority;
    }

    /**
     * Checks a certificate.
     *
     * @param authorities those that the agency trusts for this, put in by hand
     * @param certificate on the card
     * @param others certificates that may lie between, and others; at most 16
     * @param at now
     * @throws CertificateProblem UNTRUSTED, EXPIRED, NOT_YET_VALID, BAD_SIGNATURE, WRONG_PROFILE
     *     when it is not for signatures, WEAK_ALGORITHM, MALFORMED
     */
    public static OutsideCertificate check(
            List<X509Certificate> authorities,
            X509Certificate certificate,
            List<X509Certificate> others,
            Instant at)
            throws CertificateProblem {
        if (others.size() > MAX_OTHERS) {
            throw new CertificateProblem(
                    Reason.MALFORMED, "more than " + MAX_OTHERS + " other certificates");
        }
        X509Certificate leaf = Certificates.parse(Certificates.der(certificate));
        requireStrong(leaf);
        boolean[] usage = leaf.getKeyUsage();
        if (usage == null || !usage[DIGITAL_SIGNATURE] || leaf.getBasicConstraints() >= 0) {
            throw new CertificateProblem(
                    Reason.WRONG_PROFILE, "the certificate is not for signatures of a person");
        }
        requireValid(leaf, at);
        return path(authorities, leaf, others, at);
    }

    /**
     * Whether a certificate may be put among the trusted: an authority's, valid now, with a key and
     * a signature that are strong enough.
     *
     * @throws CertificateProblem WRONG_PROFILE, WEAK_ALGORITHM, EXPIRED, NOT_YET_VALID
     */
    public static void checkAuthority(X509Certificate certificate, Instant at)
            throws CertificateProblem {
        boolean[] usage = certificate.getKeyUsage();
        if (certificate.getBasicConstraints() < 0 || (usage != null && !usage[CERTIFICATE_SIGN])) {
            throw new CertificateProblem(
                    Reason.WRONG_PROFILE, "the certificate is not an authority's");
        }
        requireStrong(certificate);
        requireValid(certificate, at);
    }

    private static void requireValid(X509Certificate certificate, Instant at)
            throws CertificateProblem {
        if (at.isAfter(certificate.getNotAfter().toInstant())) {
            throw new CertificateProblem(Reason.EXPIRED, "outside certificate");
        }
        if (at.isBefore(certificate.getNotBefore().toInstant())) {
            throw new CertificateProblem(Reason.NOT_YET_VALID, "outside certificate");
        }
    }

    private static void requireStrong(X509Certificate certificate) throws CertificateProblem {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (!SIGNED_WITH.contains(algorithm)
                || !KeyRules.isAtLeast(certificate.getPublicKey(), SecurityStrength.BITS_112)) {
            throw new CertificateProblem(
                    Reason.WEAK_ALGORITHM, "an outside certificate is weak: " + algorithm);
        }
    }

    private static OutsideCertificate path(
            List<X509Certificate> authorities,
            X509Certificate leaf,
            List<X509Certificate> others,
            Instant at)
            throws CertificateProblem {
        Set<TrustAnchor> anchors =
                authorities.stream()
                        .filter(each -> isValid(each, at))
                        .map(each -> new TrustAnchor(each, null))
                        .collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            throw new CertificateProblem(Reason.UNTRUSTED, "no outside authority is trusted");
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(leaf);
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setDate(Date.from(at));
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(MAX_PATH);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
            PKIXCertPathBuilderResult path =
                    (PKIXCertPathBuilderResult)
                            CertPathBuilder.getInstance("PKIX", "SUN").build(parameters);
            List<X509Certificate> whole =
                    path.getCertPath().getCertificates().stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            for (X509Certificate each : whole) {
                requireStrong(each);
            }
            return new OutsideCertificate(
                    leaf, whole.subList(1, whole.size()), path.getTrustAnchor().getTrustedCert());
        } catch (CertPathBuilderException e) {
            throw problem(e);
        } catch (InvalidAlgorithmParameterException e) {
            throw new CertificateProblem(Reason.UNTRUSTED, "no outside authority is trusted", e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK builds PKIX paths", e);
        }
    }

    private static boolean isValid(X509Certificate authority, Instant at) {
        try {
            checkAuthority(authority, at);
            return true;
        } catch (CertificateProblem e) {
            return false;
        }
    }

    private static CertificateProblem problem(CertPathBuilderException e) {
        @Nullable Throwable cause = e;
        while (cause != null) {
            if (cause instanceof CertPathValidatorException invalid
                    && invalid.getReason() instanceof BasicReason basic) {
                Reason reason =
                        switch (basic) {
                            case EXPIRED -> Reason.EXPIRED;
                            case NOT_YET_VALID -> Reason.NOT_YET_VALID;
                            case INVALID_SIGNATURE -> Reason.BAD_SIGNATURE;
                            case ALGORITHM_CONSTRAINED -> Reason.WEAK_ALGORITHM;
                            default -> Reason.UNTRUSTED;
                        };
                return new CertificateProblem(reason, "the path of an outside certificate", e);
            }
            cause = cause.getCause();
        }
        return new CertificateProblem(
                Reason.UNTRUSTED, "no trusted outside authority issued the certificate", e);
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** What lies between the certificate and the authority, in the order of the path. */
    public List<X509Certificate> between() {
        return between;
    }

    /** The authority in the agency's list that the path leads to. */
    public X509Certificate authority() {
        return authority;
    }

    /** Its SHA-256. */
    public Digest fingerprint() {
        return Certificates.fingerprint(certificate);
    }

    /** The holder's common name as it stands there; empty when it has none. */
    public Optional<String> commonName() {
        return commonName(certificate);
    }

    /** The common name in any certificate, unverified; empty when it has none. */
    public static Optional<String> commonName(X509Certificate certificate) {
        return CertificateReading.commonName(certificate);
    }
}

package vn.antin.crypto.cert;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem.Reason;

/**
 * RFC 5280 6.1 without revocation, by the JDK's PKIX validator, and the signatures of CRLs.
 *
 * <p>What was found good is remembered by the SHA-256 of all that went into it (DER tells its own
 * length, so that no two inputs are hashed as one), as a signature on P-384 takes longer to verify
 * than the rest of a small document. Only the time of validity changes afterwards, and that is
 * looked at every time. Nothing bad is remembered. Thread-safe.
 */
final class PathValidation {
    private static final int REMEMBERED = 4096;

    private static final Map<Digest, Boolean> GOOD =
            Collections.synchronizedMap(
                    new LinkedHashMap<>(256, 0.75f, true) {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Digest, Boolean> eldest) {
                            return size() > REMEMBERED;
                        }
                    });

    private PathValidation() {}

    /**
     * Refuses a path that does not lead to the anchor.
     *
     * @param path the leaf first; the anchor is not in it
     * @param at the time for which it must hold
     */
    static void validate(List<X509Certificate> path, X509Certificate anchor, Instant at)
            throws CertificateProblem {
        try {
            MessageDigest digest = Digest.newSha256();
            digest.update((byte) 'P');
            for (X509Certificate certificate : path) {
                digest.update(certificate.getEncoded());
            }
            digest.update(anchor.getEncoded());
            Digest all = Digest.ofValue(digest.digest());
            if (GOOD.get(all) != null
                    && path.stream().allMatch(certificate -> isInForce(certificate, at))) {
                return;
            }
            validated(path, anchor, at);
            GOOD.put(all, true);
        } catch (CertificateException e) {
            throw new CertificateProblem(Reason.MALFORMED, "the path cannot be read", e);
        }
    }

    private static boolean isInForce(X509Certificate certificate, Instant at) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    /** Whether the issuer has signed this list. */
    static boolean isSignedBy(X509CRL crl, X509Certificate issuer) {
        try {
            MessageDigest digest = Digest.newSha256();
            digest.update((byte) 'C');
            digest.update(issuer.getPublicKey().getEncoded());
            digest.update(crl.getEncoded());
            Digest all = Digest.ofValue(digest.digest());
            if (GOOD.get(all) == null) {
                crl.verify(issuer.getPublicKey());
                GOOD.put(all, true);
            }
            return true;
        } catch (GeneralSecurityException e) { // also what cannot be read
            return false;
        }
    }

    private static void validated(List<X509Certificate> path, X509Certificate anchor, Instant at)
            throws CertificateProblem, CertificateException {
        try {
            CertPath certPath =
                    CertificateFactory.getInstance("X.509", "SUN").generateCertPath(path);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setDate(Date.from(at));
            parameters.setRevocationEnabled(false);
            parameters.setPolicyMappingInhibited(true);
            parameters.setAnyPolicyInhibited(true);
            parameters.setExplicitPolicyRequired(true);
            var unused =
                    CertPathValidator.getInstance("PKIX", "SUN").validate(certPath, parameters);
        } catch (CertPathValidatorException e) {
            throw problem(e, path);
        } catch (InvalidAlgorithmParameterException
                | NoSuchAlgorithmException
                | NoSuchProviderException e) {
            throw new AssertionError("every JDK validates PKIX paths", e);
        }
    }

    private static CertificateProblem problem(
            CertPathValidatorException e, List<X509Certificate> path) {
        String which = CertificatePath.describe(path.get(Math.max(0, e.getIndex())));
        if (e.getReason() instanceof BasicReason basic) {
            return switch (basic) {
                case EXPIRED -> new CertificateProblem(Reason.EXPIRED, which, e);
                case NOT_YET_VALID -> new CertificateProblem(Reason.NOT_YET_VALID, which, e);
                case REVOKED -> new CertificateProblem(Reason.REVOKED, which, e);
                case UNDETERMINED_REVOCATION_STATUS ->
                        new CertificateProblem(
                                Reason.REVOCATION_UNKNOWN,
                                "no fresh CRL of the issuer of " + which,
                                e);
                case INVALID_SIGNATURE -> new CertificateProblem(Reason.BAD_SIGNATURE, which, e);
                case ALGORITHM_CONSTRAINED ->
                        new CertificateProblem(Reason.WEAK_ALGORITHM, which, e);
                case UNSPECIFIED -> new CertificateProblem(Reason.MALFORMED, which, e);
            };
        }
        if (e.getReason() instanceof PKIXReason pkix) {
            return switch (pkix) {
                case INVALID_NAME -> new CertificateProblem(Reason.NAME_NOT_PERMITTED, which, e);
                case INVALID_POLICY, INVALID_KEY_USAGE, UNRECOGNIZED_CRIT_EXT ->
                        new CertificateProblem(Reason.WRONG_PROFILE, which, e);
                case NAME_CHAINING, NO_TRUST_ANCHOR, NOT_CA_CERT, PATH_TOO_LONG ->
                        new CertificateProblem(Reason.UNTRUSTED, which, e);
            };
        }
        return new CertificateProblem(Reason.MALFORMED, which, e);
    }
}

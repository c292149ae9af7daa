package vn.antin.crypto.cert;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.cert.CertificateProblem.Reason;

/**
 * Checks a certificate up to the own authority: certificate, then the cross certificate of the
 * peer's authority when it is a peer's, then the anchor.
 *
 * <p>RFC 5280 6.1 by the JDK's PKIX validator, and 6.3 here, with CRLs of every issuer on the path
 * required; and beyond it: exactly the expected profile, strong keys and signatures only, an anchor
 * that is itself still valid, no grace after a CRL's nextUpdate, and each authority naming only its
 * own agency. No network is ever asked. Thread-safe.
 */
public final class CertificatePath {
    /** How far ahead of ours the clock of an authority may be when it dates a CRL. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private CertificatePath() {}

    /**
     * The time for which an answer is wanted, and that at which it is asked.
     *
     * <p>For a past time every certificate must have been valid then, and not revoked then by a CRL
     * that may be relied on now: later lists know all that earlier ones knew, and what was found
     * out since. Whoever asks must have proof of that time (an evidence, a time-stamp), as a
     * signature made after a revocation is nothing (ETSI EN 319 102-1, 5.5).
     *
     * @param at when the certificates must have been in force
     * @param now the present, not before {@code at}
     */
    public record When(Instant at, Instant now) {
        /** Refuses the future. */
        public When {
            if (now.isBefore(at)) {
                throw new IllegalArgumentException("nothing is known of the future");
            }
        }

        /** Now. */
        public static When present(Instant now) {
            return new When(now, now);
        }

        /** A past time; the present when the clock that gave it was ahead of ours. */
        public static When past(Instant at, Instant now) {
            return at.isBefore(now) ? new When(at, now) : present(now);
        }
    }

    /** The same for the present. */
    public static VerifiedIdentity verify(
            TrustStore trust, X509Certificate leaf, CertificateProfile expected, Instant now)
            throws CertificateProblem {
        return verify(trust, leaf, expected, When.present(now));
    }

    /**
     * The identity in {@code leaf}, when it is to be believed at the given time.
     *
     * @param trust the own anchors, cross certificates and CRLs
     * @param leaf the certificate in question
     * @param expected the profile needed, not one of an authority
     * @param when the time for which the answer is wanted
     * @throws CertificateProblem with the reason, when it is not to be believed
     */
    public static VerifiedIdentity verify(
            TrustStore trust, X509Certificate leaf, CertificateProfile expected, When when)
            throws CertificateProblem {
        if (expected.isAuthority()) {
            throw new IllegalArgumentException("an authority is no identity of an endpoint");
        }
        X509Certificate parsed = Certificates.parse(Certificates.der(leaf));
        Subject subject = Certificates.unverifiedSubject(parsed);
        ProfileCheck.checkAlgorithms(parsed, expected);
        X509Certificate issuer = verifyPath(trust, parsed, when);
        ProfileCheck.check(parsed, expected);
        Subject authority = Certificates.unverifiedSubject(issuer);
        if (!authority.organization().equals(subject.organization())) {
            throw new CertificateProblem(
                    Reason.NAME_NOT_PERMITTED,
                    authority.organization()
                            + " issued a certificate to "
                            + subject.organization());
        }
        EndpointId endpoint =
                subject.endpoint()
                        .orElseThrow(() ->
                                new CertificateProblem(
                                        Reason.WRONG_PROFILE, "the certificate names no endpoint"));
        return new VerifiedIdentity(endpoint, subject, expected, parsed);
    }

    /**
     * A way from the leaf to an anchor: the anchor alone, or a cross certificate and the anchor.
     */
    private record Candidate(Optional<X509Certificate> cross, X509Certificate anchor) {
        X509Certificate issuer() {
            return cross.orElse(anchor);
        }
    }

    private static X509Certificate verifyPath(TrustStore trust, X509Certificate leaf, When when)
            throws CertificateProblem {
        @Nullable CertificateProblem first = null;
        for (Candidate candidate : candidates(trust, leaf)) {
            try {
                verifyCandidate(trust, leaf, candidate, when);
                return candidate.issuer();
            } catch (CertificateProblem problem) {
                if (first == null) {
                    first = problem;
                }
            }
        }
        if (first != null) {
            throw first;
        }
        throw new CertificateProblem(
                Reason.UNTRUSTED, "no authority known here issued " + describe(leaf));
    }

    /** Those with the issuer's key identifier first, the newest first, so that errors tell most. */
    private static List<Candidate> candidates(TrustStore trust, X509Certificate leaf)
            throws CertificateProblem {
        List<Candidate> candidates = new ArrayList<>();
        for (X509Certificate anchor : trust.anchors()) {
            if (names(leaf, anchor)) {
                candidates.add(new Candidate(Optional.empty(), anchor));
            }
            for (X509Certificate cross : trust.intermediates()) {
                if (names(leaf, cross) && names(cross, anchor) && !isSelfIssued(cross)) {
                    candidates.add(new Candidate(Optional.of(cross), anchor));
                }
            }
        }
        byte[] authority = authorityKeyIdentifier(leaf);
        candidates.sort(
                Comparator.comparing((Candidate c) ->
                                !Arrays.equals(
                                        authority, KeyIdentifier.of(c.issuer().getPublicKey())))
                        .thenComparing(c -> c.issuer().getNotBefore(), Comparator.reverseOrder()));
        return candidates;
    }

    private static boolean names(X509Certificate issued, X509Certificate issuer) {
        return Arrays.equals(
                issued.getIssuerX500Principal().getEncoded(),
                issuer.getSubjectX500Principal().getEncoded());
    }

    private static boolean isSelfIssued(X509Certificate certificate) {
        return names(certificate, certificate);
    }

    private static byte[] authorityKeyIdentifier(X509Certificate certificate)
            throws CertificateProblem {
        try {
            return CertificateReading.authorityKeyIdentifier(certificate).orElse(new byte[0]);
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(
                    Reason.MALFORMED, "the authority key identifier cannot be read", e);
        }
    }

    private static void verifyCandidate(
            TrustStore trust, X509Certificate leaf, Candidate candidate, When when)
            throws CertificateProblem {
        List<X509Certificate> path = new ArrayList<>();
        path.add(leaf);
        candidate.cross().ifPresent(path::add);
        checkAnchor(candidate.anchor(), when.at());
        if (candidate.cross().isPresent()) {
            ProfileCheck.checkAlgorithms(candidate.cross().get(), CertificateProfile.CROSS_CA);
        }
        List<X509CRL> crls = new ArrayList<>(freshCrls(trust, candidate.anchor(), when.now()));
        if (candidate.cross().isPresent()) {
            crls.addAll(freshCrls(trust, candidate.cross().get(), when.now()));
        }
        PathValidation.validate(path, candidate.anchor(), when.at());
        requireCrls(path, crls);
        checkNotRevoked(path, crls, when.at());
        if (candidate.cross().isPresent()) {
            ProfileCheck.check(candidate.cross().get(), CertificateProfile.CROSS_CA);
        }
    }

    private static void checkAnchor(X509Certificate anchor, Instant at) throws CertificateProblem {
        if (at.isAfter(anchor.getNotAfter().toInstant())) {
            throw new CertificateProblem(
                    Reason.EXPIRED, "the anchor has expired: " + describe(anchor));
        }
        if (at.isBefore(anchor.getNotBefore().toInstant())) {
            throw new CertificateProblem(
                    Reason.NOT_YET_VALID, "the anchor is not yet valid: " + describe(anchor));
        }
        ProfileCheck.check(anchor, CertificateProfile.AGENCY_CA);
    }

    /**
     * CRLs that this issuer signed and that may be relied on at that time, without any grace after
     * nextUpdate.
     */
    private static List<X509CRL> freshCrls(TrustStore trust, X509Certificate issuer, Instant at)
            throws CertificateProblem {
        List<X509CRL> fresh = new ArrayList<>();
        for (X509CRL crl : trust.crls()) {
            if (crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && crl.getNextUpdate() != null
                    && at.isBefore(crl.getNextUpdate().toInstant())
                    && !crl.getThisUpdate().toInstant().isAfter(at.plus(CLOCK_SKEW))
                    && isStronglySigned(crl)
                    && PathValidation.isSignedBy(crl, issuer)) {
                fresh.add(crl);
            }
        }
        return fresh;
    }

    /**
     * One without critical extensions for each issuer: no partial and no indirect list. The JDK's
     * own check looks only at lists that were there at the time in question, which the past needs
     * otherwise, so revocation is judged here for every time.
     */
    private static void requireCrls(List<X509Certificate> path, List<X509CRL> crls)
            throws CertificateProblem {
        for (X509Certificate certificate : path) {
            if (crls.stream()
                    .noneMatch(crl ->
                            crl.getIssuerX500Principal()
                                            .equals(certificate.getIssuerX500Principal())
                                    && isPlain(crl))) {
                throw new CertificateProblem(
                        Reason.REVOCATION_UNKNOWN,
                        "no fresh CRL of the issuer of " + describe(certificate));
            }
        }
    }

    private static boolean isPlain(X509CRL crl) {
        Set<String> critical = crl.getCriticalExtensionOIDs();
        return critical == null || critical.isEmpty();
    }

    /** Revoked from the very instant on that the CRL names. */
    private static void checkNotRevoked(List<X509Certificate> path, List<X509CRL> crls, Instant at)
            throws CertificateProblem {
        for (X509Certificate certificate : path) {
            for (X509CRL crl : crls) {
                X509CRLEntry entry = crl.getRevokedCertificate(certificate);
                if (entry != null && !at.isBefore(entry.getRevocationDate().toInstant())) {
                    throw new CertificateProblem(Reason.REVOKED, describe(certificate));
                }
            }
        }
    }

    private static boolean isStronglySigned(X509CRL crl) throws CertificateProblem {
        try {
            return CertificateReading.isStronglySigned(crl);
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(Reason.MALFORMED, "a CRL cannot be read", e);
        }
    }

    /** Endpoint or organization, and serial number; no names of persons. */
    static String describe(X509Certificate certificate) {
        String serial = " (serial " + certificate.getSerialNumber().toString(16) + ")";
        try {
            Subject subject = Certificates.unverifiedSubject(certificate);
            return subject.endpoint()
                            .map(EndpointId::toString)
                            .orElse(subject.organization().value())
                    + serial;
        } catch (CertificateProblem e) {
            return "a certificate" + serial;
        }
    }
}

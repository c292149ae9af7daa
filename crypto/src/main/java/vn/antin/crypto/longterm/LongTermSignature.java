package vn.antin.crypto.longterm;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSignature.Allow;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bc.cms.VerifiedSigner;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.countersign.Countersignature;
import vn.antin.crypto.countersign.CountersignatureProblem;
import vn.antin.crypto.longterm.LongTermProblem.Reason;
import vn.antin.policies.label.SecurityLabel;

/**
 * An author's signature on a document with everything inside that its verification needs, but the
 * anchor: CAdES-B-LT. Only {@link #verify} makes one. Immutable.
 */
public final class LongTermSignature {
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final CmsSignature signature;
    private final VerifiedIdentity author;
    private final List<Countersignature> countersignatures;
    private final SecurityLabel label;
    private final Optional<Commitment> commitment;
    private final Instant signedAt;
    private final Instant stampedAt;
    private final When judged;

    private LongTermSignature(
            CmsSignature signature,
            VerifiedIdentity author,
            List<Countersignature> countersignatures,
            Instant stampedAt,
            When judged)
            throws CmsException {
        this.signature = signature;
        this.author = author;
        this.countersignatures = countersignatures;
        this.label = signature.label();
        this.commitment = signature.commitment();
        this.signedAt = signature.signingTime();
        this.stampedAt = stampedAt;
        this.judged = judged;
    }

    /**
     * Puts in what whoever has just verified a document had: the certificates of every issuer on
     * the paths of author, time-stamp and countersigners, and their revocation lists.
     *
     * @param signed an author's signature with its time-stamp (CAdES-B-T)
     * @param trust with lists that may be relied on now
     * @return the same signature, verified by what is in it alone
     * @throws LongTermProblem when it does not verify so
     */
    public static byte[] extended(byte[] signed, TrustStore trust, Instant now)
            throws LongTermProblem {
        try {
            CmsSignature signature = read(signed);
            Set<X509Certificate> issuers = issuers(leaves(signature), trust);
            List<X509CRL> lists = new ArrayList<>();
            for (X509CRL crl : trust.crls()) {
                if (issuers.stream().anyMatch(issuer -> isBy(crl, issuer))) {
                    lists.add(crl);
                }
            }
            byte[] extended = CmsSigner.withValidationData(signed, issuers, lists);
            LongTermSignature unused =
                    verify(
                            extended,
                            new TrustStore(trust.anchors(), List.of(), List.of()),
                            Optional.empty(),
                            now);
            return extended;
        } catch (CmsException e) {
            throw LongTermProblem.of(e);
        }
    }

    /**
     * Verifies by what is inside and the anchors, at the time of the time-stamp or another time for
     * which the caller has proof that the signature was there.
     *
     * <p>The revocation lists inside must have been in force together, at that time or later. Lists
     * in {@code trust} that are in force now are asked too: what they say was revoked by then, is.
     *
     * @param trust the anchors, and what else is known now
     * @param at a past time; that of the time-stamp when empty
     * @throws LongTermProblem with the first reason found
     */
    public static LongTermSignature verify(
            byte[] der, TrustStore trust, Optional<Instant> at, Instant now)
            throws LongTermProblem {
        try {
            CmsSignature signature = read(der);
            TimeStamp stamp =
                    signature
                            .timeStamp()
                            .orElseThrow(() ->
                                    new LongTermProblem(
                                            Reason.NO_TIME_STAMP, "there is no time-stamp"));
            Instant time = at.orElse(stamp.time());
            checkTimes(signature.signingTime(), stamp.time(), time, now);
            When inside = new When(time, latest(time, signature.crls()));
            TrustStore enclosed =
                    new TrustStore(trust.anchors(), signature.certificates(), signature.crls());
            VerifiedIdentity author =
                    CertificatePath.verify(
                            enclosed,
                            signature.certificate(),
                            CertificateProfile.SIGNATURE,
                            inside);
            VerifiedIdentity authority =
                    CertificatePath.verify(
                            enclosed, stamp.certificate(), CertificateProfile.TIMESTAMP, inside);
            require(
                    authority.endpoint().equals(EndpointId.gatewayOf(author.organization())),
                    Reason.OTHER_AUTHORITY,
                    "the time-stamp is of another agency");
            List<Countersignature> countersignatures =
                    Countersignature.verify(signature, author, enclosed, inside);
            TrustStore present =
                    new TrustStore(trust.anchors(), signature.certificates(), trust.crls());
            List<VerifiedIdentity> all = new ArrayList<>(List.of(author, authority));
            countersignatures.forEach(each -> all.add(each.signer()));
            for (VerifiedIdentity each : all) {
                requireNotRevoked(present, each, When.past(time, now));
            }
            return new LongTermSignature(
                    signature, author, countersignatures, stamp.time(), inside);
        } catch (CmsException e) {
            throw LongTermProblem.of(e);
        } catch (CertificateProblem e) {
            throw LongTermProblem.of(e);
        } catch (CountersignatureProblem e) {
            throw LongTermProblem.of(e);
        }
    }

    private static CmsSignature read(byte[] der) throws CmsException, LongTermProblem {
        CmsSignature signature = CmsSignature.verified(der, Allow.values()).complete();
        require(
                !signature.isReceipt()
                        && signature.content().isPresent()
                        && signature.note().isEmpty()
                        && signature.originalDigest().isEmpty(),
                Reason.MALFORMED,
                "not an author's signature on a document");
        require(
                !signature.commitment().equals(Optional.of(Commitment.PROOF_OF_ORIGIN)),
                Reason.MALFORMED,
                "a person signed as the agency");
        return signature;
    }

    private static void checkTimes(Instant signed, Instant stamped, Instant at, Instant now)
            throws LongTermProblem {
        require(
                !stamped.isBefore(signed.minus(CLOCK_SKEW)),
                Reason.TIME,
                "the time-stamp is older than the signature");
        require(
                !stamped.isAfter(now.plus(CLOCK_SKEW)) && !at.isAfter(now.plus(CLOCK_SKEW)),
                Reason.TIME,
                "the signature is from the future");
        require(
                !at.isBefore(stamped.minus(CLOCK_SKEW)),
                Reason.TIME,
                "the signature was not there yet");
    }

    /** The time at which the newest list was made: then all of them must have been in force. */
    private static Instant latest(Instant at, List<X509CRL> crls) {
        Instant latest = at;
        for (X509CRL crl : crls) {
            Instant made = crl.getThisUpdate().toInstant();
            latest = made.isAfter(latest) ? made : latest;
        }
        return latest;
    }

    /** What is not known now (no list in force) takes nothing back. */
    private static void requireNotRevoked(TrustStore present, VerifiedIdentity of, When when)
            throws CertificateProblem {
        try {
            VerifiedIdentity unused =
                    CertificatePath.verify(present, of.certificate(), of.profile(), when);
        } catch (CertificateProblem e) {
            if (e.reason() == CertificateProblem.Reason.REVOKED) {
                throw e;
            }
        }
    }

    private static List<X509Certificate> leaves(CmsSignature signature)
            throws CmsException, LongTermProblem {
        List<X509Certificate> leaves = new ArrayList<>();
        leaves.add(signature.certificate());
        signature.timeStamp().ifPresent(stamp -> leaves.add(stamp.certificate()));
        signature.countersigners().stream().map(VerifiedSigner::certificate).forEach(leaves::add);
        return leaves;
    }

    /** Those who issued these, and those above them, as far as they are known. */
    private static Set<X509Certificate> issuers(
            Collection<X509Certificate> leaves, TrustStore trust) {
        List<X509Certificate> known = new ArrayList<>(trust.anchors());
        known.addAll(trust.intermediates());
        Set<X509Certificate> issuers = new LinkedHashSet<>();
        Deque<X509Certificate> open = new ArrayDeque<>(leaves);
        while (!open.isEmpty()) {
            X509Certificate issued = open.remove();
            for (X509Certificate issuer : known) {
                if (isBy(issued, issuer) && issuers.add(issuer)) {
                    open.add(issuer);
                }
            }
        }
        return issuers;
    }

    private static boolean isBy(X509Certificate issued, X509Certificate issuer) {
        try {
            if (!issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                return false;
            }
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean isBy(X509CRL crl, X509Certificate issuer) {
        try {
            if (!crl.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                return false;
            }
            crl.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void require(boolean holds, Reason reason, String message)
            throws LongTermProblem {
        if (!holds) {
            throw new LongTermProblem(reason, message);
        }
    }

    /** The document that was signed, as a MIME entity. */
    public byte[] document() {
        return signature.content().orElseThrow();
    }

    /** The security label. */
    public SecurityLabel label() {
        return label;
    }

    /** In which role the author signed; documents of old have none. */
    public Optional<Commitment> commitment() {
        return commitment;
    }

    /** Whether the author's signature is of an algorithm that is verified and never created. */
    public boolean isOldAlgorithm() {
        return signature.isOldAlgorithm();
    }

    /** Who signed. */
    public VerifiedIdentity author() {
        return author;
    }

    /** Those of the agency and of approvers; may be empty. */
    public List<Countersignature> countersignatures() {
        return countersignatures;
    }

    /** When the author says it was signed. */
    public Instant signedAt() {
        return signedAt;
    }

    /** When the gateway of the author's agency says that the signature was there. */
    public Instant stampedAt() {
        return stampedAt;
    }

    /** The time for which the certificates were judged. */
    public Instant judgedAt() {
        return judged.at();
    }

    /**
     * Until when the revocation lists inside know of revocations. When that is {@link #judgedAt},
     * they say nothing of a revocation shortly before it that came to be known later.
     */
    public Instant listsAsOf() {
        return judged.now();
    }
}

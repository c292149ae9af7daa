package vn.antin.crypto.countersign;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bc.cms.VerifiedSigner;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.countersign.CountersignatureProblem.Reason;

/**
 * A countersignature that is to be believed: the agency's (its seal, proofOfOrigin) or an
 * approver's (a person's signature key, proofOfApproval). Only {@link #verify} makes one.
 * Immutable.
 */
public final class Countersignature {
    private final VerifiedIdentity signer;
    private final Commitment commitment;
    private final Instant at;
    private final Digest digest;

    private Countersignature(
            VerifiedIdentity signer, Commitment commitment, Instant at, Digest digest) {
        this.signer = signer;
        this.commitment = commitment;
        this.at = at;
        this.digest = digest;
    }

    /**
     * Those on an author's signature, each with its certificate path. At most one is the agency's,
     * and it is of the author's agency; nobody approves twice, or a document of his own; the label
     * is the author's; none is older than the author's signature, give or take a difference of
     * clocks.
     *
     * @param author who made the signature, verified
     * @param when the certificates must hold: now, or when it was accepted
     * @throws CountersignatureProblem with the first reason found
     */
    public static List<Countersignature> verify(
            CmsSignature signature, VerifiedIdentity author, TrustStore trust, When when)
            throws CountersignatureProblem {
        List<Countersignature> all = new ArrayList<>();
        try {
            for (VerifiedSigner each : signature.countersigners()) {
                Countersignature one = verify(each, author, trust, when);
                require(
                        each.label().equals(signature.label()),
                        Reason.LABEL,
                        "a countersignature has another label");
                require(
                        !one.at.isBefore(signature.signingTime().minus(Countersigning.CLOCK_SKEW)),
                        Reason.TIME,
                        "a countersignature is older than the signature");
                require(
                        all.stream().noneMatch(before -> isSame(before, one)),
                        Reason.SIGNER,
                        "somebody countersigned twice");
                all.add(one);
            }
        } catch (CmsException e) {
            throw CountersignatureProblem.of(e);
        } catch (CertificateProblem e) {
            throw CountersignatureProblem.of(e);
        }
        return List.copyOf(all);
    }

    private static boolean isSame(Countersignature one, Countersignature other) {
        return one.signer.endpoint().equals(other.signer.endpoint());
    }

    private static Countersignature verify(
            VerifiedSigner signer, VerifiedIdentity author, TrustStore trust, When when)
            throws CmsException, CertificateProblem, CountersignatureProblem {
        Optional<Commitment> commitment = signer.commitment();
        boolean agency = commitment.equals(Optional.of(Commitment.PROOF_OF_ORIGIN));
        require(
                agency || commitment.equals(Optional.of(Commitment.PROOF_OF_APPROVAL)),
                Reason.MALFORMED,
                "a countersignature is neither the agency's nor an approver's");
        VerifiedIdentity identity =
                CertificatePath.verify(
                        trust,
                        signer.certificate(),
                        agency ? CertificateProfile.SEAL : CertificateProfile.SIGNATURE,
                        when);
        require(
                agency
                        ? identity.endpoint().equals(EndpointId.gatewayOf(author.organization()))
                        : !identity.endpoint().equals(author.endpoint()),
                Reason.SIGNER,
                agency ? "the seal is another agency's" : "the author approves of himself");
        return new Countersignature(
                identity, commitment.get(), signer.signingTime(), Digest.of(signer.value()));
    }

    private static void require(boolean holds, Reason reason, String message)
            throws CountersignatureProblem {
        if (!holds) {
            throw new CountersignatureProblem(reason, message);
        }
    }

    /** The agency's gateway, which holds the seal, or the approver. */
    public VerifiedIdentity signer() {
        return signer;
    }

    /** proofOfOrigin of the agency, proofOfApproval of an approver. */
    public Commitment commitment() {
        return commitment;
    }

    /** When the signer says it was made, to the second. */
    public Instant at() {
        return at;
    }

    /** SHA-256 of its signature value, by which the gateway's record of a seal names it. */
    public Digest digest() {
        return digest;
    }
}

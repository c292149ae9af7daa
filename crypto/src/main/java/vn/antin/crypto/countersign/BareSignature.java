package vn.antin.crypto.countersign;

import java.security.cert.X509Certificate;
import java.time.Instant;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.Certificates;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.countersign.CountersignatureProblem.Reason;
import vn.antin.crypto.key.Signer;
import vn.antin.policies.label.SecurityLabel;

/**
 * An author's signature without the document, verified: all that the agency's gateway sees of what
 * it puts its seal on. Immutable.
 *
 * <p>What the seal signs is built here from this signature and from nothing else, so that the key
 * signs no bytes of a caller's choice.
 */
public final class BareSignature {
    private final byte[] der;
    private final CmsSignature signature;
    private final VerifiedIdentity author;
    private final SecurityLabel label;
    private final TrustStore trust;
    private final Instant now;

    private BareSignature(
            byte[] der,
            CmsSignature signature,
            VerifiedIdentity author,
            TrustStore trust,
            Instant now)
            throws CmsException {
        this.der = der;
        this.signature = signature;
        this.author = author;
        this.label = signature.label();
        this.trust = trust;
        this.now = now;
    }

    /**
     * Verifies one.
     *
     * @param bare made by {@link Countersigning#withoutDocument}; with a document inside it is
     *     refused, as the gateway is not to see any
     * @param now the author's certificate must hold then
     * @throws CountersignatureProblem when it is none, or by an algorithm that is only verified
     */
    public static BareSignature verify(byte[] bare, TrustStore trust, Instant now)
            throws CountersignatureProblem {
        try {
            CmsSignature signature = Countersigning.document(CmsSignature.onDocument(bare));
            require(signature.content().isEmpty(), "the document itself must not be shown");
            require(!signature.isOldAlgorithm(), "the algorithm is not one to sign with");
            return new BareSignature(
                    bare.clone(),
                    signature,
                    Countersigning.author(signature, trust, now),
                    trust,
                    now);
        } catch (CmsException e) {
            throw CountersignatureProblem.of(e);
        } catch (CertificateProblem e) {
            throw CountersignatureProblem.of(e);
        }
    }

    private static void require(boolean holds, String message) throws CountersignatureProblem {
        if (!holds) {
            throw new CountersignatureProblem(Reason.MALFORMED, message);
        }
    }

    /** Whose signature it is. */
    public VerifiedIdentity author() {
        return author;
    }

    /** The label under the signature. */
    public SecurityLabel label() {
        return label;
    }

    /** SHA-256 of the signature value. */
    public Digest digest() {
        return Digest.of(signature.signatureValue());
    }

    /**
     * The same with the seal on it.
     *
     * @param der the SignedData without the document; not copied
     * @param countersignature SHA-256 of the signature value of the countersignature
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Sealed(byte[] der, Digest countersignature) {}

    /**
     * Puts the agency's seal on it.
     *
     * @param seal the key of the seal
     * @param certificate of profile SEAL
     * @throws CountersignatureProblem SIGNER when the author is of another agency or the seal is on
     *     it already; else when what was made does not verify
     */
    public Sealed sealed(Signer seal, X509Certificate certificate) throws CountersignatureProblem {
        try {
            if (!EndpointId.gatewayOf(author.organization())
                    .equals(Certificates.unverifiedEndpoint(certificate))) {
                throw new CountersignatureProblem(Reason.SIGNER, "the author is of another agency");
            }
            byte[] made =
                    CmsSigner.countersigned(
                            der, seal, certificate, now, label, Commitment.PROOF_OF_ORIGIN);
            CmsSignature whole = CmsSignature.onDocument(made);
            Digest mine =
                    Countersignature.verify(whole, author, trust, When.present(now)).stream()
                            .filter(each -> each.commitment() == Commitment.PROOF_OF_ORIGIN)
                            .map(Countersignature::digest)
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("it was put there just now"));
            return new Sealed(made, mine);
        } catch (CmsException e) {
            throw CountersignatureProblem.of(e);
        }
    }
}

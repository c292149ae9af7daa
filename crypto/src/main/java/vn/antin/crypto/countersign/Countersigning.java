package vn.antin.crypto.countersign;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.CmsSigner;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.countersign.CountersignatureProblem.Reason;
import vn.antin.crypto.key.Signer;

/**
 * Makes countersignatures (RFC 5652 11.4) on an author's signature. See
 * docs/formats/sealed-document.md. Thread-safe.
 */
public final class Countersigning {
    /** How far clocks may be apart. */
    static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private Countersigning() {}

    /**
     * What the gateway is given to countersign: the author's signature without the document. The
     * gateway sees a digest of it and nothing else.
     *
     * @param signed the author's signature with the document
     * @throws CountersignatureProblem when it is no signature on a document
     */
    public static byte[] withoutDocument(byte[] signed) throws CountersignatureProblem {
        try {
            require(
                    document(CmsSignature.onDocument(signed)).content().isPresent(),
                    "there is no document in it");
            return CmsSigner.withoutContent(signed);
        } catch (CmsException e) {
            throw CountersignatureProblem.of(e);
        }
    }

    /**
     * The agency's gateway countersigns what its officer signed. Whether somebody may ask for that
     * is the caller's question.
     *
     * @param bare made by {@link #withoutDocument}; with a document inside it is refused, as the
     *     gateway is not to see any
     * @param seal the key of the agency's seal
     * @param certificate of profile SEAL
     * @param now the author's certificate must hold then
     * @return the same with the countersignature
     * @throws CountersignatureProblem when it is not to be countersigned
     */
    public static byte[] byAgency(
            byte[] bare, Signer seal, X509Certificate certificate, TrustStore trust, Instant now)
            throws CountersignatureProblem {
        return BareSignature.verify(bare, trust, now).sealed(seal, certificate).der();
    }

    /**
     * An approver countersigns a document that is before him.
     *
     * @param signed the author's signature with the document
     * @param key the approver's signature key
     * @param certificate of profile SIGNATURE
     * @throws CountersignatureProblem when it is not to be countersigned
     */
    public static byte[] byApprover(
            byte[] signed, Signer key, X509Certificate certificate, TrustStore trust, Instant now)
            throws CountersignatureProblem {
        try {
            CmsSignature signature = document(CmsSignature.onDocument(signed));
            require(signature.content().isPresent(), "nobody approves what is not there");
            VerifiedIdentity author = author(signature, trust, now);
            byte[] made =
                    CmsSigner.countersigned(
                            signed,
                            key,
                            certificate,
                            now,
                            signature.label(),
                            Commitment.PROOF_OF_APPROVAL);
            return checked(made, author, trust, now);
        } catch (CmsException e) {
            throw CountersignatureProblem.of(e);
        } catch (CertificateProblem e) {
            throw CountersignatureProblem.of(e);
        }
    }

    /**
     * Puts the document back into what the gateway countersigned.
     *
     * @param signed what the author had
     * @param countersigned what came back
     * @throws CountersignatureProblem when it is another signature, or not countersigned right
     */
    public static byte[] rejoined(byte[] signed, byte[] countersigned)
            throws CountersignatureProblem {
        try {
            CmsSignature original = CmsSignature.onDocument(signed);
            byte[] whole =
                    CmsSigner.withContent(countersigned, original.content().orElse(new byte[0]));
            CmsSignature back = CmsSignature.onDocument(whole);
            require(
                    Arrays.equals(original.signatureValue(), back.signatureValue())
                            && Arrays.equals(original.attributesDigest(), back.attributesDigest())
                            && back.countersigners().size() == original.countersigners().size() + 1,
                    "another signature came back");
            return whole;
        } catch (CmsException e) {
            throw CountersignatureProblem.of(e);
        }
    }

    static CmsSignature document(CmsSignature signature)
            throws CmsException, CountersignatureProblem {
        Optional<Commitment> commitment = signature.commitment();
        require(
                !signature.isReceipt()
                        && signature.note().isEmpty()
                        && signature.originalDigest().isEmpty()
                        && !commitment.equals(Optional.of(Commitment.PROOF_OF_ORIGIN)),
                "not an author's signature on a document");
        return signature;
    }

    static VerifiedIdentity author(CmsSignature signature, TrustStore trust, Instant now)
            throws CertificateProblem {
        return CertificatePath.verify(
                trust, signature.certificate(), CertificateProfile.SIGNATURE, When.present(now));
    }

    /** A key that makes wrong signatures, and a signer who may not, are found out here. */
    private static byte[] checked(
            byte[] made, VerifiedIdentity author, TrustStore trust, Instant now)
            throws CmsException, CountersignatureProblem {
        if (Countersignature.verify(CmsSignature.onDocument(made), author, trust, When.present(now))
                .isEmpty()) {
            throw new AssertionError("it was put there just now");
        }
        return made;
    }

    private static void require(boolean holds, String message) throws CountersignatureProblem {
        if (!holds) {
            throw new CountersignatureProblem(Reason.MALFORMED, message);
        }
    }
}

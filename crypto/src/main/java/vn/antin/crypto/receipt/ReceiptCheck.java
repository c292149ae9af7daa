package vn.antin.crypto.receipt;

import java.security.MessageDigest;
import java.time.Instant;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.CmsSignature;
import vn.antin.crypto.bc.cms.ReceiptContent;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificatePath.When;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.cert.VerifiedIdentity;
import vn.antin.crypto.receipt.ReceiptProblem.Reason;
import vn.antin.crypto.seal.ContentIdentifier;
import vn.antin.crypto.seal.OuterSignature;
import vn.antin.crypto.seal.ReceiptExpectation;

/**
 * Checks signed receipts (RFC 2634 2.6): the sender against what it kept, a gateway as far as it
 * can see. Thread-safe.
 */
public final class ReceiptCheck {
    /** Object identifier of id-data, the content type of every document. */
    private static final String DATA = "1.2.840.113549.1.7.1";

    private static final int MAX_SIZE = 64 << 10;

    private ReceiptCheck() {}

    /** The same for the present. */
    public static VerifiedReceipt check(
            ReceiptExpectation expectation, byte[] receipt, TrustStore trust, Instant now)
            throws ReceiptProblem {
        return check(expectation, receipt, trust, When.present(now));
    }

    /**
     * The sender's check. The identifier, the content type, the signature value and the digest of
     * the signed attributes must be those of the document sent; signature, certificate path and
     * label must hold; and the signer must have been asked.
     *
     * @param when the signer's certificate must hold: now, or when the receipt came
     * @throws ReceiptProblem with the first reason found
     */
    public static VerifiedReceipt check(
            ReceiptExpectation expectation, byte[] receipt, TrustStore trust, When when)
            throws ReceiptProblem {
        try {
            CmsSignature signature = read(receipt);
            ReceiptContent content = content(signature);
            require(
                    MessageDigest.isEqual(
                            content.signedContentIdentifier(), expectation.contentIdentifier()),
                    Reason.WRONG_IDENTIFIER,
                    "the receipt is for another document");
            require(
                    MessageDigest.isEqual(content.signatureValue(), expectation.signatureValue()),
                    Reason.WRONG_SIGNATURE_VALUE,
                    "the receipt names another signature");
            require(
                    MessageDigest.isEqual(
                            signature.originalDigest().orElse(new byte[0]),
                            expectation.signedAttributesDigest()),
                    Reason.WRONG_ATTRIBUTES_DIGEST,
                    "the receipt names other signed attributes");
            VerifiedReceipt verified = verified(signature, content, receipt, trust, when, true);
            require(
                    verified.label().equals(expectation.label()),
                    Reason.LABEL_MISMATCH,
                    "the receipt has another label than the document");
            require(
                    expectation.from().contains(verified.signer().endpoint()),
                    Reason.UNEXPECTED_SIGNER,
                    "the signer was not asked for a receipt");
            return verified;
        } catch (CmsException e) {
            throw ReceiptProblem.of(e);
        } catch (CertificateProblem e) {
            throw ReceiptProblem.of(e);
        }
    }

    /** The same for the present. */
    public static VerifiedReceipt signatureOnly(byte[] receipt, TrustStore trust, Instant now)
            throws ReceiptProblem {
        return signatureOnly(receipt, trust, When.present(now));
    }

    /**
     * A gateway's check: form, signature, certificate path. Whether it is for the right document,
     * only the sender can tell; the caller compares {@link VerifiedReceipt#consignment()}, label
     * and signer with the consignment note.
     *
     * @param when the signer's certificate must hold
     * @throws ReceiptProblem with the first reason found
     */
    public static VerifiedReceipt signatureOnly(byte[] receipt, TrustStore trust, When when)
            throws ReceiptProblem {
        try {
            CmsSignature signature = read(receipt);
            return verified(signature, content(signature), receipt, trust, when, false);
        } catch (CmsException e) {
            throw ReceiptProblem.of(e);
        } catch (CertificateProblem e) {
            throw ReceiptProblem.of(e);
        }
    }

    private static CmsSignature read(byte[] receipt) throws CmsException, ReceiptProblem {
        require(receipt.length <= MAX_SIZE, Reason.TOO_BIG, "the receipt is larger than 64 KiB");
        CmsSignature signature = CmsSignature.verified(receipt).complete();
        require(
                signature.isReceipt()
                        && signature.content().isPresent()
                        && signature.originalDigest().isPresent()
                        && signature.receiptRequest().isEmpty()
                        && signature.timeStamp().isEmpty()
                        && signature.note().isEmpty(),
                Reason.MALFORMED,
                "not a signed receipt");
        return signature;
    }

    private static ReceiptContent content(CmsSignature signature)
            throws CmsException, ReceiptProblem {
        ReceiptContent content = ReceiptContent.parse(signature.content().orElse(new byte[0]));
        require(
                content.contentType().equals(DATA),
                Reason.WRONG_CONTENT_TYPE,
                "the receipt is not for a document");
        require(
                content.signedContentIdentifier().length == ContentIdentifier.LENGTH,
                Reason.WRONG_IDENTIFIER,
                "the receipt has no identifier of ours");
        return content;
    }

    private static VerifiedReceipt verified(
            CmsSignature signature,
            ReceiptContent content,
            byte[] receipt,
            TrustStore trust,
            When when,
            boolean byOriginator)
            throws CmsException, CertificateProblem, ReceiptProblem {
        VerifiedIdentity signer =
                CertificatePath.verify(
                        trust, signature.certificate(), CertificateProfile.SIGNATURE, when);
        Instant signed = signature.signingTime();
        require(
                !signed.isAfter(when.at().plus(OuterSignature.CLOCK_SKEW)),
                Reason.SIGNING_TIME,
                "the receipt is from the future");
        return new VerifiedReceipt(
                signer,
                content.signedContentIdentifier(),
                signature.label(),
                signed,
                receipt,
                byOriginator);
    }

    private static void require(boolean holds, Reason reason, String message)
            throws ReceiptProblem {
        if (!holds) {
            throw new ReceiptProblem(reason, message);
        }
    }
}

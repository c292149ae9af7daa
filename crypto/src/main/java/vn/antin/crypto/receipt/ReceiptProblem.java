package vn.antin.crypto.receipt;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.cert.CertificateProblem;

/** A signed receipt does not count. The reason's name is the stable code for users. */
public final class ReceiptProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not the format, or with parts that do not belong there. */
        MALFORMED,
        /** The signature does not verify. */
        BAD_SIGNATURE,
        /** The signer's certificate does not hold. */
        CERTIFICATE,
        /** It is for another document: identifier not known. */
        WRONG_IDENTIFIER,
        /** It is for another kind of content than a document, such as a receipt. */
        WRONG_CONTENT_TYPE,
        /** It names another signature than the one that the sender made. */
        WRONG_SIGNATURE_VALUE,
        /** It names other signed attributes than those that the sender signed. */
        WRONG_ATTRIBUTES_DIGEST,
        /** The signer was not asked for a receipt. */
        UNEXPECTED_SIGNER,
        /** It has no security label. */
        LABEL_MISSING,
        /** Its label is not that of the document. */
        LABEL_MISMATCH,
        /** Larger than a receipt can be. */
        TOO_BIG,
        /** Its signing time is in the future. */
        SIGNING_TIME
    }

    private final Reason reason;

    ReceiptProblem(Reason reason, String message) {
        this(reason, message, null);
    }

    ReceiptProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static ReceiptProblem of(CmsException e) {
        Reason reason =
                switch (e.kind()) {
                    case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
                    case LABEL_MISSING -> Reason.LABEL_MISSING;
                    case LABEL_UNKNOWN -> Reason.LABEL_MISMATCH;
                    case TOO_BIG -> Reason.TOO_BIG;
                    case MALFORMED, NOT_A_RECIPIENT, DECRYPTION_FAILED -> Reason.MALFORMED;
                };
        return new ReceiptProblem(reason, String.valueOf(e.getMessage()), e);
    }

    static ReceiptProblem of(CertificateProblem e) {
        return new ReceiptProblem(Reason.CERTIFICATE, String.valueOf(e.getMessage()), e);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong with the certificate, for {@link Reason#CERTIFICATE}. */
    public Optional<CertificateProblem.Reason> certificateProblem() {
        return getCause() instanceof CertificateProblem problem
                ? Optional.of(problem.reason())
                : Optional.empty();
    }
}

package vn.antin.crypto.countersign;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.cert.CertificateProblem;

/** A countersignature is not to be believed, or not to be made. The message holds no content. */
public final class CountersignatureProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not the format, or with parts that do not belong there. */
        MALFORMED,
        /** The label is missing, not known, or not that of the signature. */
        LABEL,
        /** A signature does not verify. */
        BAD_SIGNATURE,
        /** The certificate of a signer does not hold. */
        CERTIFICATE,
        /** Not somebody who may countersign this. */
        SIGNER,
        /** The times do not follow each other. */
        TIME
    }

    private final Reason reason;

    CountersignatureProblem(Reason reason, String message) {
        this(reason, message, null);
    }

    private CountersignatureProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static CountersignatureProblem of(CmsException e) {
        Reason reason =
                switch (e.kind()) {
                    case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
                    case LABEL_MISSING, LABEL_UNKNOWN -> Reason.LABEL;
                    case MALFORMED, NOT_A_RECIPIENT, DECRYPTION_FAILED, TOO_BIG -> Reason.MALFORMED;
                };
        return new CountersignatureProblem(reason, String.valueOf(e.getMessage()), e);
    }

    static CountersignatureProblem of(CertificateProblem e) {
        return new CountersignatureProblem(Reason.CERTIFICATE, String.valueOf(e.getMessage()), e);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** What is wrong with the certificate, for {@link Reason#CERTIFICATE}. */
    public Optional<CertificateProblem> certificateProblem() {
        return getCause() instanceof CertificateProblem problem
                ? Optional.of(problem)
                : Optional.empty();
    }
}

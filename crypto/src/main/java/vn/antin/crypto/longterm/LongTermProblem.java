package vn.antin.crypto.longterm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.countersign.CountersignatureProblem;

/** A signature does not hold for the long term. The message holds no content. */
public final class LongTermProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not an author's signature on a document in DER. */
        MALFORMED,
        /** A signature, or something that it must cover, does not fit. */
        BAD_SIGNATURE,
        /** The label is missing or not known. */
        LABEL,
        /** A certificate does not hold, or what is inside does not show that it does. */
        CERTIFICATE,
        /** There is no time-stamp, so nothing shows when the signature was there. */
        NO_TIME_STAMP,
        /** The time-stamp is not of the gateway of the author's agency. */
        OTHER_AUTHORITY,
        /** The times do not follow each other. */
        TIME,
        /** A countersignature is not to be believed. */
        COUNTERSIGNATURE
    }

    private final Reason reason;

    LongTermProblem(Reason reason, String message) {
        this(reason, message, null);
    }

    private LongTermProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    static LongTermProblem of(CmsException e) {
        Reason reason =
                switch (e.kind()) {
                    case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
                    case LABEL_MISSING, LABEL_UNKNOWN -> Reason.LABEL;
                    case MALFORMED, NOT_A_RECIPIENT, DECRYPTION_FAILED, TOO_BIG -> Reason.MALFORMED;
                };
        return new LongTermProblem(reason, String.valueOf(e.getMessage()), e);
    }

    static LongTermProblem of(CertificateProblem e) {
        return new LongTermProblem(Reason.CERTIFICATE, String.valueOf(e.getMessage()), e);
    }

    static LongTermProblem of(CountersignatureProblem e) {
        return new LongTermProblem(Reason.COUNTERSIGNATURE, String.valueOf(e.getMessage()), e);
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

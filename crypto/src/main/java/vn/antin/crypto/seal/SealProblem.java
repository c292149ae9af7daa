package vn.antin.crypto.seal;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.countersign.CountersignatureProblem;

/**
 * A sealed document is not to be accepted. The reason's name is the stable code for users; the
 * message never holds content or keys.
 */
public final class SealProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Not the format, or with parts that do not belong there. */
        MALFORMED,
        /** A signature does not verify. */
        BAD_SIGNATURE,
        /** A signer's certificate does not hold, see {@link SealProblem#certificateProblem}. */
        CERTIFICATE,
        /** A signature has no security label. */
        LABEL_MISSING,
        /** The label is of another policy or has parts that are not known. */
        LABEL_UNKNOWN,
        /** Inner label, outer label, note and card do not agree. */
        LABEL_MISMATCH,
        /** The consignment note does not fit the signature or the document. */
        NOTE_MISMATCH,
        /** The envelope is not the one that was signed. */
        DIGEST_MISMATCH,
        /** No key at hand belongs to a recipient. */
        NOT_A_RECIPIENT,
        /** It is in an envelope for endpoints, and no KEM key at hand belongs to one. */
        ENDPOINT_KEY_MISSING,
        /** The envelope does not decrypt. */
        DECRYPTION_FAILED,
        /** Author of the inner and sender of the outer signature are not the same. */
        SENDER_MISMATCH,
        /** Larger than the format allows. */
        TOO_BIG,
        /** A signing time is in the future, or the times do not follow each other. */
        SIGNING_TIME
    }

    private final Reason reason;
    private final @Nullable Instant signedAt;

    SealProblem(Reason reason, String message) {
        this(reason, message, null);
    }

    SealProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.signedAt = null;
    }

    private SealProblem(Instant signedAt, String message) {
        super(message);
        this.reason = Reason.SIGNING_TIME;
        this.signedAt = signedAt;
    }

    /** A signing time that cannot be. */
    static SealProblem signedAt(Instant when, String message) {
        return new SealProblem(when, message);
    }

    static SealProblem of(CmsException e) {
        Reason reason =
                switch (e.kind()) {
                    case MALFORMED -> Reason.MALFORMED;
                    case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
                    case LABEL_MISSING -> Reason.LABEL_MISSING;
                    case LABEL_UNKNOWN -> Reason.LABEL_UNKNOWN;
                    case NOT_A_RECIPIENT -> Reason.NOT_A_RECIPIENT;
                    case DECRYPTION_FAILED -> Reason.DECRYPTION_FAILED;
                    case TOO_BIG -> Reason.TOO_BIG;
                };
        return new SealProblem(reason, String.valueOf(e.getMessage()), e);
    }

    static SealProblem of(CertificateProblem e) {
        return new SealProblem(Reason.CERTIFICATE, String.valueOf(e.getMessage()), e);
    }

    static SealProblem of(CountersignatureProblem e) {
        if (e.certificateProblem().isPresent()) {
            return of(e.certificateProblem().get());
        }
        Reason reason =
                switch (e.reason()) {
                    case MALFORMED -> Reason.MALFORMED;
                    case LABEL -> Reason.LABEL_MISMATCH;
                    case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
                    case CERTIFICATE -> Reason.CERTIFICATE;
                    case SIGNER -> Reason.SENDER_MISMATCH;
                    case TIME -> Reason.SIGNING_TIME;
                };
        return new SealProblem(reason, String.valueOf(e.getMessage()), e);
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** The time that the signature states, for {@link Reason#SIGNING_TIME} where it is known. */
    public Optional<Instant> signedAt() {
        return Optional.ofNullable(signedAt);
    }

    /** What is wrong with the certificate, for {@link Reason#CERTIFICATE}. */
    public Optional<CertificateProblem.Reason> certificateProblem() {
        return getCause() instanceof CertificateProblem problem
                ? Optional.of(problem.reason())
                : Optional.empty();
    }
}

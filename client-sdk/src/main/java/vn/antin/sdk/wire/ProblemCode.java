package vn.antin.sdk.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** Stable codes of the problems that the API answers with, their HTTP status and their titles. */
public enum ProblemCode {
    /** The request is not what the API takes. */
    MALFORMED(400),
    /** No client certificate, or one that does not verify. */
    UNAUTHENTICATED(401),
    /** The certificate verifies, but its endpoint is not enrolled. */
    NOT_ENROLLED(403),
    /** The certificate verifies, but its endpoint is suspended. */
    SUSPENDED(403),
    /** The caller's roles do not cover this. */
    FORBIDDEN(403),
    /** The rule pack denies it; see the reasons. */
    POLICY_DENIED(403),
    /** There is no such thing, or the caller is not party to it. */
    NOT_FOUND(404),
    /** It collides with what is there. */
    CONFLICT(409),
    /** The upload does not continue where the last one ended. */
    OFFSET_MISMATCH(409),
    /** More bytes than the limit. */
    TOO_LARGE(413),
    /** The range begins after the end. */
    RANGE_NOT_SATISFIABLE(416),
    /** The bytes are not those that were signed for. */
    DIGEST_MISMATCH(422),
    /** A signature does not verify. */
    BAD_SIGNATURE(422),
    /** A certificate is expired, revoked, unknown or of the wrong kind. */
    CERTIFICATE(422),
    /** The signing time is too far from the gateway's clock. */
    CLOCK(422),
    /** Something in the gateway failed. */
    INTERNAL(500),
    /** Not now; try again later. */
    UNAVAILABLE(503),
    /** No space left to store it. */
    DISK_FULL(507);

    private static final String BUNDLE = "vn.antin.sdk.wire.messages";
    private static final String URN = "urn:antin:problem:";

    private final int status;

    ProblemCode(int status) {
        this.status = status;
    }

    /** HTTP status. */
    public int status() {
        return status;
    }

    /** Lower case with hyphens: {@code policy-denied}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The {@code type} of the problem document. */
    public String type() {
        return URN + code();
    }

    /** Title in Vietnamese. */
    public String vietnamese() {
        return title(Locale.forLanguageTag("vi"));
    }

    /** Title in English. */
    public String english() {
        return title(Locale.ENGLISH);
    }

    /** The code with this {@link #type()}. */
    public static Optional<ProblemCode> ofType(String type) {
        for (ProblemCode code : values()) {
            if (code.type().equals(type)) {
                return Optional.of(code);
            }
        }
        return Optional.empty();
    }

    private String title(Locale language) {
        return ResourceBundle.getBundle(
                        BUNDLE,
                        language,
                        ProblemCode.class.getClassLoader(),
                        ResourceBundle.Control.getNoFallbackControl(
                                ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString("problem." + code());
    }
}

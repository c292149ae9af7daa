package vn.antin.gateway.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.policies.decision.Reason;
import vn.antin.sdk.wire.ProblemCode;

/**
 * The gateway does not do what the caller asked, and says why with a stable code.
 *
 * <p>The words stand in the bundles of {@code gateway.api}, chosen by {@link #key()}; this holds
 * only ids and codes, so that its message may be logged. Never holds a title, a PIN or content.
 */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final String key;
    private final transient List<String> arguments;
    private final transient List<Reason> reasons;
    private final transient List<EvidenceReceipt> evidence;

    private Refused(
            ProblemCode code,
            String key,
            List<String> arguments,
            List<Reason> reasons,
            List<EvidenceReceipt> evidence,
            @Nullable Throwable cause) {
        super(code.code() + ": " + key + " " + arguments, cause);
        this.code = code;
        this.key = key;
        this.arguments = arguments;
        this.reasons = reasons;
        this.evidence = evidence;
    }

    /** With the key of the sentence and its arguments: ids, codes and numbers only. */
    public static Refused of(ProblemCode code, String key, Object... arguments) {
        return because(null, code, key, arguments);
    }

    /** Like {@link #of}, with what caused it, for the log. */
    public static Refused because(
            @Nullable Throwable cause, ProblemCode code, String key, Object... arguments) {
        List<String> texts = java.util.Arrays.stream(arguments).map(String::valueOf).toList();
        return new Refused(code, key, texts, List.of(), List.of(), cause);
    }

    /** The rules deny it; the evidence proves that and when they did. */
    public static Refused byPolicy(
            String consignment, List<Reason> reasons, List<EvidenceReceipt> evidence) {
        return new Refused(
                ProblemCode.POLICY_DENIED,
                "policy",
                List.of(consignment),
                List.copyOf(reasons),
                List.copyOf(evidence),
                null);
    }

    /** The rules deny what is no consignment, and no evidence is made of it. */
    public static Refused byPolicy(List<Reason> reasons) {
        return new Refused(
                ProblemCode.POLICY_DENIED,
                "seal",
                List.of(),
                List.copyOf(reasons),
                List.of(),
                null);
    }

    /** The stable code. */
    public ProblemCode code() {
        return code;
    }

    /** Key of the sentence in the bundles. */
    public String key() {
        return key;
    }

    /** Arguments of the sentence. */
    public List<String> arguments() {
        return arguments;
    }

    /** Reasons of the rules, for {@link Code#POLICY_DENIED}. */
    public List<Reason> reasons() {
        return reasons;
    }

    /** Evidence of the refusal, when there is some. */
    public List<EvidenceReceipt> evidence() {
        return evidence;
    }
}

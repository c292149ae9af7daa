package vn.antin.policies.label.xml;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file is not a label that this policy can have. */
public final class LabelProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Reason {
        /** No XML of the kind that labels are written in. */
        NOT_XML,
        /** XML, and no label or binding of a label. */
        NOT_A_LABEL,
        /** A label of another policy, with a class or mark that this policy does not have. */
        OTHER_POLICY,
        /** Elements, attributes or values that a label of this policy does not have. */
        MALFORMED;

        /** The stable code. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;

    LabelProblem(Reason reason, String message) {
        this(reason, message, null);
    }

    LabelProblem(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Which one. */
    public Reason reason() {
        return reason;
    }
}

package vn.antin.crypto.evidence;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A receipt does not hold. The reason names the part that is not what the log made. */
public final class EvidenceProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which part does not hold. */
    public enum Reason {
        /** The file is not a receipt in the one allowed form. */
        MALFORMED("malformed"),
        /** The key belongs to another log than the evidence or the checkpoint names. */
        WRONG_LOG("wrong-log"),
        /** The checkpoint is of the right log but not signed with this key. */
        LOG_KEY("log-key"),
        /** The checkpoint or its signature was changed. */
        CHECKPOINT_SIGNATURE("checkpoint-signature"),
        /** The proof, or the entry that it is for, was changed: no path to the signed root. */
        ENTRY_NOT_IN_LOG("entry-not-in-log"),
        /** The entry is in the log, but commits to another evidence or salt. */
        EVIDENCE_CHANGED("evidence-changed");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** Stable code for scripts. */
        public String code() {
            return code;
        }

        /** Words for people, in Vietnamese unless English is asked for. */
        public String text(Locale locale) {
            return EvidenceTexts.get(locale, "problem." + code);
        }
    }

    private final Reason reason;

    EvidenceProblem(Reason reason, @Nullable String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    /** Which part does not hold. */
    public Reason reason() {
        return reason;
    }
}

package vn.antin.policies.rule;

import java.util.Locale;
import java.util.Optional;

/** What a {@link Duty} asks for. */
public enum Task {
    /** The recipient signs for the document within the deadline of its urgency. */
    RECEIPT_BY,
    /** Documents, pages and attachments are counted before signing for them. */
    CHECK_PAGES,
    /** The register shows the type only, no abstract (trích yếu). */
    NO_ABSTRACT,
    /** No copy, photograph or print, when the label does not allow it. */
    NO_COPYING,
    /** Only the person named opens it, when the label says so. */
    NAMED_ONLY,
    /** The document is given back, when the label says so. */
    RETURN_DOCUMENT,
    /** A row in the register of outgoing state secrets. */
    REGISTER_OUTGOING,
    /** A row in the register of incoming state secrets. */
    REGISTER_INCOMING,
    /** A row in the hand-over register. */
    REGISTER_HANDOVER,
    /** Everything carries the mark of a trial, in an exercise. */
    EXERCISE_MARK;

    /** Code in files. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The task with this {@link #code()}. */
    public static Optional<Task> ofCode(String code) {
        for (Task task : values()) {
            if (task.code().equals(code)) {
                return Optional.of(task);
            }
        }
        return Optional.empty();
    }
}

package vn.antin.policies.rule;

import java.util.Locale;
import java.util.Optional;

/** What somebody is about to do with a document; each is decided on its own. */
public enum Act {
    /** The sender's gateway admits a document for one recipient. */
    SEND("gửi"),
    /** The recipient's gateway takes the document in. */
    RECEIVE("nhận"),
    /** The recipient fetches and opens it. */
    OPEN("mở"),
    /** The recipient signs for it (ký nhận). Discloses nothing, so it asks for no clearance. */
    ACKNOWLEDGE("ký nhận");

    private final String vietnamese;

    Act(String vietnamese) {
        this.vietnamese = vietnamese;
    }

    /** Code in files: {@code send}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Verb in Vietnamese. */
    public String vietnamese() {
        return vietnamese;
    }

    /** The act with this {@link #code()}. */
    public static Optional<Act> ofCode(String code) {
        for (Act act : values()) {
            if (act.code().equals(code)) {
                return Optional.of(act);
            }
        }
        return Optional.empty();
    }
}

package vn.antin.crypto.document;

import java.util.Optional;

/** Urgency mark (mức độ khẩn) of a document, Decree 30/2020 annex I; from the lowest up. */
public enum Urgency {
    /** No mark. */
    THUONG("thuong", "Thường", "ordinary"),
    /** Khẩn: urgent. */
    KHAN("khan", "Khẩn", "urgent"),
    /** Thượng khẩn: very urgent. */
    THUONG_KHAN("thuong_khan", "Thượng khẩn", "very urgent"),
    /** Hỏa tốc: express. */
    HOA_TOC("hoa_toc", "Hỏa tốc", "most urgent");

    private final String code;
    private final String vietnamese;
    private final String english;

    Urgency(String code, String vietnamese, String english) {
        this.code = code;
        this.vietnamese = vietnamese;
        this.english = english;
    }

    /** Code in files, on the wire and on the command line. */
    public String code() {
        return code;
    }

    /** Text of the mark. */
    public String vietnamese() {
        return vietnamese;
    }

    /** The mark with its meaning in English, for those who read English. */
    public String withEnglish() {
        return vietnamese + " (" + english + ")";
    }

    /** The urgency with this {@link #code()}. */
    public static Optional<Urgency> ofCode(String code) {
        for (Urgency urgency : values()) {
            if (urgency.code.equals(code)) {
                return Optional.of(urgency);
            }
        }
        return Optional.empty();
    }
}

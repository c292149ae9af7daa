package vn.antin.crypto.document;

import java.util.Optional;

/** Urgency mark (mức độ khẩn) of a document, Decree 30/2020 annex I; from the lowest up. */
public enum Urgency {
    /** No mark. */
    THUONG("thuong", "Thường"),
    /** Khẩn: urgent. */
    KHAN("khan", "Khẩn"),
    /** Thượng khẩn: very urgent. */
    THUONG_KHAN("thuong_khan", "Thượng khẩn"),
    /** Hỏa tốc: express. */
    HOA_TOC("hoa_toc", "Hỏa tốc");

    private final String code;
    private final String vietnamese;

    Urgency(String code, String vietnamese) {
        this.code = code;
        this.vietnamese = vietnamese;
    }

    /** Code in files, on the wire and on the command line. */
    public String code() {
        return code;
    }

    /** Text of the mark. */
    public String vietnamese() {
        return vietnamese;
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

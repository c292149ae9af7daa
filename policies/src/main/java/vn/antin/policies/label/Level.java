package vn.antin.policies.label;

import java.util.Optional;

/**
 * Secrecy level (độ mật) of a document, from the lowest to the highest.
 *
 * <p>The classification numbers are those of the ESS security label (RFC 2634 3.2): 1 for
 * unclassified, and 6 upwards for the levels of the Vietnamese law, so that none is taken for a
 * NATO level (RFC 3114 does the same for policies of its own). The letters A, B and C are the outer
 * marks of Decree 26/2020 art. 4. Immutable.
 */
public enum Level {
    /** Not a state secret. */
    KHONG_MAT(1, "khong_mat", "Không mật", ""),
    /** Mật, outer mark C. */
    MAT(6, "mat", "Mật", "C"),
    /** Tối mật, outer mark B. */
    TOI_MAT(7, "toi_mat", "Tối mật", "B"),
    /** Tuyệt mật, outer mark A. */
    TUYET_MAT(8, "tuyet_mat", "Tuyệt mật", "A");

    private final int classification;
    private final String code;
    private final String vietnamese;
    private final String outerMark;

    Level(int classification, String code, String vietnamese, String outerMark) {
        this.classification = classification;
        this.code = code;
        this.vietnamese = vietnamese;
        this.outerMark = outerMark;
    }

    /** ESS security-classification: 1, 6, 7 or 8. */
    public int classification() {
        return classification;
    }

    /** Code in files, on the wire and on the command line: {@code mat}, {@code toi_mat}, ... */
    public String code() {
        return code;
    }

    /** Name in Vietnamese; a level is never shown in a translation only. */
    public String vietnamese() {
        return vietnamese;
    }

    /** Outer mark A, B or C; empty for a document that is no state secret. */
    public String outerMark() {
        return outerMark;
    }

    /** As shown to people in every language: {@code Tối mật (B)}. */
    public String display() {
        return outerMark.isEmpty() ? vietnamese : vietnamese + " (" + outerMark + ")";
    }

    /** Whether a clearance for this level covers a document of {@code other}. */
    public boolean covers(Level other) {
        return compareTo(other) >= 0;
    }

    /** The level with this {@link #code()}. */
    public static Optional<Level> ofCode(String code) {
        for (Level level : values()) {
            if (level.code.equals(code)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** The level with this {@link #outerMark()}; none is no state secret. */
    public static Optional<Level> ofOuterMark(String outerMark) {
        for (Level level : values()) {
            if (level.outerMark.equals(outerMark)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    /** The level with this ESS classification. */
    public static Optional<Level> ofClassification(int classification) {
        for (Level level : values()) {
            if (level.classification == classification) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}

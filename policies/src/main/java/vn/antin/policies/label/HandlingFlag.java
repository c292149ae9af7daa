package vn.antin.policies.label;

import java.util.Optional;

/**
 * Handling mark (chỉ dẫn) beside the level, from Decree 26/2020 art. 2 and 4.
 *
 * <p>Each is a security category of the ESS label under {@link LabelScheme#handlingArc()}.
 */
public enum HandlingFlag {
    /** Chỉ người có tên mới được bóc bì: to be opened only by the person named. */
    NAMED_ONLY(
            1,
            "named_only",
            "Chỉ người có tên mới được bóc bì",
            "to be opened by the person named only"),
    /** Tài liệu thu hồi: to be returned by a date. */
    RETURN(2, "return", "Tài liệu thu hồi", "to be returned"),
    /** Được phép sao, chụp: may be copied; without this flag it may not. */
    COPYING_ALLOWED(3, "copying_allowed", "Được phép sao, chụp", "may be copied"),
    /**
     * Bản dùng thử: made in an exercise and no state secret whatever its level says; a mark of this
     * program and not of the decree.
     */
    EXERCISE(4, "exercise", "Bản dùng thử", "exercise copy");

    private final int number;
    private final String code;
    private final String vietnamese;
    private final String english;

    HandlingFlag(int number, String code, String vietnamese, String english) {
        this.number = number;
        this.code = code;
        this.vietnamese = vietnamese;
        this.english = english;
    }

    /** Last arc of the category's object identifier. */
    public int number() {
        return number;
    }

    /** Code in files and on the wire. */
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

    /** The flag with this {@link #code()}. */
    public static Optional<HandlingFlag> ofCode(String code) {
        for (HandlingFlag flag : values()) {
            if (flag.code.equals(code)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }

    /** The flag with this {@link #number()}. */
    public static Optional<HandlingFlag> ofNumber(int number) {
        for (HandlingFlag flag : values()) {
            if (flag.number == number) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}

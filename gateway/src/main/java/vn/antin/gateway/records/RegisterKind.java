package vn.antin.gateway.records;

import java.util.Optional;

/** Which register (Circular 24/2020 art. 2, forms 14, 15 and 16). */
public enum RegisterKind {
    /** Sổ đăng ký bí mật nhà nước đi. */
    OUTGOING("outgoing", "Sổ đăng ký bí mật nhà nước đi"),
    /** Sổ đăng ký bí mật nhà nước đến. */
    INCOMING("incoming", "Sổ đăng ký bí mật nhà nước đến"),
    /** Sổ chuyển giao bí mật nhà nước. */
    HANDOVER("handover", "Sổ chuyển giao bí mật nhà nước");

    private final String code;
    private final String vietnamese;

    RegisterKind(String code, String vietnamese) {
        this.code = code;
        this.vietnamese = vietnamese;
    }

    /** Code in paths and on the command line. */
    public String code() {
        return code;
    }

    /** The name on the cover. */
    public String vietnamese() {
        return vietnamese;
    }

    /** The register with this {@link #code()}. */
    public static Optional<RegisterKind> ofCode(String code) {
        for (RegisterKind kind : values()) {
            if (kind.code.equals(code)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

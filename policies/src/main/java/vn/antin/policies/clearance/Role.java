package vn.antin.policies.clearance;

import java.util.Locale;
import java.util.Optional;

/** What an endpoint may do in the system. A role gives no access to a document by itself. */
public enum Role {
    /** Writes, sends, receives and signs for documents. */
    OFFICER("Cán bộ", "Officer"),
    /** Keeps the registers and numbers documents (văn thư). */
    REGISTRY_CLERK("Văn thư", "Registry clerk"),
    /** Signs as the competent person (người có thẩm quyền). */
    COMPETENT_SIGNATORY("Người có thẩm quyền ký", "Competent signatory"),
    /** Enrols endpoints and takes part in key ceremonies; reads no documents. */
    KEY_CUSTODIAN("Người quản lý khóa", "Key custodian"),
    /** Keeps the list of devices and their inspections. */
    DEVICE_ADMINISTRATOR("Người quản lý thiết bị", "Device administrator"),
    /** Watches over the protection of state secrets in the agency. */
    SECURITY_OFFICER("Cán bộ bảo vệ bí mật nhà nước", "Security officer"),
    /** Reads registers and evidence, never documents. */
    AUDITOR("Người kiểm tra", "Auditor"),
    /** Runs the gateway machine; reads no documents and no registers. */
    OPERATOR("Người vận hành cổng", "Operator"),
    /** A gateway of another agency. */
    GATEWAY("Cổng trao đổi", "Gateway"),
    /** A system of the agency that sends and receives without a person. */
    SYSTEM("Hệ thống của cơ quan", "Agency system");

    private final String vietnamese;
    private final String english;

    Role(String vietnamese, String english) {
        this.vietnamese = vietnamese;
        this.english = english;
    }

    /** Code in files: {@code registry_clerk}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name in Vietnamese. */
    public String vietnamese() {
        return vietnamese;
    }

    /** Name in English. */
    public String english() {
        return english;
    }

    /** The role with this {@link #code()}. */
    public static Optional<Role> ofCode(String code) {
        for (Role role : values()) {
            if (role.code().equals(code)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}

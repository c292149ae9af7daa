package vn.antin.policies.decision;

/**
 * What is known of the cipher module's approval for the document's level at the moment of the
 * decision. Immutable.
 *
 * @param approved whether it is approved for state secrets of this level now
 * @param module the module's name, as shown to people
 * @param vietnamese why it is not approved, in Vietnamese; empty when it is
 * @param english the same in English
 */
public record Provider(boolean approved, String module, String vietnamese, String english) {
    /** An approved module. */
    public static Provider approved(String module) {
        return new Provider(true, module, "", "");
    }

    /** A module that is not approved, with the reason in both languages. */
    public static Provider unapproved(String module, String vietnamese, String english) {
        return new Provider(false, module, vietnamese, english);
    }
}

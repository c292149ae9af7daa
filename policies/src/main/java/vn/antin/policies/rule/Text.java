package vn.antin.policies.rule;

/**
 * One text in both languages. Immutable.
 *
 * @param vietnamese the leading text, never blank
 * @param english its translation, never blank
 */
public record Text(String vietnamese, String english) {
    /**
     * @throws RuleConflict if either language is blank
     */
    public Text {
        if (vietnamese.isBlank() || english.isBlank()) {
            throw new RuleConflict(
                    "văn bản phải có tiếng Việt và tiếng Anh",
                    "a text is given in Vietnamese and in English");
        }
    }
}

package vn.antin.policies.rule;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a rule comes from. Immutable.
 *
 * @param vietnamese the citation, for example {@code Luật 117/2025/QH15, Điều 5 khoản 2}
 * @param english the citation in English
 * @param source how well the text behind it is known
 */
public record LegalBasis(String vietnamese, String english, Source source) {
    /**
     * How well the text behind a basis is known; a pack is "checked" only when a lawyer says so.
     */
    public enum Source {
        /** The text of the law was read. */
        TEXT,
        /** Known from an official introduction or the press. */
        SECONDARY,
        /** A rule of this system, stricter than or beside the law. */
        OWN;

        /** Code in files. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The source with this {@link #code()}. */
        public static Optional<Source> ofCode(String code) {
            for (Source source : values()) {
                if (source.code().equals(code)) {
                    return Optional.of(source);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * @throws RuleConflict if either language is blank
     */
    public LegalBasis {
        if (vietnamese.isBlank() || english.isBlank()) {
            throw new RuleConflict(
                    "căn cứ phải có tiếng Việt và tiếng Anh",
                    "a basis is given in Vietnamese and in English");
        }
    }
}

package vn.antin.cli.io;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The languages that the program speaks. */
public enum Language {
    /** Vietnamese, the default. */
    VI("vi"),
    /** English. */
    EN("en");

    private final String code;

    Language(String code) {
        this.code = code;
    }

    /** As on the command line. */
    public String code() {
        return code;
    }

    /** For resource bundles. */
    public Locale locale() {
        return Locale.forLanguageTag(code);
    }

    /** The language with this {@link #code()}. */
    public static Optional<Language> ofCode(String code) {
        for (Language language : values()) {
            if (language.code.equals(code)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /**
     * The language that the words of a command line ask for, before they are parsed: help and usage
     * errors are in it too. Vietnamese when none is asked for or the one asked for is not known.
     */
    public static Language asked(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("--lang=")) {
                return ofCode(word.substring("--lang=".length())).orElse(VI);
            }
            if (word.equals("--lang") && i + 1 < words.size()) {
                return ofCode(words.get(i + 1)).orElse(VI);
            }
        }
        return VI;
    }
}

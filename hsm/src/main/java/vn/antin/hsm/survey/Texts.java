package vn.antin.hsm.survey;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The texts of a bundle in Vietnamese and English. Thread-safe.
 *
 * <p>Places are written {0}, {1}, ...; a key that is missing in a file is a bug.
 */
public final class Texts {
    private final String bundle;

    /** Of the bundle {@code name_vi}, {@code name_en}. */
    public Texts(String bundle) {
        this.bundle = bundle;
    }

    /**
     * A text, filled in.
     *
     * @param locale Vietnamese unless its language is English
     */
    public String text(Locale locale, String key, List<String> arguments) {
        String language = locale.getLanguage().equals("en") ? "en" : "vi";
        ResourceBundle words = ResourceBundle.getBundle(bundle + "_" + language, Locale.ROOT);
        try {
            return new MessageFormat(words.getString(key), Locale.ROOT).format(arguments.toArray());
        } catch (MissingResourceException e) {
            throw new AssertionError("no text for " + key, e);
        }
    }
}

package vn.antin.cli.io;

import java.util.List;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/**
 * The texts of the program, {@code vn/antin/cli/messages_vi} and {@code messages_en}. Thread-safe.
 *
 * <p>Places are written {0}, {1}, ...; arguments that are {@link Words} are said in the language
 * asked for, all others as they are.
 */
public final class Messages {
    private static final String BUNDLE = "vn.antin.cli.messages";

    /** Said where an argument is missing; a person is never shown a place to fill in. */
    private static final String MISSING = "–";

    private Messages() {}

    /** The bundle of a language. */
    public static ResourceBundle bundle(Language language) {
        return ResourceBundle.getBundle(
                BUNDLE,
                language.locale(),
                Messages.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(
                        ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** A text, filled in. */
    public static String text(Language language, String key, Object... arguments) {
        String text;
        try {
            text = bundle(language).getString(key);
        } catch (MissingResourceException e) {
            throw new AssertionError("no text for " + key, e);
        }
        return fill(text, language, List.of(arguments));
    }

    /** The same text in every language. */
    public static Words words(String key, Object... arguments) {
        return language -> text(language, key, arguments);
    }

    private static String fill(String text, Language language, List<Object> arguments) {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int at = 0;
        while (at < text.length()) {
            int place = place(text, at);
            if (place < 0) {
                filled.append(text.charAt(at));
                at++;
            } else {
                Object argument = place < arguments.size() ? arguments.get(place) : MISSING;
                filled.append(
                        argument instanceof Words words
                                ? words.in(language)
                                : String.valueOf(argument));
                at += 3;
            }
        }
        return filled.toString();
    }

    private static int place(String text, int at) {
        if (text.charAt(at) != '{' || at + 2 >= text.length() || text.charAt(at + 2) != '}') {
            return -1;
        }
        int place = text.charAt(at + 1) - '0';
        return place >= 0 && place <= 9 ? place : -1;
    }
}

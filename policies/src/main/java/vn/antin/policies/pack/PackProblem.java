package vn.antin.policies.pack;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * A file is not a rule pack: where, what is wrong and how to mend it, in both languages. Nothing of
 * the file has been taken over.
 */
public final class PackProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong. The codes are stable. */
    public enum Kind {
        /** Larger than {@link RulePacks#MAX_BYTES}. */
        TOO_BIG,
        /** Not UTF-8, not composed (NFC), or invisible or direction-changing characters. */
        CHARACTERS,
        /** Not YAML. */
        SYNTAX,
        /** YAML that a pack does not use: anchors, tags, directives, several documents. */
        FEATURE,
        /** Nested too deep or too many entries. */
        TOO_DEEP,
        /** The same key twice. */
        DUPLICATE_KEY,
        /** A key that the form does not have. */
        UNKNOWN_KEY,
        /** A key that must be there is not. */
        MISSING_KEY,
        /** A list where a value belongs, or the like. */
        SHAPE,
        /** A value that is not among those allowed. */
        VALUE,
        /** Well formed, but the parts do not fit together. */
        CONFLICT;

        /** Stable code: {@code pack.unknown_key}. */
        public String code() {
            return "pack." + name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");

    private final Kind kind;
    private final int line;
    private final String path;
    private final String vietnamese;
    private final String english;

    /** With the same arguments in both languages. */
    PackProblem(Kind kind, int line, String path, String... arguments) {
        this(kind, line, path, arguments, arguments);
    }

    /** With the arguments {0}, {1} of the bundle's text in each language. */
    PackProblem(Kind kind, int line, String path, String[] vietnameseArgs, String[] englishArgs) {
        super(message(kind, line, path, Locale.ENGLISH, englishArgs));
        this.kind = kind;
        this.line = line;
        this.path = path;
        this.vietnamese = message(kind, line, path, VIETNAMESE, vietnameseArgs);
        this.english = message(kind, line, path, Locale.ENGLISH, englishArgs);
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** Line in the file, from 1. */
    public int line() {
        return line;
    }

    /** Place in the file, for example {@code rules[3].basis.vi}; empty for the whole file. */
    public String path() {
        return path;
    }

    /** Where, what and how to mend it, in Vietnamese. */
    public String vietnamese() {
        return vietnamese;
    }

    /** Where, what and how to mend it, in English. */
    public String english() {
        return english;
    }

    private static String message(
            Kind kind, int line, String path, Locale language, String[] arguments) {
        ResourceBundle texts =
                ResourceBundle.getBundle("vn.antin.policies.pack.messages", language);
        String where =
                new MessageFormat(
                                texts.getString(path.isEmpty() ? "where.line" : "where.path"),
                                Locale.ROOT)
                        .format(new Object[] {Integer.toString(line), path});
        return where
                + new MessageFormat(texts.getString(kind.code()), Locale.ROOT).format(arguments);
    }
}

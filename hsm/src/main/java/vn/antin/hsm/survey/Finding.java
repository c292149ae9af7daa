package vn.antin.hsm.survey;

import java.util.List;
import java.util.Locale;

/**
 * What the words of a token mean for the project.
 *
 * @param key stable, in lower case with hyphens
 * @param arguments what goes into the sentence
 */
public record Finding(Grade grade, String key, List<String> arguments) {
    private static final Texts TEXTS = new Texts("vn.antin.hsm.survey.messages");

    /** What it is worth. */
    public enum Grade {
        /** Something that the project needs is there. */
        GOOD,
        /** Something that a part of the project needs is not there. */
        LACKING,
        /** Something that a person should know. */
        NOTE,
        /** Something that a person should change. */
        WARNING
    }

    /** Keeps its own copy. */
    public Finding {
        arguments = List.copyOf(arguments);
    }

    /** The sentence; Vietnamese unless the language is English. */
    public String text(Locale locale) {
        return TEXTS.text(locale, "finding." + key, arguments);
    }
}

package vn.antin.hsm.check;

import java.util.List;
import java.util.Locale;
import vn.antin.hsm.survey.Texts;

/**
 * How one check ended.
 *
 * @param id stable name of the check, for example {@code sign.p256}
 * @param seen key of a sentence on what was seen
 * @param arguments what goes into it
 */
public record CheckResult(
        String id, Severity severity, Outcome outcome, String seen, List<String> arguments) {
    private static final Texts TEXTS = new Texts("vn.antin.hsm.check.messages");

    /** What a check is worth. */
    public enum Severity {
        /** The project is not safe without it. */
        REQUIRED,
        /** A part of the project needs it; absent is no fault, wrong is. */
        FUNCTION,
        /** A deviation that people should know of; it decides nothing. */
        TRAP
    }

    /** How it ended. */
    public enum Outcome {
        /** The rule holds. */
        PASSED,
        /** It does not. */
        FAILED,
        /** The token does not do this. */
        NOT_SUPPORTED,
        /** There was nothing to test it with. */
        SKIPPED
    }

    /** Keeps its own copy. */
    public CheckResult {
        arguments = List.copyOf(arguments);
    }

    /** Whether the module may be used in spite of this result. */
    public boolean holds() {
        return switch (severity) {
            case REQUIRED -> outcome == Outcome.PASSED || outcome == Outcome.SKIPPED;
            case FUNCTION -> outcome != Outcome.FAILED;
            case TRAP -> true;
        };
    }

    /** The rule; Vietnamese unless the language is English. */
    public String rule(Locale locale) {
        return TEXTS.text(locale, "rule." + id, List.of());
    }

    /** What was seen. */
    public String seen(Locale locale) {
        return TEXTS.text(locale, "seen." + seen, arguments);
    }

    /** A word for the severity. */
    public String severity(Locale locale) {
        return TEXTS.text(locale, "severity." + severity.name(), List.of());
    }

    /** A word for the outcome. */
    public String outcome(Locale locale) {
        boolean deviates = severity == Severity.TRAP && outcome == Outcome.FAILED;
        return TEXTS.text(locale, "outcome." + (deviates ? "DEVIATES" : outcome.name()), List.of());
    }
}

package vn.antin.crypto.ceremony;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/** A ceremony must not go on, or a record of one does not hold; {@link #reason} says why. */
public final class CeremonyProblem extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. The name in lower case with hyphens is the stable code. */
    public enum Reason {
        /** A paper cannot be read. */
        MALFORMED,
        /** An approval is of another plan, or the plan was changed after it. */
        WRONG_PLAN,
        /** Nobody in the plan has this name or key. */
        UNKNOWN_CUSTODIAN,
        /** The card at hand is nobody's in the plan, whose people are named. */
        CARD_OF_NOBODY,
        /** The signature is not that of the custodian's card. */
        BAD_APPROVAL,
        /** One person approved twice. */
        REPEATED,
        /** Fewer approvals than the threshold. */
        TOO_FEW,
        /** A backup is to be shared with somebody who is no custodian of the making. */
        OTHER_CUSTODIAN,
        /** A backup needs more or fewer approvals than the making did. */
        OTHER_THRESHOLD,
        /** It carries the mark of an exercise and the gateway does not, or the reverse. */
        OTHER_MARK,
        /** The log does not say who made the keys. */
        NO_MAKING,
        /** The plan was carried out before: there is a record of it. */
        PLAN_SPENT,
        /** The plan is no longer good, or a person approved when it was not. */
        EXPIRED,
        /** The plan is of another agency, token or act. */
        WRONG_SUBJECT,
        /** What a custodian's card opened is not the share of the backup. */
        WRONG_SHARE,
        /** Each share opened, and together they are not the key: one is of another backup. */
        SHARES_DIFFER,
        /** The record is not as the seal key signed it. */
        BAD_RECORD_SIGNATURE,
        /** The record shows keys that are not what the plan asked for. */
        WRONG_KEYS;

        /** The stable code. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Reason reason;
    private final transient List<Object> arguments;

    /** With what the sentence names: a person, a number, a thing. */
    public CeremonyProblem(Reason reason, Object... arguments) {
        super(reason.text() + ": " + words(reason, Locale.ENGLISH, List.of(arguments)));
        this.reason = reason;
        this.arguments = List.of(arguments);
    }

    /** Which one. */
    public Reason reason() {
        return reason;
    }

    /**
     * The sentence.
     *
     * @param locale Vietnamese unless its language is English
     */
    public String text(Locale locale) {
        return words(reason, locale, arguments);
    }

    private static String words(Reason reason, Locale locale, List<Object> arguments) {
        return new MessageFormat(words(locale).getString("problem." + reason.text()), Locale.ROOT)
                .format(arguments.toArray());
    }

    /** The words of this room. */
    static ResourceBundle words(Locale locale) {
        String language = locale.getLanguage().equals("en") ? "en" : "vi";
        return ResourceBundle.getBundle(
                "vn.antin.crypto.ceremony.messages_" + language, Locale.ROOT);
    }
}

package vn.antin.gateway.app;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The gateway cannot start, and a person must do something about it.
 *
 * <p>Carries a stable code and the words in both languages, Vietnamese first; never a PIN.
 */
public final class StartupProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. The name in lower case with hyphens is the stable code. */
    public enum Code {
        /** The configuration file cannot be read. */
        CONFIG_MISSING,
        /** The configuration file is not as it must be. */
        CONFIG_INVALID,
        /** An option of init is not as it must be; what the parser says. */
        BAD_OPTION,
        /** Something else listens on the address. */
        PORT_TAKEN,
        /** No token with the label, or the module cannot be loaded. */
        TOKEN_MISSING,
        /** A key of the token gives wrong results, or none. */
        SELF_TEST,
        /** A token that should be made is there already. */
        TOKEN_EXISTS,
        /** The token or its module reports a failure. */
        TOKEN_FAILURE,
        /** The same of SoftHSM, whose folder of tokens is most likely not ours. */
        SOFTHSM_FAILURE,
        /** The PIN was refused; it is never tried again by the program. */
        PIN_WRONG,
        /** The token is locked. */
        PIN_LOCKED,
        /** The PIN file is missing, or others may read it. */
        PIN_FILE,
        /** The file of provider records is not as it must be. */
        PROVIDERS_INVALID,
        /** A key or certificate that the ceremony makes is not in the token. */
        KEY_MISSING,
        /** The key ceremony may not be held; in Vietnamese and in English why. */
        CEREMONY,
        /** A plan is of a token that exists, and init was asked to make one. */
        PLAN_OF_TOKEN,
        /** Nobody can be named so on a paper. */
        BAD_PERSON,
        /** Another process works with the data folder. */
        DATA_LOCKED,
        /** Less space than a safe start needs. */
        DISK_FULL,
        /** The clock stands before the last thing that was recorded. */
        CLOCK,
        /** The configuration says that it is an exercise and the log does not, or the reverse. */
        EXERCISE_CHANGED,
        /** The store cannot be opened or is not of this gateway. */
        STORE,
        /** There is already a gateway in the folder. */
        ALREADY_INITIALISED,
        /** Anything else. */
        INTERNAL;

        /** The stable code. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Code code;
    private final transient List<Object> arguments;

    /** With the arguments of the message, and what caused it. */
    public StartupProblem(Code code, @Nullable Throwable cause, Object... arguments) {
        super(code.text() + ": " + words(code, Locale.ENGLISH, List.of(arguments)), cause);
        this.code = code;
        this.arguments = List.of(arguments);
    }

    /** Which one. */
    public Code code() {
        return code;
    }

    /** The sentence in Vietnamese. */
    public String vietnamese() {
        return words(code, Locale.forLanguageTag("vi"), arguments);
    }

    /** The sentence in English. */
    public String english() {
        return words(code, Locale.ENGLISH, arguments);
    }

    private static String words(Code code, Locale language, List<Object> arguments) {
        ResourceBundle bundle = ResourceBundle.getBundle("vn.antin.gateway.app.messages", language);
        return new MessageFormat(bundle.getString("problem." + code.text()), Locale.ROOT)
                .format(arguments.toArray());
    }
}

package vn.antin.gateway.ops;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Something of which a person must know. The name in lower case with hyphens is the stable code.
 */
public enum Alarm {
    /** The PIN is blocked, or was refused once and is not tried again. */
    TOKEN_PIN_BLOCKED(Severity.CRITICAL),
    /** Wrong PINs were entered; few tries are left. */
    TOKEN_PIN_LOW(Severity.WARNING),
    /** The token is not there, or fails again and again. */
    TOKEN_OUT_OF_REACH(Severity.CRITICAL),
    /** Callers were refused because all sessions were in use. */
    TOKEN_BUSY(Severity.WARNING),
    /** The PIN of the security officer lies beside that of the token. */
    OFFICER_PIN_HERE(Severity.WARNING),
    /** A ceremony's record lies in the folder and was not entered into the log. */
    CEREMONY_NOT_LOGGED(Severity.WARNING),
    /** Less space is free than must be at the start. */
    DISK_LOW(Severity.WARNING),
    /** Less than half of that is free: uploads are refused. */
    DISK_FULL(Severity.CRITICAL),
    /** A key gave a wrong result. */
    SELF_TEST_WRONG(Severity.CRITICAL),
    /** The last self-test could not be done, or is overdue. */
    SELF_TEST_INCOMPLETE(Severity.WARNING);

    /** How bad. */
    public enum Severity {
        /** The gateway works; somebody should look. */
        WARNING,
        /** The gateway cannot do its work. */
        CRITICAL
    }

    private final Severity severity;

    Alarm(Severity severity) {
        this.severity = severity;
    }

    /** How bad. */
    public Severity severity() {
        return severity;
    }

    /** The stable code. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is wrong and what to do, in Vietnamese. */
    public String vietnamese() {
        return words("vi");
    }

    /** The same in English. */
    public String english() {
        return words("en");
    }

    private String words(String language) {
        return ResourceBundle.getBundle("vn.antin.gateway.ops.alarms_" + language, Locale.ROOT)
                .getString(code());
    }
}

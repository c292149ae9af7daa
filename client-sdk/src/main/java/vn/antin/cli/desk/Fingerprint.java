package vn.antin.cli.desk;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Terminal;

/** Fingerprints as people read them to each other. */
final class Fingerprint {
    private static final int GROUP = 4;

    private Fingerprint() {}

    /** In groups of four, as it is read over the telephone. */
    static String grouped(String hex) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < hex.length(); i += GROUP) {
            text.append(i == 0 ? "" : " ").append(hex, i, Math.min(hex.length(), i + GROUP));
        }
        return text.toString();
    }

    /**
     * Compares what was read out: the whole of it on the command line, at least its last 8
     * characters at the keyboard.
     *
     * @param given on the command line, or null
     * @param question asked otherwise
     * @throws CliProblem FINGERPRINT_DIFFERS, CANNOT_ASK
     */
    static void confirm(Terminal terminal, @Nullable String given, String question, String found) {
        String typed =
                given == null ? terminal.ask(terminal.text(question), "--fingerprint HEX") : given;
        String plain = plain(typed);
        if (given != null ? !plain.equals(found) : plain.length() < 8 || !found.endsWith(plain)) {
            throw new CliProblem(Code.FINGERPRINT_DIFFERS, typed, grouped(found));
        }
    }

    /** What a person typed, without colons, spaces and capitals. */
    static String plain(String typed) {
        return typed.toLowerCase(Locale.ROOT).replaceAll("[\\s:.-]", "");
    }
}

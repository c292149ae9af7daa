package vn.antin.cli.io;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.cms.Commitment;
import vn.antin.crypto.document.Urgency;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.sdk.Watcher;

/**
 * Where a command writes: results to the output, everything else to the error stream. Used by one
 * thread, but for the progress bar.
 */
public final class Terminal {
    /**
     * What it is like.
     *
     * @param language of everything but errors
     * @param json results as JSON, one object a line
     * @param interactive a person sits there: progress is shown, questions may be asked
     * @param width columns
     */
    public record Style(Language language, boolean json, boolean interactive, int width) {}

    private final PrintWriter out;
    private final PrintWriter err;
    private final Style style;
    private boolean exercise;
    private Optional<String> consent = Optional.empty();

    /** Does not close the writers. */
    public Terminal(PrintWriter out, PrintWriter err, Style style) {
        this.out = out;
        this.err = err;
        this.style = style;
    }

    /** The language of this run. */
    public Language language() {
        return style.language();
    }

    /** Whether results are wanted as JSON. */
    public boolean json() {
        return style.json();
    }

    /** Whether a person sits there. */
    public boolean interactive() {
        return style.interactive();
    }

    /** The text in this run's language. */
    public String text(String key, Object... arguments) {
        return Messages.text(style.language(), key, arguments);
    }

    /** A line of the result. */
    public void line(String line) {
        out.println(line);
        out.flush();
    }

    /** A line of the result, from the bundle. */
    public void say(String key, Object... arguments) {
        line(text(key, arguments));
    }

    /** A result for scripts, with {@code "exercise": true} when it is of an exercise. */
    public void result(JsonObject json) {
        JsonObject marked = exercise ? json.toBuilder().put("exercise", true).build() : json;
        line(new String(marked.canonicalBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }

    /** From here on everything is of an exercise: people see the banner, scripts the field. */
    public void exercise() {
        if (!exercise && !style.json()) {
            say("exercise.banner");
        }
        exercise = true;
    }

    /** A table. */
    public void table(Table table) {
        table.lines(style.width()).forEach(out::println);
        out.flush();
    }

    /** Names and values, one a line, aligned. */
    public void facts(List<List<String>> facts) {
        int widest = facts.stream().mapToInt(f -> TextWidth.of(f.get(0))).max().orElse(0);
        for (List<String> fact : facts) {
            String value = TextWidth.shown(fact.get(1));
            List<String> lines = TextWidth.wrap(value, Math.max(20, style.width() - widest - 4));
            for (int i = 0; i < lines.size(); i++) {
                String name = i == 0 ? fact.get(0) + ":" : "";
                out.println("  " + TextWidth.left(name, widest + 2) + lines.get(i));
            }
        }
        out.flush();
    }

    /** A remark that is no result; not said to scripts. */
    public void remark(String key, Object... arguments) {
        if (!style.json()) {
            err.println(text(key, arguments));
            err.flush();
        }
    }

    /**
     * Notes what the person is about to sign; it is shown when the card asks for the PIN of that
     * signature.
     */
    public void consent(String key, Object... arguments) {
        consent = Optional.of(text(key, arguments));
    }

    /** Shows what is about to be signed, if that is known. */
    public void showConsent() {
        consent.ifPresent(words -> {
            err.println(words);
            err.flush();
        });
    }

    /** An error, in both languages. */
    public void error(ErrorReport report) {
        if (style.json()) {
            err.println(
                    new String(
                            report.toJson().canonicalBytes(),
                            java.nio.charset.StandardCharsets.UTF_8));
        } else {
            report.lines().forEach(err::println);
        }
        err.flush();
    }

    /**
     * Asks for one line.
     *
     * @param instead what to give on the command line when nobody can be asked
     * @throws CliProblem CANNOT_ASK when nobody sits there
     */
    public String ask(String question, String instead) {
        Console console = System.console();
        String answer =
                style.interactive() && console != null ? console.readLine("%s", question) : null;
        if (answer == null) {
            throw new CliProblem(CliProblem.Code.CANNOT_ASK, instead);
        }
        return answer.strip();
    }

    /** Asks for a secret without showing it; empty when nobody can be asked. To be wiped. */
    public Optional<char[]> secret(String question) {
        Console console = System.console();
        return style.interactive() && console != null
                ? Optional.ofNullable(console.readPassword("%s", question))
                : Optional.empty();
    }

    /** Work that tells how far it is. */
    @FunctionalInterface
    public interface Watched<T> {
        /** Does it. */
        T run(Watcher watcher) throws IOException;
    }

    /** Works, and shows how far it is when a person sits there. */
    public <T> T watched(Watched<T> work) throws IOException {
        if (!style.interactive() || style.json()) {
            return work.run(Watcher.NONE);
        }
        ProgressBar bar = new ProgressBar(err, style.language());
        try {
            return work.run(bar);
        } finally {
            bar.clear();
        }
    }

    /** A number of bytes for people: {@code 12.3 MiB}. */
    public static String size(long bytes) {
        return ProgressBar.size(bytes);
    }

    /** An urgency mark; with its meaning for those who read English. */
    public String mark(Urgency urgency) {
        return style.language() == Language.EN ? urgency.withEnglish() : urgency.vietnamese();
    }

    /** What somebody meant by signing. */
    public String mark(Commitment commitment) {
        return (style.language() == Language.EN ? commitment.english() : commitment.vietnamese())
                + " ("
                + commitment.code()
                + ")";
    }

    /** A handling mark; with its meaning for those who read English. */
    public String mark(HandlingFlag flag) {
        return style.language() == Language.EN ? flag.withEnglish() : flag.vietnamese();
    }

    /** A moment in this run's language. */
    public String moment(Instant at) {
        return Times.moment(at, style.language());
    }
}

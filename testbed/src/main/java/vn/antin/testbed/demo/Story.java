package vn.antin.testbed.demo;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import vn.antin.testbed.world.Agency;

/** Tells what happens: Vietnamese first, then English, or only the language asked for. */
final class Story {
    private static final String LAUNCHER = launcher();

    private final PrintStream out;
    private final boolean vietnamese;
    private final boolean english;
    private final boolean colour;
    private int chapter;

    /**
     * Tells to {@code out}.
     *
     * @param lang {@code vi}, {@code en}, or empty for both
     */
    Story(PrintStream out, String lang) {
        this.out = out;
        this.vietnamese = !lang.equals("en");
        this.english = !lang.equals("vi");
        Console console = System.console();
        this.colour = console != null && console.isTerminal() && System.getenv("NO_COLOR") == null;
    }

    /** Opens the next chapter. */
    void chapter(String vi, String en) {
        chapter++;
        out.println();
        if (vietnamese) {
            out.println(bold(chapter + ". " + vi));
        }
        if (english) {
            out.println(vietnamese ? "   " + en : bold(chapter + ". " + en));
        }
    }

    /** One remark. */
    void tell(String vi, String en) {
        if (vietnamese) {
            out.println("   " + vi);
        }
        if (english) {
            out.println("   " + en);
        }
    }

    /** A command of an agency, as a person would type it anywhere; the agency is a remark. */
    void command(Agency agency, List<String> words) {
        String line = "   " + typed(agency, words) + "   # " + agency.organization();
        out.println(colour ? "\u001b[36m" + line + "\u001b[0m" : line);
    }

    /** The launcher as it is typed here: by its whole path, when it is in another folder. */
    private static String launcher() {
        String whole = System.getenv().getOrDefault("ANTIN_LAUNCHER", "");
        Path here = Path.of("antin").toAbsolutePath();
        return whole.isEmpty() || Path.of(whole).equals(here) ? "./antin" : quoted(whole);
    }

    /** The command with the folder that it works in, so that it can be pasted. */
    static String typed(Agency agency, List<String> words) {
        StringBuilder line = new StringBuilder(LAUNCHER);
        for (String word : words) {
            line.append(' ').append(quoted(word));
        }
        if (!words.contains("--home") && !words.getFirst().equals("verify")) {
            line.append(" --home ").append(quoted(agency.home().toString()));
        }
        return line.toString();
    }

    /** Output of a command, indented. */
    void output(String text) {
        text.lines().forEach(line -> out.println("     " + line));
        out.flush();
    }

    private String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@,+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}

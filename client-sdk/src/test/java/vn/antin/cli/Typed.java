package vn.antin.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import vn.antin.cli.run.Accounts;
import vn.antin.cli.run.Context;

/**
 * What a command line did, without cards and gateways.
 *
 * @param exit exit code
 * @param out what went to the output
 * @param err what went to the error stream
 */
record Typed(int exit, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-22T03:04:05Z");

    /** Accounts that nobody may open. */
    static final Accounts NONE =
            (profile, pinFile, terminal, task) -> {
                throw new AssertionError("the card was touched");
            };

    /** Accounts that fail like this. */
    static Accounts failing(RuntimeException failure) {
        return (profile, pinFile, terminal, task) -> {
            throw failure;
        };
    }

    static Typed words(String... words) {
        return words(NONE, words);
    }

    static Typed words(Accounts accounts, String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit =
                Main.run(
                        List.of(words),
                        new Context.Console(new PrintWriter(out), new PrintWriter(err), false, 100),
                        accounts,
                        () -> NOW);
        return new Typed(exit, out.toString(), err.toString());
    }
}

package vn.antin.cli.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profile;
import vn.antin.cli.profile.Profiles;

/** One run of the program: what was asked for globally, and the way to the outside. */
public final class Context {
    private final GlobalOptions options;
    private final Console console;
    private final Accounts accounts;
    private final InstantSource clock;
    private String gateway = "";

    /**
     * Where the program writes.
     *
     * @param out results
     * @param err errors, progress, remarks
     * @param interactive a person sits there
     * @param width columns
     */
    public record Console(PrintWriter out, PrintWriter err, boolean interactive, int width) {}

    /** With the options that picocli fills in. */
    public Context(GlobalOptions options, Console console, Accounts accounts, InstantSource clock) {
        this.options = options;
        this.console = console;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The options of all commands. */
    public GlobalOptions options() {
        return options;
    }

    /** The time. */
    public InstantSource clock() {
        return clock;
    }

    /** Where to write, as the options say. */
    public Terminal terminal() {
        return new Terminal(
                console.out(),
                console.err(),
                new Terminal.Style(
                        options.language(),
                        options.json(),
                        console.interactive(),
                        console.width()));
    }

    /** The profiles of the home. */
    public Profiles profiles() {
        return new Profiles(options.home());
    }

    /** The profile to act with. */
    public Profile profile(Profiles.Use use) throws IOException {
        Profile profile = profiles().choose(options.profile(), use);
        gateway = profile.gatewayUrl().toString();
        return profile;
    }

    /** Address of the gateway that was last meant; empty when none was. */
    public String gateway() {
        return gateway;
    }

    /**
     * The file with the PIN of a profile: named on the command line, else in the profile, else the
     * one that the program made.
     */
    public Optional<Path> pinFile(Profile profile) {
        return options.pinFile().or(profile::pinFile).or(() -> secret(profile));
    }

    private Optional<Path> secret(Profile profile) {
        return Optional.of(profiles().secret(profile.name())).filter(Files::exists);
    }

    /** Works with the account of the profile that fits. */
    public ExitCode withAccount(Profiles.Use use, Accounts.Task task) throws IOException {
        Profile profile = profile(use);
        return accounts.with(profile, pinFile(profile), terminal(), task);
    }
}

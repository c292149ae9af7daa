package vn.antin.cli.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.profile.Profiles;
import vn.antin.sdk.Account;
import vn.antin.sdk.wire.Deployment;

/** A command that acts for somebody at a gateway. */
public abstract class AccountCommand implements Callable<Integer> {
    private static final Duration CLOCKS = Duration.ofMinutes(2);

    private final Context context;
    private final Profiles.Use use;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 110,
            descriptionKey = "global.help")
    boolean help;

    /** With what it needs. */
    protected AccountCommand(Context context, Profiles.Use use) {
        this.context = context;
        this.use = use;
    }

    /** This run. */
    protected final Context context() {
        return context;
    }

    @Override
    public final Integer call() throws IOException {
        Terminal terminal = context.terminal();
        prepare();
        return context.withAccount(
                        use,
                        account -> {
                            tell(account.deployment(), terminal);
                            compareClocks(account, terminal);
                            return run(account, terminal);
                        })
                .number();
    }

    /** Whether the output is one text for other programs, to which no line may be added. */
    protected boolean plain() {
        return false;
    }

    private void tell(Deployment deployment, Terminal terminal) {
        if (deployment.exercise() && plain()) {
            terminal.remark("exercise.banner");
        } else if (deployment.exercise()) {
            terminal.exercise();
        } else if (!deployment.approved()) {
            terminal.remark("provider.unapproved", deployment.vietnamese(), deployment.english());
        }
    }

    /** Signatures carry the time of this machine, so a clock that is off is worth a word. */
    private static void compareClocks(Account account, Terminal terminal) {
        Instant here = account.clock().instant();
        account.gateway()
                .date()
                .filter(there -> Duration.between(there, here).abs().compareTo(CLOCKS) > 0)
                .ifPresent(there ->
                        terminal.remark(
                                "clock.differs", terminal.moment(here), terminal.moment(there)));
    }

    /** Checks what was typed, before the card is touched. */
    protected void prepare() throws IOException {}

    /** Does it. */
    protected abstract ExitCode run(Account account, Terminal terminal) throws IOException;
}

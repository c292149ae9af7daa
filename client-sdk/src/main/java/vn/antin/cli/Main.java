package vn.antin.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import vn.antin.cli.card.CardAccounts;
import vn.antin.cli.card.CardCommand;
import vn.antin.cli.card.EnrolCommand;
import vn.antin.cli.card.RenewCommand;
import vn.antin.cli.card.adopt.AdoptCommand;
import vn.antin.cli.card.ceremony.CeremonyCommand;
import vn.antin.cli.check.InspectCommand;
import vn.antin.cli.check.VerifyCommand;
import vn.antin.cli.check.VerifyDocumentCommand;
import vn.antin.cli.desk.DirectoryCommand;
import vn.antin.cli.desk.LogCommand;
import vn.antin.cli.desk.OutsideCaCommand;
import vn.antin.cli.desk.PeerCommand;
import vn.antin.cli.desk.RegistersCommand;
import vn.antin.cli.desk.ResumeCommand;
import vn.antin.cli.desk.RetireCommand;
import vn.antin.cli.desk.SuspendCommand;
import vn.antin.cli.io.ErrorReport;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.ExitCode;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Messages;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Usage;
import vn.antin.cli.mail.AcknowledgeCommand;
import vn.antin.cli.mail.InboxCommand;
import vn.antin.cli.mail.OpenCommand;
import vn.antin.cli.mail.ReceiptsCommand;
import vn.antin.cli.mail.SendCommand;
import vn.antin.cli.mail.StatusCommand;
import vn.antin.cli.policy.PolicyCommand;
import vn.antin.cli.run.Accounts;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.GlobalOptions;

/** The program; {@link ExitCode} says how it ends. */
public final class Main {
    private Main() {}

    /** Runs and ends the process with the exit code. */
    public static void main(String[] words) {
        Context.Console console =
                new Context.Console(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        System.console() != null,
                        Screen.width());
        InstantSource clock = InstantSource.system();
        int exit = run(List.of(words), console, new CardAccounts(clock), clock);
        console.out().flush();
        console.err().flush();
        System.exit(exit);
    }

    /** Runs and returns the exit code. */
    static int run(
            List<String> words, Context.Console console, Accounts accounts, InstantSource clock) {
        Language language = Language.asked(words);
        GlobalOptions options = new GlobalOptions();
        Context context = new Context(options, console, accounts, clock);
        CommandLine line = line(context, options, language);
        Terminal errors =
                new Terminal(
                        console.out(),
                        console.err(),
                        new Terminal.Style(language, words.contains("--json"), false, 100));
        line.setOut(console.out());
        line.setErr(console.err());
        line.setUsageHelpWidth(Math.max(80, Math.min(console.width(), 120)));
        line.setParameterExceptionHandler((e, given) -> {
            errors.error(Usage.report(e));
            if (!errors.json()) {
                console.err().println(Usage.help(e.getCommandLine(), language));
                console.err().flush();
            }
            return ExitCode.USAGE.number();
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            ErrorReport report = Errors.of(e, context.gateway());
            errors.error(report);
            if (System.getenv("ANTIN_DEBUG") != null) {
                e.printStackTrace(console.err());
            }
            return report.exit().number();
        });
        return line.execute(words.toArray(String[]::new));
    }

    private static CommandLine card(Context context) {
        return CardCommand.line(context)
                .addSubcommand(new EnrolCommand(context))
                .addSubcommand(new AdoptCommand(context))
                .addSubcommand(new RenewCommand(context))
                .addSubcommand(new RetireCommand(context));
    }

    /** The commands; visible for the test of their help. */
    static CommandLine line(Context context, GlobalOptions options, Language language) {
        CommandLine line = new CommandLine(new Root());
        line.addMixin("global", options);
        line.addSubcommand(new SendCommand(context))
                .addSubcommand(new InboxCommand(context))
                .addSubcommand(new OpenCommand(context))
                .addSubcommand(new AcknowledgeCommand(context))
                .addSubcommand(new StatusCommand(context))
                .addSubcommand(new ReceiptsCommand(context))
                .addSubcommand(new VerifyCommand(context))
                .addSubcommand(new VerifyDocumentCommand(context))
                .addSubcommand(new InspectCommand(context))
                .addSubcommand(new RegistersCommand(context))
                .addSubcommand(new DirectoryCommand(context))
                .addSubcommand(new EnrolCommand(context))
                .addSubcommand("card", card(context))
                .addSubcommand("peer", PeerCommand.line(context))
                .addSubcommand("outside-ca", OutsideCaCommand.line(context))
                .addSubcommand("log", LogCommand.line(context))
                .addSubcommand("hsm", HsmCommand.line(context))
                .addSubcommand("ceremony", CeremonyCommand.line(context))
                .addSubcommand("policy", PolicyCommand.line(context))
                .addSubcommand(new SuspendCommand(context))
                .addSubcommand(new ResumeCommand(context));
        line.setResourceBundle(Messages.bundle(language));
        line.setAbbreviatedOptionsAllowed(false);
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO));
        line.setOverwrittenOptionsAllowed(false);
        return line;
    }
}

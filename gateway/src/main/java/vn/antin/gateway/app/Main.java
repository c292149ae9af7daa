package vn.antin.gateway.app;

import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vn.antin.crypto.key.KeyException;

/**
 * The gateway's program. Exit codes: 0 done, 1 anything else, 2 usage, 5 token or PIN, 6 port or
 * data folder in use, 8 bad configuration.
 */
@Command(
        name = "antin",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            InitCommand.class,
            ServeCommand.class,
            FsckCommand.class,
            RevokeCommand.class
        })
public final class Main {
    private static final Logger LOG = System.getLogger(Main.class.getName());

    /** Held here, because the JDK forgets the levels of loggers that nobody holds. */
    private static final List<java.util.logging.Logger> QUIET =
            Stream.of("com.zaxxer.hikari", "io.undertow", "org.xnio", "org.jboss")
                    .map(java.util.logging.Logger::getLogger)
                    .toList();

    /** For picocli. */
    public Main() {}

    /** Runs and ends the process with the exit code. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    /** Runs and returns the exit code; for launchers that go on. */
    public static int run(List<String> arguments) {
        quietLibraries();
        CommandLine line = line(arguments);
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, command.getErr()));
        return line.execute(arguments.toArray(String[]::new));
    }

    /** The commands, with help in the language asked for. */
    static CommandLine line(List<String> arguments) {
        CommandLine line = new CommandLine(new Main());
        line.getSubcommands().values().forEach(command -> addLanguage(command));
        return line.setResourceBundle(HelpLanguage.words(arguments));
    }

    private static void addLanguage(CommandLine command) {
        CommandLine unused = command.addMixin("language", new HelpLanguage());
    }

    /** One line for each entry, with the time in ISO form; libraries speak up from warnings on. */
    private static void quietLibraries() {
        String format = "java.util.logging.SimpleFormatter.format";
        if (System.getProperty(format) == null) {
            System.setProperty(format, "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        }
        QUIET.forEach(logger -> logger.setLevel(java.util.logging.Level.WARNING));
    }

    private static int failed(Exception failure, PrintWriter err) {
        StartupProblem problem = problem(failure);
        err.println("LỖI [" + problem.code().text() + "]: " + problem.vietnamese());
        err.println("ERROR [" + problem.code().text() + "]: " + problem.english());
        err.flush();
        LOG.log(Level.DEBUG, "the start failed", failure);
        return exitCode(problem.code());
    }

    private static StartupProblem problem(Exception failure) {
        return switch (failure) {
            case StartupProblem problem -> problem;
            case KeyException e ->
                    new StartupProblem(
                            StartupProblem.Code.TOKEN_MISSING,
                            e,
                            e.reason(),
                            "-",
                            String.valueOf(e.getMessage()));
            default ->
                    new StartupProblem(
                            StartupProblem.Code.INTERNAL,
                            failure,
                            failure.getClass().getSimpleName() + ": " + failure.getMessage());
        };
    }

    static int exitCode(StartupProblem.Code code) {
        return switch (code) {
            case CONFIG_MISSING,
                    CONFIG_INVALID,
                    PROVIDERS_INVALID,
                    ALREADY_INITIALISED,
                    EXERCISE_CHANGED ->
                    8;
            case BAD_OPTION, BAD_PERSON, PLAN_OF_TOKEN -> 2;
            case SELF_TEST,
                    TOKEN_MISSING,
                    TOKEN_EXISTS,
                    TOKEN_FAILURE,
                    SOFTHSM_FAILURE,
                    PIN_WRONG,
                    PIN_LOCKED,
                    PIN_FILE,
                    KEY_MISSING ->
                    5;
            case CEREMONY -> 4;
            case PORT_TAKEN, DATA_LOCKED -> 6;
            case DISK_FULL, CLOCK, STORE, INTERNAL -> 1;
        };
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"Ấn Tín " + (version == null ? "dev" : version)};
        }
    }

    /**
     * The language of help and results, Vietnamese unless asked; errors are told in both anyway.
     */
    static final class HelpLanguage {
        @Option(names = "--lang", paramLabel = "vi|en", descriptionKey = "lang")
        private String lang = "vi";

        /**
         * The words of the help in the language that the command line asks for, before it is read.
         */
        static ResourceBundle words(List<String> arguments) {
            int at = arguments.indexOf("--lang");
            boolean english =
                    arguments.contains("--lang=en")
                            || (at >= 0
                                    && at + 1 < arguments.size()
                                    && arguments.get(at + 1).equals("en"));
            return ResourceBundle.getBundle(
                    "vn.antin.gateway.app.help",
                    english ? Locale.ENGLISH : Locale.forLanguageTag("vi"),
                    ResourceBundle.Control.getNoFallbackControl(
                            ResourceBundle.Control.FORMAT_PROPERTIES));
        }

        /** The language that was asked for on a command's line. */
        static Locale of(CommandLine.Model.CommandSpec spec) {
            CommandLine.Model.CommandSpec mixin = spec.mixins().get("language");
            return mixin != null
                            && mixin.userObject() instanceof HelpLanguage asked
                            && asked.lang.equals("en")
                    ? Locale.ENGLISH
                    : Locale.forLanguageTag("vi");
        }
    }
}

package vn.antin.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.antin.cli.io.ExitCode;

/** {@code antin} itself: shows what it can do. */
@Command(name = "antin", sortOptions = false, versionProvider = Root.Version.class)
final class Root implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 110,
            descriptionKey = "global.help")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            order = 111,
            descriptionKey = "global.version")
    boolean version;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.number();
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Root.class.getPackage().getImplementationVersion();
            return new String[] {"Ấn Tín " + (version == null ? "dev" : version)};
        }
    }
}

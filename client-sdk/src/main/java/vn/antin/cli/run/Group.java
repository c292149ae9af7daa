package vn.antin.cli.run;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;

/** A command that only has commands below it. */
public abstract class Group implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 110,
            descriptionKey = "global.help")
    boolean help;

    /** For commands. */
    protected Group() {}

    @Override
    public final Integer call() {
        String below = String.join(" | ", spec.subcommands().keySet());
        CommandLine line = spec.commandLine();
        CliProblem problem = new CliProblem(Code.MISSING_PARAMETER, below);
        throw new ParameterException(line, problem.code().text(), problem);
    }
}

package vn.antin.cli.policy;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Group;

/** The rules of secrecy: {@code policy export}. */
@Command(name = "policy", sortOptions = false)
public final class PolicyCommand extends Group {
    private PolicyCommand() {}

    /** The group with its commands. */
    public static CommandLine line(Context context) {
        return new CommandLine(new PolicyCommand()).addSubcommand(new PolicyExportCommand(context));
    }
}

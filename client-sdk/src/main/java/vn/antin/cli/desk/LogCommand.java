package vn.antin.cli.desk;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Group;

/** The evidence log: {@code log checkpoint}, {@code log key}. */
@Command(name = "log", sortOptions = false)
public final class LogCommand extends Group {
    private LogCommand() {}

    /** The group with its commands. */
    public static CommandLine line(Context context) {
        return new CommandLine(new LogCommand())
                .addSubcommand(new LogCheckpointCommand(context))
                .addSubcommand(new LogKeyCommand(context));
    }
}

package vn.antin.cli.desk;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Group;

/** Peers of a gateway: {@code peer export}, {@code peer add}, {@code peer list}. */
@Command(name = "peer", sortOptions = false, mixinStandardHelpOptions = false)
public final class PeerCommand extends Group {
    private PeerCommand() {}

    /** The group with its commands. */
    public static CommandLine line(Context context) {
        return new CommandLine(new PeerCommand())
                .addSubcommand(new PeerExportCommand(context))
                .addSubcommand(new PeerAddCommand(context))
                .addSubcommand(new PeerListCommand(context));
    }
}

package vn.antin.cli.card;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Group;

/** Cards in readers: {@code card status}, {@code init}, {@code change-pin}, {@code unblock}. */
@Command(name = "card", sortOptions = false, mixinStandardHelpOptions = false)
public final class CardCommand extends Group {
    private CardCommand() {}

    /** The group with its commands. */
    public static CommandLine line(Context context) {
        return new CommandLine(new CardCommand())
                .addSubcommand(new CardStatusCommand(context))
                .addSubcommand(new CardInitCommand(context))
                .addSubcommand(new CardPinCommand.Change(context))
                .addSubcommand(new CardPinCommand.Unblock(context));
    }
}

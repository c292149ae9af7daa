package vn.antin.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.Group;

/** PKCS#11 modules of any maker: {@code hsm survey}, {@code hsm conformance}. */
@Command(name = "hsm", sortOptions = false, mixinStandardHelpOptions = false)
final class HsmCommand extends Group {
    private HsmCommand() {}

    /** The group with its commands. */
    static CommandLine line(Context context) {
        return new CommandLine(new HsmCommand())
                .addSubcommand(new SurveyCommand(context))
                .addSubcommand(new ConformanceCommand(context));
    }
}

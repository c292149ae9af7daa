package vn.antin.cli.run;

import picocli.CommandLine.Option;

/** The help of a command, last in the list of its options. */
public final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 110,
            descriptionKey = "global.help")
    boolean help;
}

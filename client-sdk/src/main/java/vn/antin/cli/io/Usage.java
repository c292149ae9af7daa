package vn.antin.cli.io;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import vn.antin.cli.io.CliProblem.Code;

/** Says in both languages what is wrong with a command line. */
public final class Usage {
    private Usage() {}

    /** What to tell; the names of options are as they are typed. */
    public static ErrorReport report(ParameterException e) {
        if (e.getCause() instanceof CliProblem problem) {
            return ErrorReport.of(problem);
        }
        return ErrorReport.of(
                switch (e) {
                    case MissingParameterException missing ->
                            new CliProblem(e, Code.MISSING_PARAMETER, names(missing.getMissing()));
                    case UnmatchedArgumentException unmatched -> unknown(unmatched);
                    default -> other(e);
                });
    }

    private static CliProblem other(ParameterException e) {
        ArgSpec argument = e.getArgSpec();
        if (argument != null && e.getValue() != null) {
            return new CliProblem(
                    e,
                    Code.BAD_VALUE,
                    name(argument),
                    e.getValue(),
                    Messages.words("takes." + kind(argument)));
        }
        return new CliProblem(e, Code.BAD_USAGE, String.valueOf(e.getMessage()));
    }

    private static String kind(ArgSpec argument) {
        Class<?> type = argument.type();
        return type == int.class || type == Integer.class || type == long.class
                ? "number"
                : "other";
    }

    private static CliProblem unknown(UnmatchedArgumentException e) {
        String words = String.join(" ", e.getUnmatched());
        List<String> near = near(e);
        return near.isEmpty()
                ? new CliProblem(e, Code.UNKNOWN_WORD, words)
                : new CliProblem(e, Code.UNKNOWN_WORD_NEAR, words, String.join(", ", near));
    }

    /** Options and commands that are spelled almost like the first word that is not known. */
    private static List<String> near(UnmatchedArgumentException e) {
        String word = e.getUnmatched().getFirst();
        CommandLine command = e.getCommandLine();
        Stream<String> known =
                word.startsWith("-")
                        ? command.getCommandSpec().optionsMap().keySet().stream()
                        : command.getSubcommands().keySet().stream();
        return known.filter(name -> distance(word, name) <= Math.max(1, word.length() / 3))
                .sorted()
                .toList();
    }

    /** Insertions, deletions, changes, and two letters exchanged. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, cost);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] cost) {
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best =
                Math.min(cost[i - 1][j - 1] + same, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean exchanged =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
    }

    private static String names(List<ArgSpec> arguments) {
        return arguments.stream().map(Usage::name).collect(Collectors.joining(", "));
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** How to get help on the command that failed. */
    public static String help(CommandLine command, Language language) {
        return Messages.text(
                language, "usage.see", command.getCommandSpec().qualifiedName() + " --help");
    }
}

package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Messages;
import vn.antin.cli.run.Context;
import vn.antin.cli.run.GlobalOptions;

/** Every command explains itself, in both languages, with an example. */
class HelpTest {
    private static List<CommandLine> commands(Language language) {
        GlobalOptions options = new GlobalOptions();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Context context =
                new Context(
                        options,
                        new Context.Console(nowhere, nowhere, false, 100),
                        Typed.NONE,
                        () -> Typed.NOW);
        List<CommandLine> all = new ArrayList<>();
        collect(Main.line(context, options, language), all);
        return all;
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(below -> collect(below, all));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_command_shows_what_it_does_and_an_example(Language language) {
        List<CommandLine> commands = commands(language);
        assertThat(commands).hasSize(48);
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName();
            String help = command.getUsageMessage();
            assertThat(help).as(name).contains(name + " ");
            assertThat(help)
                    .as(name)
                    .contains(
                            Messages.text(language, name.replace(' ', '.') + ".usage.description"));
            assertThat(help).as(name).contains("\n  antin ");
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void every_option_is_described(Language language) {
        for (CommandLine command : commands(language)) {
            for (ArgSpec argument : command.getCommandSpec().args()) {
                assertThat(argument.descriptionKey()).as(argument.toString()).isNotNull();
                String words = Messages.text(language, String.valueOf(argument.descriptionKey()));
                assertThat(words).as(argument.toString()).isNotBlank();
                assertThat(words).as(argument.toString()).doesNotContain("%");
            }
        }
    }
}

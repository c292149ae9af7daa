package vn.antin.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import vn.antin.gateway.store.Fsck;

/**
 * The gateway's commands look like the others of {@code antin}: Vietnamese, or English if asked.
 */
class GatewayHelpTest {
    private static final List<String> ENGLISH = List.of("--lang", "en");

    private static Map<String, CommandLine> commands(List<String> arguments) {
        return Main.line(arguments).getSubcommands();
    }

    @Test
    void help_names_the_program_antin_and_speaks_one_language() {
        assertThat(commands(List.of())).containsOnlyKeys("init", "serve", "fsck", "revoke");
        commands(List.of())
                .forEach((name, command) ->
                        assertThat(command.getUsageMessage())
                                .contains("Cách dùng: antin " + name, "Tùy chọn:", "Ví dụ:")
                                .doesNotContain("antin-gateway", "Usage", "Show this"));
        commands(ENGLISH)
                .forEach((name, command) ->
                        assertThat(command.getUsageMessage())
                                .contains("Usage: antin " + name, "Options:", "Example:")
                                .doesNotContain("antin-gateway", "Cách dùng"));
    }

    @Test
    void every_option_is_explained_in_both_languages() {
        ResourceBundle vietnamese = Main.HelpLanguage.words(List.of());
        ResourceBundle english = Main.HelpLanguage.words(ENGLISH);
        assertThat(vietnamese.keySet()).isEqualTo(english.keySet());
        for (CommandLine command : commands(List.of()).values()) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(option.description()).as(option.longestName()).isNotEmpty();
            }
        }
    }

    @Test
    void the_language_can_be_asked_for_in_both_spellings() {
        assertThat(Main.HelpLanguage.words(List.of("fsck", "--lang=en")))
                .isEqualTo(Main.HelpLanguage.words(ENGLISH));
        assertThat(Main.HelpLanguage.words(List.of("fsck", "--lang", "vi")).getString("home"))
                .contains("Thư mục");
    }

    @ParameterizedTest
    @EnumSource(Fsck.Finding.Kind.class)
    void every_finding_of_fsck_is_said_in_vietnamese(Fsck.Finding.Kind kind) {
        assertThat(FsckCommand.words(kind, Locale.forLanguageTag("vi"))).endsWith(".");
        assertThat(FsckCommand.words(kind, Locale.ENGLISH)).endsWith(".");
    }
}

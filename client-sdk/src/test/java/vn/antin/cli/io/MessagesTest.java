package vn.antin.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.antin.sdk.SdkProblem;
import vn.antin.sdk.Watcher;
import vn.antin.sdk.verify.ReceiptVerifier;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.RegisterPage;

/** Both languages say the same things, and everything that the program says is there. */
class MessagesTest {
    private static final Path SOURCES = Path.of("src/main/java/vn/antin/cli");
    private static final Pattern KEY =
            Pattern.compile(
                    "\"((?:error|detail|tokens|tries|takes|gateway|hint|usage|pin|stage|word|column|state"
                            + "|entry|send|inbox|open|acknowledge|status|receipts|verify|check"
                            + "|register|registers|directory|peer|log|suspend|resume|enrol|global)"
                            + "\\.[a-z0-9_.-]*[a-z0-9_])\"");

    /** Filled with a sentence that is given in Vietnamese and in English. */
    private static final Set<String> WORDS_OF_EACH_LANGUAGE =
            Set.of("error.bad-providers", "provider.unapproved");

    private static final Pattern PLACE = Pattern.compile("\\{[0-9]\\}");

    private static Set<String> keys(Language language) {
        return new TreeSet<>(Messages.bundle(language).keySet());
    }

    @Test
    void both_bundles_have_the_same_keys() {
        assertThat(keys(Language.EN)).isEqualTo(keys(Language.VI)).hasSizeGreaterThan(250);
    }

    @Test
    void both_languages_have_the_same_places_to_fill_in() {
        for (String key : keys(Language.VI)) {
            if (!WORDS_OF_EACH_LANGUAGE.contains(key)) {
                assertThat(places(Language.EN, key)).as(key).isEqualTo(places(Language.VI, key));
            }
        }
    }

    private static Set<String> places(Language language, String key) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(Messages.bundle(language).getString(key));
        while (matcher.find()) {
            places.add(matcher.group());
        }
        return places;
    }

    @Test
    void every_key_that_the_code_names_is_there() throws IOException {
        Set<String> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher matcher = KEY.matcher(Files.readString(file));
                while (matcher.find()) {
                    named.add(matcher.group(1));
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(150);
        assertThat(keys(Language.VI)).containsAll(named);
    }

    @Test
    void every_key_that_is_made_of_a_name_is_there() {
        Set<String> made = new TreeSet<>();
        for (CliProblem.Code code : CliProblem.Code.values()) {
            made.add(code.key());
        }
        for (Watcher.Stage stage : Watcher.Stage.values()) {
            made.add("stage." + lower(stage));
        }
        for (Mailbox.DeliveryState state : Mailbox.DeliveryState.values()) {
            made.add("state." + lower(state));
        }
        for (DirectoryEntry.State state : DirectoryEntry.State.values()) {
            made.add("entry." + lower(state));
        }
        for (RegisterPage.Register register : RegisterPage.Register.values()) {
            made.add("register." + register.code());
        }
        for (ReceiptVerifier.Part part : ReceiptVerifier.Part.values()) {
            for (String outcome : new String[] {"passed", "failed", "not-reached"}) {
                made.add("check." + outcome + "." + lower(part).replace('_', '-'));
            }
        }
        assertThat(keys(Language.VI)).containsAll(made);
        assertThat(keys(Language.VI)).contains("hint." + ProblemCode.CLOCK.code());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void vietnamese_is_composed_and_not_english() {
        for (String key : keys(Language.VI)) {
            String words = Messages.bundle(Language.VI).getString(key);
            assertThat(Normalizer.isNormalized(words, Normalizer.Form.NFC)).as(key).isTrue();
            if (key.startsWith("error.")) {
                assertThat(words).as(key).isNotEqualTo(Messages.bundle(Language.EN).getString(key));
            }
        }
    }

    @Test
    void nobody_is_shown_a_place_that_was_not_filled_in() {
        for (Language language : Language.values()) {
            for (String key : keys(language)) {
                assertThat(Messages.text(language, key)).as(key).doesNotContainPattern(PLACE);
            }
            for (SdkProblem.Code code : SdkProblem.Code.values()) {
                assertThat(new SdkProblem(code).words(language.locale()))
                        .as(code.text())
                        .doesNotContainPattern(PLACE);
            }
            for (ProblemCode code : ProblemCode.values()) {
                assertThat(code.vietnamese() + code.english())
                        .as(code.code())
                        .doesNotContainPattern(PLACE);
            }
        }
    }

    @Test
    void arguments_are_filled_in_once_and_said_in_the_language() {
        assertThat(Messages.text(Language.EN, "error.file-missing", "{0}"))
                .contains("There is no file {0}.");
        assertThat(
                        Messages.text(
                                Language.VI,
                                "error.pin-wrong",
                                " \"x\"",
                                Messages.words("tries.left", 1)))
                .contains("Còn 1 lần thử.");
    }
}

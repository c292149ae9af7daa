package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.cli.io.Language;
import vn.antin.cli.io.Messages;
import vn.antin.crypto.inspect.Kind;
import vn.antin.crypto.inspect.Name;
import vn.antin.crypto.inspect.Word;

/** Any file is described in words, in both languages; nothing in it reaches the terminal raw. */
class InspectCommandTest {
    private static final Path EXAMPLE = Path.of("../docs/formats/example");

    @TempDir private Path folder = Path.of("");

    private static Typed inspect(Path file, String... more) {
        var words = new java.util.ArrayList<>(java.util.List.of("inspect", file.toString()));
        words.addAll(java.util.List.of(more));
        return Typed.words(words.toArray(String[]::new));
    }

    @Test
    void an_outer_signature_is_told_in_vietnamese() {
        Typed typed = inspect(EXAMPLE.resolve("outer.p7s"));
        assertThat(typed.exit()).isZero();
        assertThat(typed.out())
                .contains("Chữ ký ngoài", "Độ mật: Mật (C)", "Nơi gửi: H26.01/nva", "Phiếu gửi");
    }

    @Test
    void the_same_in_english_and_as_json() {
        assertThat(inspect(EXAMPLE.resolve("sealed.p7m"), "--lang", "en").out())
                .contains("Envelope", "Algorithm: AES-256-GCM", "For the key");
        assertThat(inspect(EXAMPLE.resolve("sealed.p7m"), "--json").out())
                .contains(
                        "\"kind\":\"envelope\"",
                        "{\"name\":\"algorithm\",\"value\":\"AES-256-GCM\"}");
    }

    @Test
    void another_file_is_refused_and_says_what_to_do() throws IOException {
        Typed typed = inspect(Files.writeString(folder.resolve("x.txt"), "xin chào"));
        assertThat(typed.exit()).isEqualTo(8);
        assertThat(typed.err()).contains("x.txt", "không phải tệp nào của Ấn Tín");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everything_that_can_be_said_has_words(Language language) {
        Set<String> keys = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            keys.add("inspect.kind." + kind.code());
        }
        for (Name name : Name.values()) {
            keys.add("inspect.name." + name.code());
        }
        for (Word word : Word.values()) {
            keys.add("inspect.word." + word.code());
        }
        assertThat(Messages.bundle(language).keySet()).containsAll(keys);
    }
}

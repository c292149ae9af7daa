package vn.antin.sdk.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An attachment's name is only a name on every system; senders refuse, recipients rename. */
class FileNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"công văn 12.pdf", "a", "console.txt", "COM10", "a.b.c", "-x", "con1"})
    void an_ordinary_name_is_kept(String name) {
        assertThat(FileNames.isSafe(name)).isTrue();
        assertThat(FileNames.safe(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        ".bashrc, _bashrc",
        "..., _._",
        "CON, _CON",
        "con.txt, _con.txt",
        "Nul.tar.gz, _Nul.tar.gz",
        "com1 .txt, _com1 .txt",
        "LPT³.pdf, _LPT³.pdf",
        "mật.pdf., mật.pdf_",
        "a:b.pdf, a_b.pdf",
        "a|b?.pdf, a_b_.pdf"
    })
    void a_name_that_means_something_else_is_refused_and_written_as_another(
            String name, String written) {
        assertThat(FileNames.isSafe(name)).isFalse();
        assertThat(FileNames.safe(name)).isEqualTo(written);
        assertThat(FileNames.isSafe(written)).isTrue();
    }

    @Test
    void a_changed_name_is_not_longer_than_a_name_may_be() {
        String name = "con." + "x".repeat(251);
        assertThat(FileNames.safe(name).getBytes(StandardCharsets.UTF_8)).hasSize(255);
        assertThat(FileNames.isSafe(FileNames.safe(name))).isTrue();
    }
}

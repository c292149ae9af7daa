package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code antin policy export} as it is typed. */
class PolicyExportTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void a_shipped_pack_goes_to_the_screen_or_into_a_new_file() throws IOException {
        Typed screen = Typed.words("policy", "export", "vn-2025");
        assertThat(screen.exit()).isZero();
        assertThat(screen.out()).startsWith("<?xml").contains("\"Tối mật\"");
        Path file = folder.resolve("vn.spif.xml");
        Typed written = Typed.words("policy", "export", "vn-2025", "--out", file.toString());
        assertThat(written.exit()).isZero();
        assertThat(Files.readString(file)).isEqualTo(screen.out());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Typed again = Typed.words("policy", "export", "vn-2018", "--out", file.toString());
        assertThat(again.exit()).isEqualTo(8);
        assertThat(again.err()).contains("[file-exists]");
        assertThat(Files.readString(file)).isEqualTo(screen.out());
        Path nowhere = folder.resolve("none/vn.spif.xml");
        Typed lost = Typed.words("policy", "export", "vn-2018", "--out", nowhere.toString());
        assertThat(lost.exit()).isEqualTo(8);
        assertThat(lost.err()).contains("[folder-missing]", folder.resolve("none") + ".");
    }

    @Test
    void an_unknown_name_lists_the_packs_and_a_file_that_is_none_says_where_it_is_wrong()
            throws IOException {
        Typed unknown = Typed.words("policy", "export", "vn-2099");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("[bad-value]", "vn-2025 | vn-2018");
        Path file = Files.writeString(folder.resolve("a.yaml"), "format: khác\n");
        Typed bad = Typed.words("policy", "export", file.toString());
        assertThat(bad.exit()).isEqualTo(8);
        assertThat(bad.err()).contains("[bad-pack]", "LỖI", "ERROR", "format");
    }
}

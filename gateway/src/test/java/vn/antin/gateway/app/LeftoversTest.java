package vn.antin.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt to make a gateway that fails leaves its folder as it was. */
class LeftoversTest {
    @TempDir private Path folder = Path.of("");

    private Path home() {
        return folder.resolve("gw1");
    }

    private Path file(String name) throws IOException {
        Path file = home().resolve(name);
        Files.createDirectories(file.resolveSibling("x").getParent());
        return Files.writeString(file, name);
    }

    @Test
    void a_new_folder_is_removed_with_everything_in_it() throws IOException {
        Leftovers leftovers = Leftovers.of(home());
        Path pin = file("secrets/gateway.pin");
        Path token = file("tokens/1/token.object");
        leftovers.remove(List.of());
        assertThat(List.of(pin, token, home())).noneMatch(Files::exists);
    }

    @Test
    void what_was_there_before_stays() throws IOException {
        Path conf = file("softhsm2.conf");
        Leftovers leftovers = Leftovers.of(home());
        Path pin = file("secrets/gateway.pin");
        leftovers.remove(List.of());
        assertThat(conf).exists();
        assertThat(pin.resolveSibling(".")).doesNotExist();
    }

    @Test
    void the_pin_of_a_token_that_stays_is_kept() throws IOException {
        Leftovers leftovers = Leftovers.of(home());
        Path pin = file("secrets/gateway.pin");
        Path ceremony = file("ceremony.txt");
        leftovers.remove(List.of(pin));
        assertThat(pin).exists();
        assertThat(ceremony).doesNotExist();
    }

    @Test
    void tokens_go_with_the_folder_only_when_they_lie_in_it() throws IOException {
        Leftovers leftovers = Leftovers.of(home());
        Path own =
                Files.writeString(
                        folder.resolve("own.conf"),
                        "directories.tokendir = " + home().resolve("tokens") + "\n");
        Path other =
                Files.writeString(
                        folder.resolve("other.conf"),
                        "directories.tokendir = " + folder.resolve("tokens") + "\n");
        assertThat(leftovers.holdTokens(own.toString())).isTrue();
        assertThat(leftovers.holdTokens(other.toString())).isFalse();
        assertThat(leftovers.holdTokens(folder.resolve("missing").toString())).isFalse();
        assertThat(leftovers.holdTokens("")).isFalse();
    }
}

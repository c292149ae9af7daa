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

    @Test
    void what_a_killed_attempt_left_is_removed_by_the_next_one() throws IOException {
        Path conf = file("softhsm2.conf");
        Files.writeString(conf, "directories.tokendir = " + home().resolve("tokens"));
        Leftovers killed = Leftovers.of(home());
        killed.note();
        killed.note("0815", List.of("ca", "seal"));
        Path data = file("data/antin.db");
        Path token = file("tokens/1/token.object");
        Leftovers next = Leftovers.of(home());
        assertThat(next.unfinishedKeys("4711")).isEmpty();
        next.mend(conf.toString());
        assertThat(List.of(data, token)).noneMatch(Files::exists);
        assertThat(conf).exists();
        assertThat(next.unfinishedKeys("0815")).isEmpty();
    }

    @Test
    void keys_that_a_killed_attempt_made_in_a_token_elsewhere_are_remembered() throws IOException {
        Path pin = file("secrets/gateway.pin");
        Leftovers killed = Leftovers.of(home());
        killed.note();
        killed.note("0815", List.of("ca", "seal"));
        Path data = file("data/antin.db");
        Leftovers next = Leftovers.of(home());
        next.mend("");
        assertThat(data).doesNotExist();
        assertThat(pin).exists();
        assertThat(next.unfinishedKeys("0815")).containsExactly("ca", "seal");
        next.done();
        assertThat(next.unfinishedKeys("0815")).isEmpty();
        assertThat(home().resolve("init.unfinished")).doesNotExist();
    }
}

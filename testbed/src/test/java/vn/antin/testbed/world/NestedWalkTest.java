package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.seal.Opener;

/**
 * A Tối mật document between two agencies by the commands that people type: in the quantum-safe
 * layer without anybody asking for it, since the rule pack demands it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NestedWalkTest {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @TempDir private static Path folder = Path.of("/nonexistent");

    private World world = unset();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before the first test
    private static <T> T unset() {
        return null;
    }

    @BeforeAll
    void found() throws Exception {
        world = new World(folder);
        world.found(world.first());
        world.found(world.second());
        var _ = world.serve(world.first());
        var _ = world.serve(world.second());
        world.enrol(world.first(), "an", "Nguyễn Văn An", "Văn phòng", "toi_mat");
        world.enrol(world.second(), "binh", "Trần Thị Bình", "Vụ Kế hoạch", "toi_mat");
        world.befriend();
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private static Path kem(Agency agency, String name) {
        return agency.home().resolve("profiles").resolve(name).resolve("kem");
    }

    /** The envelope as the gateway of the recipient keeps it. */
    private Path envelope() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(NestedWalkTest::isNested)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean isNested(Path file) {
        try {
            return Files.size(file) < 1 << 20 && Opener.isNested(Files.readAllBytes(file), 1);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_document_of_twenty_years_is_nested_and_needs_the_machine_and_the_card()
            throws Exception {
        Path text = Files.writeString(folder.resolve("kế hoạch.txt"), "Nội dung tối mật\n");
        Commands.Result sent =
                world.must(
                        world.first(),
                        "send",
                        text.toString(),
                        "--to",
                        "G97/binh",
                        "--level",
                        "toi_mat",
                        "--as",
                        "an");
        Matcher id = ID.matcher(sent.output());
        assertThat(id.find()).isTrue();
        for (int i = 0; i < 60; i++) {
            if (world.must(world.second(), "inbox", "--as", "binh", "--json")
                    .output()
                    .contains(id.group())) {
                break;
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
        Commands.Result seen =
                world.must(world.second(), "inspect", envelope().toString(), "--lang", "en");
        assertThat(seen.output())
                .contains("quantum-safe outer layer", "ML-KEM-1024", "KEMRecipientInfo")
                .doesNotContain("KeyAgreeRecipientInfo");

        Path kem = kem(world.second(), "binh");
        Path away = folder.resolve("away");
        Files.move(kem, away);
        Files.createDirectory(kem);
        try (Stream<Path> files = Files.list(away)) {
            Files.copy(
                    files.filter(f -> f.endsWith("newest.json")).findFirst().orElseThrow(),
                    kem.resolve("newest.json"));
        }
        Path opened = folder.resolve("opened");
        Commands.Result refused =
                world.run(
                        world.second(),
                        "open",
                        id.group(),
                        "--into",
                        opened.toString(),
                        "--as",
                        "binh");
        assertThat(refused.exit()).as(refused.errors()).isEqualTo(4);
        assertThat(refused.errors()).contains("kháng lượng tử").contains("quantum-safe layer");

        try (Stream<Path> files = Files.list(away)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".p7m")).toList()) {
                Files.move(file, kem.resolve(file.getFileName()));
            }
        }
        var _ =
                world.must(
                        world.second(),
                        "open",
                        id.group(),
                        "--into",
                        opened.toString(),
                        "--as",
                        "binh");
        assertThat(opened.resolve("kế hoạch.txt")).hasContent("Nội dung tối mật\n");
        var _ = world.must(world.second(), "acknowledge", id.group(), "--as", "binh");
    }
}

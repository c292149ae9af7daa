package vn.antin.testbed.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small files, small rooms, a doorplate on each. */
class SizesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final List<String> MODULES =
            List.of("policies", "crypto", "hsm", "client-sdk", "gateway", "testbed");

    private static List<Path> sources() throws IOException {
        List<Path> all = new java.util.ArrayList<>();
        for (String module : MODULES) {
            Path main = ROOT.resolve(module).resolve("src/main/java");
            if (Files.isDirectory(main)) {
                try (Stream<Path> files = Files.walk(main)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
                }
            }
        }
        assertThat(all).hasSizeGreaterThan(10);
        return all;
    }

    @Test
    void no_source_file_is_longer_than_400_lines() throws IOException {
        Map<String, Long> tooLong = new TreeMap<>();
        for (Path file : sources()) {
            try (Stream<String> lines = Files.lines(file)) {
                long count = lines.count();
                if (count > 400) {
                    tooLong.put(ROOT.relativize(file).toString(), count);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void every_room_has_a_doorplate_and_at_most_15_files() throws IOException {
        Map<Path, List<Path>> rooms =
                sources().stream().collect(Collectors.groupingBy(Path::getParent));
        for (Map.Entry<Path, List<Path>> room : rooms.entrySet()) {
            String name = ROOT.relativize(room.getKey()).toString();
            assertThat(room.getKey().resolve("package-info.java")).as(name).exists();
            assertThat(Files.readString(room.getKey().resolve("package-info.java")))
                    .as(name)
                    .contains("@NullMarked")
                    .contains("/**");
            assertThat(room.getValue().size() - 1)
                    .as(name + " files")
                    .isLessThanOrEqualTo(limit(name));
        }
    }

    @Test
    void no_module_has_more_than_20_rooms() throws IOException {
        Map<String, Long> rooms =
                sources().stream()
                        .map(Path::getParent)
                        .distinct()
                        .collect(
                                Collectors.groupingBy(
                                        room -> ROOT.relativize(room).getName(0).toString(),
                                        Collectors.counting()));
        assertThat(rooms.values()).allMatch(count -> count <= 20);
    }

    /**
     * Certificates and the sealed document are many small records; the store has a file for each
     * table and each kind of record that fsck compares, the wire one for each message.
     */
    private static int limit(String room) {
        if (room.endsWith("vn/antin/crypto/bc/cms")) {
            return 18;
        }
        if (room.endsWith("vn/antin/crypto/cert")
                || room.endsWith("vn/antin/sdk/wire")
                || room.endsWith("vn/antin/gateway/store")) {
            return 19;
        }
        if (room.endsWith("vn/antin/crypto/seal")) {
            return 17;
        }
        return 15;
    }
}

package vn.antin.testbed.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One Vietnamese word for one thing (docs/glossary.md) wherever the program speaks. */
class WordsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    đầu mối      | điểm cuối
                    tạm ngừng    | đình chỉ
                    dấu vân tay  | dấu vân(?! tay)
                    điểm chốt    | dấu kiểm(?! tra)
                    chứng thư số | chứng thư(?! số)
                    chứng cứ     | bằng chứng(?! thư)
                    """)
    void the_other_word_for_the_same_thing_is_not_used(String word, String other)
            throws IOException {
        Pattern forbidden = Pattern.compile(other, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        TreeMap<String, String> found = new TreeMap<>();
        for (Path file : spoken()) {
            Matcher matcher = forbidden.matcher(Files.readString(file));
            if (matcher.find()) {
                var _ = found.put(ROOT.relativize(file).toString(), matcher.group());
            }
        }
        assertThat(found).as("say " + word).isEmpty();
    }

    private static List<Path> spoken() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> all =
                    files.filter(file -> file.toString().contains("/src/main/resources/"))
                            .filter(file ->
                                    file.toString().endsWith("_vi.properties")
                                            || file.toString().endsWith(".yaml"))
                            .toList();
            assertThat(all).hasSizeGreaterThan(10);
            return all;
        }
    }
}

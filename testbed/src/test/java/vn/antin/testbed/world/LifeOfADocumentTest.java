package vn.antin.testbed.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page that explains the walk names classes that exist. */
class LifeOfADocumentTest {
    private static final Path PAGE = Path.of("..", "docs", "life-of-a-document.md");
    private static final Pattern CLASS = Pattern.compile("`(vn\\.antin\\.[a-z.]+\\.[A-Z]\\w+)`");

    @Test
    void every_class_that_the_page_names_exists() throws IOException {
        Matcher matcher = CLASS.matcher(Files.readString(PAGE));
        int named = 0;
        while (matcher.find()) {
            String name = matcher.group(1);
            named++;
            assertThatCode(() -> Class.forName(name, false, getClass().getClassLoader()))
                    .as(name)
                    .doesNotThrowAnyException();
        }
        assertThat(named).isGreaterThan(15);
    }
}

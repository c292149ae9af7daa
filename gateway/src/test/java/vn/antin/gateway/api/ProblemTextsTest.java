package vn.antin.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.json.JsonException;
import vn.antin.gateway.app.StartupProblem;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

class ProblemTextsTest {
    private static final Pattern USE =
            Pattern.compile("ProblemCode\\.([A-Z_]+),\\s*\"([a-z.-]+)\"");

    private static ResourceBundle bundle(String language) {
        return ResourceBundle.getBundle(
                "vn.antin.gateway.api.problems", Locale.forLanguageTag(language));
    }

    private static Set<String> used() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/vn/antin/gateway"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher matcher = USE.matcher(Files.readString(file));
                while (matcher.find()) {
                    keys.add(ProblemCode.valueOf(matcher.group(1)).code() + "." + matcher.group(2));
                }
            }
        }
        return keys;
    }

    @Test
    void every_refusal_has_words_in_both_languages() throws IOException {
        Set<String> used = used();
        assertThat(used).hasSizeGreaterThan(40);
        assertThat(bundle("vi").keySet()).containsAll(used);
        assertThat(bundle("en").keySet()).containsAll(used);
        assertThat(bundle("vi").keySet()).isEqualTo(bundle("en").keySet());
    }

    @Test
    void words_carry_their_arguments_and_need_no_other_locale() {
        Problem problem =
                Problems.problem(Refused.of(ProblemCode.CLOCK, "signing-time", "id-1", 400, 300));
        assertThat(problem.detail()).contains("id-1", "400", "300");
        assertThat(problem.detailEn()).contains("id-1", "400", "300");
    }

    @Test
    void what_is_wrong_with_json_is_said_in_each_language_alone() {
        Problem field =
                Problems.problem(
                        Problems.refusal(new JsonException("field \"reason\" must be a string")));
        assertThat(field.detail()).contains("\"reason\"").doesNotContain("must be");
        assertThat(field.detailEn()).contains("\"reason\" must be a string");
        Problem form = Problems.problem(Problems.refusal(new JsonException("malformed JSON")));
        assertThat(form.detail()).doesNotContain("malformed");
        assertThat(form.detailEn()).contains("malformed JSON");
    }

    @Test
    void an_unforeseen_failure_tells_nothing_of_itself() {
        Problem problem =
                Problems.problem(Problems.refusal(new IllegalStateException("mật khẩu 1234")));
        assertThat(problem.code()).isEqualTo(ProblemCode.INTERNAL);
        assertThat(problem.toJson().canonicalBytes()).asString().doesNotContain("1234");
    }

    @Test
    void a_full_disk_and_a_missing_token_have_codes_of_their_own() {
        assertThat(Problems.refusal(new IOException("No space left on device")).code())
                .isEqualTo(ProblemCode.DISK_FULL);
        assertThat(
                        Problems.refusal(
                                        new vn.antin.crypto.key.KeyException(
                                                vn.antin.crypto.key.KeyException.Reason
                                                        .TOKEN_MISSING,
                                                "gone",
                                                null))
                                .code())
                .isEqualTo(ProblemCode.UNAVAILABLE);
    }

    @Test
    void every_startup_problem_has_words_in_both_languages() {
        for (StartupProblem.Code code : StartupProblem.Code.values()) {
            Object second = code == StartupProblem.Code.PIN_WRONG ? 2 : "b";
            StartupProblem problem = new StartupProblem(code, null, "a", second, "c");
            // What is wrong with a ceremony is given in both languages, a and b.
            String english = code == StartupProblem.Code.CEREMONY ? "b" : "a";
            assertThat(problem.english()).as(code.text()).contains(english);
            assertThat(List.of(problem.vietnamese(), problem.english()))
                    .as(code.text())
                    .doesNotHaveDuplicates()
                    .allMatch(words -> words.contains("a") || words.contains(english))
                    .noneMatch(words -> words.matches(".*\\{[0-9]}.*"));
        }
    }

    @Test
    void a_wrong_pin_tells_the_tries_left_only_when_they_are_known() {
        StartupProblem known = new StartupProblem(StartupProblem.Code.PIN_WRONG, null, "gw", 2);
        assertThat(known.vietnamese()).contains("Số lần còn lại: 2.");
        assertThat(known.english()).contains("Tries left: 2.");
        StartupProblem unknown = new StartupProblem(StartupProblem.Code.PIN_WRONG, null, "gw", -1);
        assertThat(unknown.vietnamese()).doesNotContain("Số lần", "-1");
        assertThat(unknown.english()).doesNotContain("Tries left", "-1");
    }
}

package vn.antin.cli.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.document.Urgency;
import vn.antin.policies.label.Level;

/** What people type is read as they mean it, or refused. */
class InputTest {
    @Test
    void a_day_is_read_in_either_spelling() {
        LocalDate last = LocalDate.of(2027, 12, 31);
        assertThat(Input.day("--x", "2027-12-31")).isEqualTo(last);
        assertThat(Input.day("--x", "31/12/2027")).isEqualTo(last);
        assertThat(Input.day("--x", " 1/2/2027 ")).isEqualTo(LocalDate.of(2027, 2, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "29/02/2027", "2027-2-1", "12/31/2027", "mai", "2027-12-31T00:00"})
    void what_is_no_day_is_refused(String text) {
        assertThatThrownBy(() -> Input.day("--x", text)).isInstanceOf(CliProblem.class);
    }

    @Test
    void a_level_is_read_without_regard_to_case_and_hyphens() {
        assertThat(Input.level("Tuyet-Mat")).isEqualTo(Level.TUYET_MAT);
        assertThatThrownBy(() -> Input.level("secret")).isInstanceOf(CliProblem.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tối mật",
                "tối mật",
                "TỐI MẬT",
                " Tối  mật ",
                "To\u0302\u0301i ma\u0323\u0302t"
            })
    void a_level_is_read_by_its_name_in_any_case_and_unicode_spelling(String text) {
        assertThat(Input.level(text)).isEqualTo(Level.TOI_MAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mát", "mạt", "tối", "tối mật mật", "", "mật tối"})
    void a_word_that_is_almost_a_level_is_none(String text) {
        assertThatThrownBy(() -> Input.level(text)).isInstanceOf(CliProblem.class);
    }

    @Test
    void urgency_and_roles_are_read_by_their_names_too() {
        assertThat(Input.urgency("Hỏa tốc")).isEqualTo(Urgency.HOA_TOC);
    }

    @Test
    void a_file_that_is_too_big_names_the_limit(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[2048]);
        assertThatThrownBy(() -> Input.file(file, 1024))
                .isInstanceOfSatisfying(
                        CliProblem.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(CliProblem.Code.FILE_TOO_BIG);
                            assertThat(problem.in(Language.VI)).contains("1.0 KiB");
                        });
        assertThat(Input.file(file, 2048)).hasSize(2048);
    }

    @Test
    void a_hyphen_is_the_standard_input_within_the_same_limit() throws IOException {
        InputStream before = System.in;
        try {
            System.setIn(new ByteArrayInputStream(new byte[2048]));
            assertThat(Input.file(Path.of("-"), 2048)).hasSize(2048);
            assertThatThrownBy(() -> Input.file(Path.of("-"), 1024))
                    .isInstanceOfSatisfying(
                            CliProblem.class,
                            problem ->
                                    assertThat(problem.code())
                                            .isEqualTo(CliProblem.Code.FILE_EMPTY));
            System.setIn(new ByteArrayInputStream(new byte[2048]));
            assertThatThrownBy(() -> Input.file(Path.of("-"), 1024))
                    .isInstanceOfSatisfying(
                            CliProblem.class,
                            problem ->
                                    assertThat(problem.code())
                                            .isEqualTo(CliProblem.Code.FILE_TOO_BIG));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void times_are_those_of_viet_nam() {
        Instant evening = Instant.parse("2026-12-31T17:30:00Z");
        assertThat(Times.moment(evening, Language.VI)).isEqualTo("01/01/2027 00:30:00");
        assertThat(Times.moment(evening, Language.EN)).isEqualTo("2027-01-01 00:30:00");
        assertThat(Times.day(evening, Language.VI)).isEqualTo("01/01/2027");
    }
}

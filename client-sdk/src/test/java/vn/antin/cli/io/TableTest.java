package vn.antin.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables stay straight with Vietnamese text, and fit the terminal. */
class TableTest {
    private static final String NAME = "Nguyễn Thị Hường";

    private static Table table() {
        return new Table(List.of("STT", "Họ tên", "Trích yếu"))
                .row(List.of("1", NAME, "Kế hoạch diễn tập bảo vệ bí mật nhà nước năm 2027"))
                .row(List.of("22", Normalizer.normalize(NAME, Normalizer.Form.NFD), "ngắn"));
    }

    @Test
    void composed_and_decomposed_letters_take_the_same_room() {
        assertThat(TextWidth.of(NAME)).isEqualTo(16);
        assertThat(TextWidth.of(Normalizer.normalize(NAME, Normalizer.Form.NFD))).isEqualTo(16);
        assertThat(TextWidth.of("漢字")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 36, 40, 60, 80, 200})
    void all_lines_of_a_table_are_equally_wide_and_fit(int width) {
        List<String> lines = table().lines(width);
        int wide = TextWidth.of(lines.getFirst());
        assertThat(wide).isLessThanOrEqualTo(Math.max(width, 22));
        assertThat(lines).allSatisfy(line -> assertThat(TextWidth.of(line)).isEqualTo(wide));
    }

    @Test
    void no_letter_is_lost_when_cells_go_over_lines() {
        String all = String.join("", table().lines(36)).replaceAll("[│─┌┬┐├┼┤└┴┘ ]", "");
        assertThat(all).contains("2027").contains("ngắn");
        assertThat(all.chars().filter(c -> c == 'ạ').count()).isEqualTo(1);
    }

    @Test
    void what_could_move_the_cursor_or_turn_the_writing_is_not_shown() {
        assertThat(TextWidth.shown("a\u001b[31mb\u202ec\u200bd\ne"))
                .isEqualTo("a\ufffd[31mb\ufffdc\ufffdd\ufffde");
        List<String> lines = new Table(List.of("x")).row(List.of("một\nhai\u001b[2J")).lines(80);
        assertThat(String.join("", lines)).doesNotContain("\u001b").contains("một", "hai");
    }

    @Test
    void a_day_is_not_broken_while_other_words_can_be() {
        Table table =
                new Table(
                                List.of(
                                        "Ngày đến",
                                        "Số đến",
                                        "Nơi gửi",
                                        "Người nhận",
                                        "Độ mật",
                                        "Ghi chú"))
                        .row(
                                List.of(
                                        "22/11/2026",
                                        "1",
                                        "Ủy ban nhân dân tỉnh Mẫu\nH98/an",
                                        "Trần Thị Bình G97/binh",
                                        "Mật (C)",
                                        "nghiêngngảnghiêngngảnghiêngngả"));
        for (int width = 53; width < 120; width++) {
            assertThat(String.join("\n", table.lines(width)))
                    .as("width " + width)
                    .contains("22/11/2026");
        }
    }

    @Test
    void long_words_are_cut_between_letters() {
        List<String> lines = TextWidth.wrap("a".repeat(10) + " " + "ễ".repeat(7), 4);
        assertThat(lines).allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(4));
        assertThat(String.join("", lines)).isEqualTo("a".repeat(10) + "ễ".repeat(7));
    }
}

package vn.antin.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.document.DocumentCard;
import vn.antin.crypto.document.Urgency;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.xml.PortableLabel;

/** The label beside opened files is that of the document's card. */
class LabelFileTest {
    private static final Instant ISSUED = Instant.parse("2026-11-22T01:02:03.456Z");

    private static DocumentCard card(Level level, Optional<LocalDate> until) {
        return new DocumentCard(
                "0b6ee02c-4b63-4d6b-9a3e-6a7e4f1d9d10",
                Optional.empty(),
                "Báo cáo",
                Optional.empty(),
                "H26.01",
                Optional.empty(),
                ISSUED,
                level,
                Optional.empty(),
                1,
                true,
                Urgency.THUONG,
                List.of(),
                Optional.empty(),
                until,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Test
    void the_term_ends_when_its_last_day_begins_in_vietnam() {
        PortableLabel label =
                LabelFile.label(card(Level.TOI_MAT, Optional.of(LocalDate.of(2046, 11, 22))));
        assertThat(label.label()).isEqualTo(card(Level.TOI_MAT, Optional.empty()).label());
        assertThat(label.created()).isEqualTo(Instant.parse("2026-11-22T01:02:03Z"));
        assertThat(label.ends()).contains(Instant.parse("2046-11-21T17:00:00Z"));
    }

    @Test
    void a_term_that_is_none_is_left_out() {
        Optional<LocalDate> before = Optional.of(LocalDate.of(2020, 1, 1));
        Optional<LocalDate> after = Optional.of(LocalDate.of(2040, 1, 1));
        assertThat(LabelFile.label(card(Level.MAT, before)).ends()).isEmpty();
        assertThat(LabelFile.label(card(Level.MAT, Optional.empty())).ends()).isEmpty();
        assertThat(LabelFile.label(card(Level.KHONG_MAT, after)).ends()).isEmpty();
    }

    @Test
    void files_are_named_by_relative_references_whatever_their_letters() {
        assertThat(LabelFile.uri(Path.of("văn bản", "a+b &.pdf")))
                .isEqualTo("v%C4%83n%20b%E1%BA%A3n/a%2Bb%20%26.pdf");
    }
}

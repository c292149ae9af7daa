package vn.antin.policies.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.rule.LegalBasis;
import vn.antin.policies.rule.ProtectionTerm;
import vn.antin.policies.rule.RulePack;
import vn.antin.policies.rule.Task;

class RulePacksTest {
    static List<String> packs() {
        return RulePacks.shippedIds();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void a_shipped_pack_is_named_as_asked_and_flagged_as_not_checked(String id) {
        RulePack pack = RulePacks.shipped(id);
        assertThat(pack.id()).isEqualTo(id);
        assertThat(pack.name()).isEqualTo(id + (id.equals("vn-2025") ? "@2" : "@1"));
        assertThat(pack.checked()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void terms_are_thirty_twenty_and_ten_years_with_sixty_and_fifteen_days(String id) {
        RulePack pack = RulePacks.shipped(id);
        assertThat(pack.level(Level.TUYET_MAT).term()).contains(new ProtectionTerm(30, 60, 15));
        assertThat(pack.level(Level.TOI_MAT).term()).contains(new ProtectionTerm(20, 60, 15));
        assertThat(pack.level(Level.MAT).term()).contains(new ProtectionTerm(10, 60, 15));
        assertThat(pack.level(Level.KHONG_MAT).term()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void the_mark_of_a_level_is_that_of_its_label(String id) {
        RulePack pack = RulePacks.shipped(id);
        for (Level level : Level.values()) {
            assertThat(pack.level(level).mark()).isEqualTo(SecurityLabel.of(level).mark());
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void a_rule_of_our_own_says_so_in_its_basis(String id) {
        assertThat(RulePacks.shipped(id).rules())
                .filteredOn(rule -> rule.basis().vietnamese().contains("Quy định của hệ thống"))
                .isNotEmpty()
                .allMatch(rule -> rule.basis().source() == LegalBasis.Source.OWN);
    }

    @Test
    void one_pack_follows_the_other_without_a_gap() {
        RulePack old = RulePacks.shipped("vn-2018");
        RulePack current = RulePacks.shipped("vn-2025");
        LocalDate last = old.effectiveTo().orElseThrow();
        assertThat(last.plusDays(1)).isEqualTo(current.effectiveFrom());
        assertThat(old.inForceOn(last)).isTrue();
        assertThat(old.inForceOn(last.plusDays(1))).isFalse();
        assertThat(current.inForceOn(last)).isFalse();
        assertThat(current.inForceOn(LocalDate.MAX)).isTrue();
    }

    @Test
    void the_law_of_2018_knows_no_independent_lan() {
        assertThat(RulePacks.shipped("vn-2018").channel("LAN_DOC_LAP")).isEmpty();
        assertThat(RulePacks.shipped("vn-2025").channel("LAN_DOC_LAP")).isPresent();
    }

    @Test
    void a_term_ends_on_the_same_day_so_many_years_later() {
        ProtectionTerm term = new ProtectionTerm(10, 60, 15);
        LocalDate end = term.endsOn(LocalDate.of(2026, 3, 1));
        assertThat(end).isEqualTo("2036-03-01");
        assertThat(term.extensionDecidedBy(end)).isEqualTo("2036-01-01");
        assertThat(term.noticeBy(LocalDate.of(2036, 1, 1))).isEqualTo("2036-01-16");
        assertThat(term.endsOn(LocalDate.of(2028, 2, 29))).isEqualTo("2038-02-28");
    }

    @Test
    void a_pack_that_is_not_shipped_is_asked_for_in_vain() {
        for (String id : List.of("vn-2030", "", "../vn-2025", "messages_vi")) {
            assertThatThrownBy(() -> RulePacks.shipped(id))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_stream_and_its_bytes_are_read_alike() throws PackProblem {
        byte[] file = PackFiles.utf8(PackFiles.text("vn-2025"));
        assertThat(RulePacks.load(new ByteArrayInputStream(file))).isEqualTo(RulePacks.load(file));
        byte[] windows = PackFiles.utf8(PackFiles.text("vn-2025").replace("\n", "\r\n"));
        assertThat(RulePacks.load(windows)).isEqualTo(RulePacks.load(file));
    }

    @Test
    void both_bundles_have_a_text_for_every_kind_of_problem() {
        for (String language : List.of("vi", "en")) {
            ResourceBundle texts =
                    ResourceBundle.getBundle(
                            "vn.antin.policies.pack.messages", Locale.forLanguageTag(language));
            assertThat(texts.getLocale().getLanguage()).isEqualTo(language);
            for (PackProblem.Kind kind : PackProblem.Kind.values()) {
                assertThat(texts.containsKey(kind.code())).as(kind.code()).isTrue();
            }
            assertThat(texts.keySet()).hasSize(PackProblem.Kind.values().length + 2);
        }
    }

    @Test
    void the_paper_on_the_format_names_every_word_of_it() throws Exception {
        String paper =
                Files.readString(Path.of("../docs/formats/rule-pack.md"), StandardCharsets.UTF_8);
        for (Demands demand : Demands.values()) {
            assertThat(paper).contains("`" + demand.name().toLowerCase(Locale.ROOT) + "`");
        }
        for (Task task : Task.values()) {
            assertThat(paper).contains("`" + task.code() + "`");
        }
        for (PackProblem.Kind kind : PackProblem.Kind.values()) {
            assertThat(paper).contains("`" + kind.code() + "`");
        }
    }
}

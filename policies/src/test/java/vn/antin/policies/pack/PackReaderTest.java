package vn.antin.policies.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vn.antin.policies.pack.PackProblem.Kind;
import vn.antin.policies.rule.Rule;

/** What the reader refuses, where it says the fault is, and how to mend it. */
class PackReaderTest {
    private static final String GOOD = PackFiles.text("vn-2025");

    /** What is replaced, by what, the kind of problem, its place and a word of the remedy. */
    static Stream<Arguments> spoiled() {
        return Stream.of(
                spoil("checked: false", "checked: maybe", Kind.VALUE, "checked", "true or false"),
                spoil("checked: false", "checked: \"false\"", Kind.VALUE, "checked", "true or"),
                spoil("checked: false", "chekced: false", Kind.MISSING_KEY, "", "checked"),
                spoil("checked: false", "checked: false\nnote: x", Kind.UNKNOWN_KEY, "", "note"),
                spoil(
                        "checked: false",
                        "checked: false\nchecked: true",
                        Kind.DUPLICATE_KEY,
                        "",
                        ""),
                spoil("checked: false", "checked: [false]", Kind.SHAPE, "checked", "one value"),
                spoil("checked: false", "checked:", Kind.VALUE, "checked", "not empty"),
                spoil("checked: false", "checked: !!bool false", Kind.FEATURE, "", "!"),
                spoil("checked: false", "checked: &a false", Kind.FEATURE, "", "&"),
                spoil("checked: false", "checked: *a", Kind.FEATURE, "", "*"),
                spoil("checked: false", "<<: {checked: false}", Kind.MISSING_KEY, "", "checked"),
                spoil("checked: false", "checked: {", Kind.SYNTAX, "", ""),
                spoil("pack: vn-2025", "pack: VN 2025", Kind.VALUE, "pack", "small letters"),
                spoil("rule-pack/1", "rule-pack/2", Kind.VALUE, "format", "antin-rule-pack/1"),
                spoil("version: \"2\"", "version: latest", Kind.VALUE, "version", "\"1\""),
                spoil(
                        "from: \"2026-03-01\"",
                        "from: 1/3/2026",
                        Kind.VALUE,
                        "effective.from",
                        "day"),
                spoil(
                        "from: \"2026-03-01\"",
                        "from: \"2026-03-01\"\n  to: \"2026-02-01\"",
                        Kind.CONFLICT,
                        "rules",
                        "before"),
                spoil("years: 10", "years: 1O", Kind.VALUE, "levels.mat.term.years", "number"),
                spoil("years: 10", "years: 0", Kind.CONFLICT, "levels.mat.term", "1 to 100"),
                spoil("years: 10, ", "", Kind.MISSING_KEY, "levels.mat.term", "years"),
                spoil(
                        "from_years: 20",
                        "from_years: 0",
                        Kind.CONFLICT,
                        "rules[14].from_years",
                        "1 to 100"),
                spoil("#1D4ED8", "#ff0000", Kind.VALUE, "levels.mat.badge.fill", "colour"),
                spoil("#1D4ED8", "#F5F5F5", Kind.CONFLICT, "levels.mat.badge", "contrast"),
                spoil("#1D4ED8", "#B45309", Kind.CONFLICT, "rules", "badge of toi_mat"),
                spoil("    mark: MẬT\n", "", Kind.CONFLICT, "rules", "mat needs a mark"),
                spoil("id: CO_YEU", "id: INTERNET", Kind.CONFLICT, "channels[1]", "COURIER"),
                spoil("id: CO_YEU", "id: LAN_DOC_LAP", Kind.CONFLICT, "channels[1]", "such a way"),
                spoil(
                        "hoa_toc: PT1H",
                        "hoa_toc: 1h",
                        Kind.VALUE,
                        "receipt_deadlines.hoa_toc",
                        "ISO"),
                spoil("hoa_toc: PT1H", "hoa_toc: PT-1H", Kind.CONFLICT, "rules", "hoa_toc"),
                spoil("  thuong: PT24H\n", "", Kind.CONFLICT, "rules", "thuong"),
                spoil(
                        "require: pack_in_force",
                        "require: pack",
                        Kind.VALUE,
                        "rules[0].require",
                        "pack_in"),
                spoil("acts: [send]", "acts: []", Kind.SHAPE, "rules[0].acts", "list"),
                spoil("acts: [send]", "acts: send", Kind.SHAPE, "rules[0].acts", "list"),
                spoil("acts: [send]", "acts: [send, send]", Kind.VALUE, "rules[0].acts[1]", "once"),
                spoil("id: sender-active", "id: pack-period", Kind.CONFLICT, "rules", "twice"),
                spoil("{pack} không", "{person} không", Kind.CONFLICT, "rules[0].refuse", "{date}"),
                spoil("{pack} không", "{roles} không", Kind.CONFLICT, "rules[0].refuse", "{date}"),
                spoil("{pack} không", "{pack không", Kind.CONFLICT, "rules[0].refuse", "{date}"),
                spoil("{pack} không", "\\u202E{pack}", Kind.CHARACTERS, "", "U+202E"),
                spoil("{pack} không", "\u202E{pack}", Kind.CHARACTERS, "", "U+202E"),
                spoil("{pack} không", "\u200B{pack}", Kind.CHARACTERS, "", "U+200B"),
                spoil("{pack} không", "kho\u0302ng", Kind.CHARACTERS, "", "NFC"),
                spoil("{pack} không", "kho\\u0302ng", Kind.CHARACTERS, "", "NFC"),
                spoil("{pack} không", "\uDB40\uDC41{pack}", Kind.CHARACTERS, "", "U+E0041"),
                spoil(
                        "source: own",
                        "source: law",
                        Kind.VALUE,
                        "levels.khong_mat.basis.source",
                        "own"),
                spoil(
                        "exercise_mark\n    acts: [send, ",
                        "exercise_mark\n    acts: [",
                        Kind.CONFLICT,
                        "rules",
                        "exercise_mark"),
                spoil(
                        "duty: no_abstract",
                        "duty: no_abstract\n    refuse: {vi: a, en: b}",
                        Kind.UNKNOWN_KEY,
                        "rules[21]",
                        "refuse"));
    }

    private static Arguments spoil(String from, String to, Kind kind, String path, String english) {
        return Arguments.of(from, to, kind, path, english);
    }

    @ParameterizedTest
    @MethodSource("spoiled")
    void a_spoiled_pack_is_refused_with_line_place_and_remedy(
            String from, String to, Kind kind, String path, String english) {
        assertThat(GOOD).contains(from);
        int at = GOOD.indexOf(from);
        String spoiled = GOOD.substring(0, at) + to + GOOD.substring(at + from.length());
        PackProblem problem = problem(PackFiles.utf8(spoiled));
        assertThat(problem.kind()).as(problem.english()).isEqualTo(kind);
        assertThat(problem.path()).as(problem.english()).isEqualTo(path);
        assertThat(problem.english()).contains(english).startsWith("Line " + problem.line());
        assertThat(problem.vietnamese()).startsWith("Dòng " + problem.line());
        assertThat(problem.getMessage()).isEqualTo(problem.english());
        if (kind != Kind.CONFLICT && kind != Kind.MISSING_KEY && kind != Kind.SYNTAX) {
            int line = 1 + (int) GOOD.substring(0, at).chars().filter(c -> c == '\n').count();
            assertThat(problem.line()).as(problem.english()).isBetween(line, line + 1);
        }
    }

    @Test
    void every_demand_of_the_floor_is_missed_when_its_rule_is_left_out() throws PackProblem {
        for (Rule rule : RulePacks.load(PackFiles.utf8(GOOD)).rules()) {
            int from = GOOD.indexOf("  - id: " + rule.id() + "\n");
            int to = GOOD.indexOf("\n  - id: ", from);
            String without = GOOD.substring(0, from) + (to < 0 ? "" : GOOD.substring(to + 1));
            boolean floor =
                    !Arrays.asList(
                                    "pack-period",
                                    "sender-role",
                                    "recipient-role",
                                    "sender-device",
                                    "recipient-device",
                                    "quantum-safe-layer",
                                    "urgency-known")
                            .contains(rule.id());
            boolean needed =
                    rule instanceof Rule.Demand ? floor : rule.id().equals("exercise-mark");
            assertThat(loads(without)).as(rule.id()).isEqualTo(!needed);
        }
    }

    @Test
    void a_file_without_end_is_not_read_to_its_end() {
        assertThat(problem(new byte[RulePacks.MAX_BYTES + 1]).kind()).isEqualTo(Kind.TOO_BIG);
        assertThat(problem(PackFiles.utf8("[".repeat(200_000))).kind()).isEqualTo(Kind.TOO_DEEP);
        assertThat(problem(PackFiles.utf8("{a: ".repeat(50_000))).kind()).isEqualTo(Kind.TOO_DEEP);
        assertThat(problem(PackFiles.utf8("- a\n".repeat(30_000))).kind()).isEqualTo(Kind.TOO_DEEP);
    }

    @Test
    void what_is_no_text_or_no_single_document_is_refused() {
        assertThat(problem(new byte[] {(byte) 0xC3, 0x28}).kind()).isEqualTo(Kind.CHARACTERS);
        assertThat(problem(new byte[] {'a', ':', 0}).kind()).isEqualTo(Kind.CHARACTERS);
        assertThat(problem(new byte[0]).kind()).isEqualTo(Kind.SYNTAX);
        assertThat(problem(PackFiles.utf8("# nothing")).kind()).isEqualTo(Kind.SYNTAX);
        assertThat(problem(PackFiles.utf8("a\u0000b")).kind()).isEqualTo(Kind.CHARACTERS);
        assertThat(problem(PackFiles.utf8("%YAML 1.2\n---\na: 1")).kind()).isEqualTo(Kind.FEATURE);
        assertThat(problem(PackFiles.utf8("a: 1\n---\nb: 2")).kind()).isEqualTo(Kind.FEATURE);
        assertThat(problem(PackFiles.utf8("? [a]\n: b")).kind()).isEqualTo(Kind.FEATURE);
        assertThat(problem(PackFiles.utf8("just words")).kind()).isEqualTo(Kind.SHAPE);
        assertThat(problem(PackFiles.utf8("- a")).kind()).isEqualTo(Kind.SHAPE);
    }

    private static boolean loads(String file) {
        try {
            RulePacks.load(PackFiles.utf8(file));
            return true;
        } catch (PackProblem e) {
            assertThat(e.kind()).as(e.english()).isEqualTo(Kind.CONFLICT);
            return false;
        }
    }

    private static PackProblem problem(byte[] file) {
        return catchThrowableOfType(PackProblem.class, () -> RulePacks.load(file));
    }
}

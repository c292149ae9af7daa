package vn.antin.hsm.check;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.check.CheckResult.Outcome;
import vn.antin.hsm.check.CheckResult.Severity;
import vn.antin.hsm.provider.ModuleApproval;
import vn.antin.hsm.survey.MechanismNames;
import vn.antin.hsm.survey.Survey;
import vn.antin.hsm.survey.Texts;

/** What a conformance run saw of one token. Immutable; holds nothing secret. */
public record ConformanceReport(Survey survey, Instant at, List<CheckResult> results) {
    private static final Texts TEXTS = new Texts("vn.antin.hsm.check.messages");
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm dd/MM/yyyy xxx", Locale.ROOT);

    /** Keeps its own copy. */
    public ConformanceReport {
        results = List.copyOf(results);
    }

    /** Whether the module may be used: all that is required holds, nothing is done wrongly. */
    public boolean passed() {
        return results.stream().allMatch(CheckResult::holds);
    }

    /** The results that forbid the module. */
    public List<CheckResult> failures() {
        return results.stream().filter(each -> !each.holds()).toList();
    }

    /** The deviations that people should know of. */
    public List<CheckResult> traps() {
        return results.stream()
                .filter(each -> each.severity() == Severity.TRAP)
                .filter(each -> each.outcome() == Outcome.FAILED)
                .toList();
    }

    /** The functions that the token does not have. */
    public List<CheckResult> missing() {
        return results.stream()
                .filter(each -> each.severity() == Severity.FUNCTION)
                .filter(each -> each.outcome() == Outcome.NOT_SUPPORTED)
                .toList();
    }

    /** The result with this name. */
    public CheckResult result(String id) {
        return results.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no check " + id));
    }

    /** The judgement in one sentence; Vietnamese unless the language is English. */
    public String judgement(Locale locale) {
        return TEXTS.text(
                locale,
                passed() ? "judgement.passed" : "judgement.failed",
                List.of(
                        Integer.toString(failures().size()),
                        Integer.toString(missing().size()),
                        Integer.toString(traps().size())));
    }

    /**
     * For other programs.
     *
     * @param approval what the provider records say of the module
     */
    public JsonObject toJson(MechanismNames names, ModuleApproval approval) {
        return JsonObject.builder()
                .put("format", "antin/hsm-conformance/1")
                .put("at", at)
                .put("passed", passed())
                .put("survey", survey.toJson(names, unused -> approval.toJson(at)))
                .putObjects("results", results.stream().map(ConformanceReport::json).toList())
                .build();
    }

    private static JsonObject json(CheckResult result) {
        return JsonObject.builder()
                .put("id", result.id())
                .put("severity", result.severity().name())
                .put("outcome", result.outcome().name())
                .put("holds", result.holds())
                .put("seen", result.seen(Locale.ENGLISH))
                .build();
    }

    /**
     * The report as Markdown to print and to file; Vietnamese unless the language is English.
     *
     * @param approval what the provider records say of the module
     */
    public String markdown(Locale locale, ModuleApproval approval) {
        var out = new StringBuilder();
        Survey.Entry entry = survey.tokens().getFirst();
        line(out, "# " + word(locale, "title"));
        line(out, "");
        fact(out, locale, "module", survey.path().toString());
        fact(
                out,
                locale,
                "library",
                survey.module().manufacturer()
                        + ", "
                        + survey.module().description()
                        + " "
                        + survey.module().version()
                        + " (PKCS#11 "
                        + survey.module().cryptoki()
                        + ")");
        fact(
                out,
                locale,
                "token",
                entry.token().label()
                        + " ("
                        + entry.token().manufacturer()
                        + ", "
                        + entry.token().model()
                        + ", "
                        + entry.token().serial()
                        + ", "
                        + entry.token().firmware()
                        + ")");
        fact(out, locale, "time", TIME.format(at.atZone(HANOI)));
        fact(out, locale, "approval", approval.state(at, locale));
        line(out, "");
        line(out, "**" + judgement(locale) + "**");
        line(out, "");
        line(out, word(locale, "no-approval"));
        for (Severity severity : Severity.values()) {
            line(out, "");
            line(out, "## " + word(locale, "heading." + severity.name()));
            line(out, "");
            line(
                    out,
                    row(
                            word(locale, "column.check"),
                            word(locale, "column.rule"),
                            word(locale, "column.outcome"),
                            word(locale, "column.seen")));
            line(out, "|---|---|---|---|");
            results.stream()
                    .filter(each -> each.severity() == severity)
                    .forEach(each ->
                            line(
                                    out,
                                    row(
                                            each.id(),
                                            each.rule(locale),
                                            each.outcome(locale),
                                            each.seen(locale))));
        }
        line(out, "");
        line(out, word(locale, "signatures"));
        return out.toString();
    }

    private static String word(Locale locale, String key) {
        return TEXTS.text(locale, "report." + key, List.of());
    }

    private static void fact(StringBuilder out, Locale locale, String key, String value) {
        line(out, "- " + word(locale, key) + ": " + cell(value));
    }

    private static String row(String... cells) {
        return "| "
                + String.join(" | ", List.of(cells).stream().map(ConformanceReport::cell).toList())
                + " |";
    }

    /** What a module says of itself must not break the table. */
    private static String cell(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replace("|", "\\|").replace("<", "&lt;");
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }
}

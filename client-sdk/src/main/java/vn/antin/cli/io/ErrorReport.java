package vn.antin.cli.io;

import java.util.List;
import vn.antin.crypto.json.JsonObject;

/**
 * An error as it is told.
 *
 * @param exit how the program ends
 * @param code stable, for scripts
 * @param vietnamese the sentence
 * @param english the same in English
 * @param reasons of a policy, each with the article that it rests on
 */
public record ErrorReport(
        ExitCode exit, String code, String vietnamese, String english, List<Reason> reasons) {
    /** Copies the list. */
    public ErrorReport {
        reasons = List.copyOf(reasons);
    }

    /**
     * One reason.
     *
     * @param code stable
     * @param vietnamese the sentence
     * @param english the same in English
     * @param legalBasis article; may be empty
     */
    public record Reason(String code, String vietnamese, String english, String legalBasis) {}

    /** An error without reasons. */
    static ErrorReport of(ExitCode exit, String code, String vietnamese, String english) {
        return new ErrorReport(exit, code, vietnamese, english, List.of());
    }

    static ErrorReport of(CliProblem problem) {
        return of(
                problem.code().exit(),
                problem.code().text(),
                problem.in(Language.VI),
                problem.in(Language.EN));
    }

    /** The lines for people, Vietnamese first. */
    public List<String> lines() {
        List<String> lines = new java.util.ArrayList<>();
        lines.add("LỖI [" + code + "]: " + TextWidth.shown(vietnamese));
        for (Reason reason : reasons) {
            lines.add("  - " + TextWidth.shown(reason.vietnamese()) + basis(reason));
        }
        lines.add("ERROR [" + code + "]: " + TextWidth.shown(english));
        for (Reason reason : reasons) {
            lines.add("  - " + TextWidth.shown(reason.english()) + basis(reason));
        }
        return lines;
    }

    private static String basis(Reason reason) {
        return reason.legalBasis().isEmpty()
                ? ""
                : " (" + TextWidth.shown(reason.legalBasis()) + ")";
    }

    /** For scripts. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put(
                        "error",
                        JsonObject.builder()
                                .put("code", code)
                                .put("exit", exit.number())
                                .put("vietnamese", vietnamese)
                                .put("english", english)
                                .putObjects(
                                        "reasons", reasons.stream().map(ErrorReport::json).toList())
                                .build())
                .build();
    }

    private static JsonObject json(Reason reason) {
        return JsonObject.builder()
                .put("code", reason.code())
                .put("vietnamese", reason.vietnamese())
                .put("english", reason.english())
                .put("legalBasis", reason.legalBasis())
                .build();
    }
}

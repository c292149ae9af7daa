package vn.antin.cli.io;

import java.util.List;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.wire.Problem;

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
        ExitCode exit,
        String code,
        String vietnamese,
        String english,
        List<Problem.Reason> reasons) {
    /** Copies the list. */
    public ErrorReport {
        reasons = List.copyOf(reasons);
    }

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
        for (Problem.Reason reason : reasons) {
            lines.add("  - " + TextWidth.shown(reason.vietnamese()) + basis(reason.legalBasis()));
        }
        lines.add("ERROR [" + code + "]: " + TextWidth.shown(english));
        for (Problem.Reason reason : reasons) {
            lines.add("  - " + TextWidth.shown(reason.english()) + basis(reason.legalBasisEn()));
        }
        return lines;
    }

    private static String basis(String article) {
        return article.isEmpty() ? "" : " (" + TextWidth.shown(article) + ")";
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
                                        "reasons",
                                        reasons.stream().map(Problem.Reason::toJson).toList())
                                .build())
                .build();
    }
}

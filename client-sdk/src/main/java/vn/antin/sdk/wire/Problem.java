package vn.antin.sdk.wire;

import java.util.List;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * An error answer (RFC 9457) in Vietnamese and English, without anything of a document's content.
 *
 * @param code what kind of problem
 * @param detail in Vietnamese; may be empty
 * @param detailEn in English; may be empty
 * @param reasons why the policy denies it
 * @param evidence of a rejection
 */
public record Problem(
        ProblemCode code,
        String detail,
        String detailEn,
        List<Reason> reasons,
        List<EvidenceReceipt> evidence) {
    /** Copies the lists. */
    public Problem {
        reasons = List.copyOf(reasons);
        evidence = List.copyOf(evidence);
    }

    /** Without reasons and evidence. */
    public static Problem of(ProblemCode code, String detail, String detailEn) {
        return new Problem(code, detail, detailEn, List.of(), List.of());
    }

    /**
     * One reason of a denial.
     *
     * @param code stable code, for example {@code clearance.recipient}
     * @param vietnamese the sentence in Vietnamese
     * @param english the sentence in English
     * @param legalBasis article that it rests on, in Vietnamese; may be empty
     * @param legalBasisEn the same in English
     */
    public record Reason(
            String code,
            String vietnamese,
            String english,
            String legalBasis,
            String legalBasisEn) {
        /** The message. */
        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("code", code)
                    .put("vietnamese", vietnamese)
                    .put("english", english)
                    .put("legalBasis", legalBasis)
                    .put("legalBasisEn", legalBasisEn)
                    .build();
        }

        static Reason fromJson(JsonObject json) {
            return new Reason(
                    json.string("code"),
                    json.string("vietnamese"),
                    json.string("english"),
                    json.string("legalBasis"),
                    json.string("legalBasisEn"));
        }
    }

    /** The message. */
    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("type", code.type())
                        .put("title", code.vietnamese())
                        .put("titleEn", code.english())
                        .put("status", code.status())
                        .put("detail", detail)
                        .put("detailEn", detailEn);
        if (!reasons.isEmpty()) {
            json.putObjects("reasons", reasons.stream().map(Reason::toJson).toList());
        }
        if (!evidence.isEmpty()) {
            json.putObjects("evidence", evidence.stream().map(EvidenceReceipt::toJson).toList());
        }
        return json.build();
    }

    /**
     * Reads the message.
     *
     * @throws JsonException when it is not a problem of ours
     */
    public static Problem fromJson(JsonObject json) {
        ProblemCode code = Fields.coded(json, "type", ProblemCode::ofType);
        return new Problem(
                code,
                json.optionalString("detail").orElse(""),
                json.optionalString("detailEn").orElse(""),
                json.has("reasons") ? Fields.each(json, "reasons", Reason::fromJson) : List.of(),
                json.has("evidence")
                        ? Fields.each(json, "evidence", EvidenceReceipt::fromJson)
                        : List.of());
    }
}

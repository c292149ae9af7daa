package vn.antin.hsm.provider;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;

/**
 * What the records say of the module at hand; asked anew for every decision, since an approval
 * begins and ends. Immutable.
 */
public final class ModuleApproval {
    private final ModuleIdentity module;
    private final List<ProviderRecord> matching;
    private final List<ProviderRecord> all;

    ModuleApproval(ModuleIdentity module, List<ProviderRecord> matching, List<ProviderRecord> all) {
        this.module = module;
        this.matching = List.copyOf(matching);
        this.all = List.copyOf(all);
    }

    /** The module at hand. */
    public ModuleIdentity module() {
        return module;
    }

    /** The approval that lets the module be used for a level at a moment, if there is one. */
    public Optional<ProviderRecord> approval(Level level, Instant at) {
        return matching.stream().filter(record -> record.covers(level, at)).findFirst();
    }

    /** The approvals that count at a moment, whatever their levels. */
    public List<ProviderRecord> inForce(Instant at) {
        return matching.stream()
                .filter(record -> record.levels().stream().anyMatch(l -> record.covers(l, at)))
                .toList();
    }

    /**
     * Why there is no {@link #approval}: no record, a part of the module that is another, not the
     * level, not yet or no longer valid.
     */
    public String why(Level level, Instant at, Locale locale) {
        if (matching.isEmpty()) {
            return unmatched(locale);
        }
        List<ProviderRecord> ofLevel =
                matching.stream().filter(record -> record.levels().contains(level)).toList();
        if (ofLevel.isEmpty()) {
            return text(
                    locale,
                    "why.level",
                    level.display(),
                    matching.stream()
                            .map(record ->
                                    record.approvalNumber() + ": " + Words.levels(record.levels()))
                            .collect(Collectors.joining("; ")));
        }
        return period(ofLevel, at, locale);
    }

    private static String period(List<ProviderRecord> records, Instant at, Locale locale) {
        Optional<ProviderRecord> next =
                records.stream()
                        .filter(record -> at.isBefore(record.validFrom()))
                        .min(Comparator.comparing(ProviderRecord::validFrom));
        Optional<ProviderRecord> last =
                records.stream()
                        .filter(record -> !at.isBefore(record.validUntil()))
                        .max(Comparator.comparing(ProviderRecord::validUntil));
        if (last.isPresent()) {
            return text(
                    locale,
                    "why.expired",
                    last.get().approvalNumber(),
                    Words.moment(last.get().validUntil()));
        }
        return next.map(record ->
                        text(
                                locale,
                                "why.early",
                                record.approvalNumber(),
                                Words.moment(record.validFrom())))
                .orElse("");
    }

    /** The nearest record and in what it differs. */
    private String unmatched(Locale locale) {
        Optional<ProviderRecord> nearest =
                all.stream()
                        .filter(record -> record.module().tokenModel().equals(module.tokenModel()))
                        .min(Comparator.comparingInt(record -> differences(record).size()));
        return nearest.map(record ->
                        text(
                                locale,
                                "why.differs",
                                record.approvalNumber(),
                                differences(record).entrySet().stream()
                                        .map(part -> part.getKey() + " = " + part.getValue())
                                        .collect(Collectors.joining(", "))))
                .orElseGet(() -> text(locale, all.isEmpty() ? "why.none" : "why.unknown"));
    }

    /** The parts that differ, with the values of the module at hand. */
    private Map<String, String> differences(ProviderRecord record) {
        Map<String, String> theirs = record.module().parts();
        Map<String, String> differing = new LinkedHashMap<>();
        module.parts()
                .forEach((name, value) -> {
                    if (!value.equals(theirs.get(name))) {
                        differing.put(name, value);
                    }
                });
        return differing;
    }

    /** One sentence for people: approved by what for which levels until when, or not and why. */
    public String state(Instant at, Locale locale) {
        List<ProviderRecord> now = inForce(at);
        if (now.isEmpty()) {
            Level asked =
                    matching.stream()
                            .flatMap(record -> record.levels().stream())
                            .min(Comparator.naturalOrder())
                            .orElse(Level.MAT);
            return text(locale, "state.none", why(asked, at, locale));
        }
        return now.stream()
                .map(record ->
                        text(
                                locale,
                                "state.approved",
                                Words.levels(record.levels()),
                                record.approvalNumber(),
                                record.authority(),
                                Words.moment(record.validUntil())))
                .collect(Collectors.joining(" "));
    }

    /** For other programs: the module and every approval of it with whether it counts. */
    public JsonObject toJson(Instant at) {
        JsonObject.Builder parts = JsonObject.builder();
        module.parts().forEach(parts::put);
        return JsonObject.builder()
                .put("approved", !inForce(at).isEmpty())
                .put("module", parts.build())
                .putObjects(
                        "approvals",
                        matching.stream()
                                .map(record ->
                                        JsonObject.builder()
                                                .put("approvalNumber", record.approvalNumber())
                                                .put("authority", record.authority())
                                                .put("validFrom", record.validFrom())
                                                .put("validUntil", record.validUntil())
                                                .putStrings(
                                                        "levels",
                                                        record.levels().stream()
                                                                .sorted()
                                                                .map(Level::code)
                                                                .toList())
                                                .put("inForce", inForce(at).contains(record))
                                                .build())
                                .toList())
                .put("vi", state(at, Locale.forLanguageTag("vi")))
                .put("en", state(at, Locale.ENGLISH))
                .build();
    }

    private static String text(Locale locale, String key, String... arguments) {
        return Words.text(locale, key, List.of(arguments));
    }
}

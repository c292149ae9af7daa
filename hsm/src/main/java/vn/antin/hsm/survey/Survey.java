package vn.antin.hsm.survey;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.MechanismInfo;
import vn.antin.hsm.pkcs11.ModuleInfo;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.pkcs11.Pkcs11Module;

/**
 * Everything that a module says of itself and its tokens. A snapshot; taking it needs no PIN and
 * changes nothing.
 */
public record Survey(Path path, ModuleInfo module, List<Entry> tokens) {
    /** Keeps its own copy. */
    public Survey {
        tokens = List.copyOf(tokens);
    }

    /**
     * One token and its slot.
     *
     * @param mechanisms in the order of their numbers
     */
    public record Entry(
            ModuleInfo.Slot slot,
            ModuleToken token,
            ModuleInfo.Limits limits,
            List<MechanismInfo> mechanisms,
            List<Finding> findings) {
        /** Keeps its own copies. */
        public Entry {
            mechanisms = List.copyOf(mechanisms);
            findings = List.copyOf(findings);
        }

        /** The mechanism with this number, if it is listed. */
        public Optional<MechanismInfo> mechanism(long code) {
            return mechanisms.stream().filter(each -> each.code() == code).findFirst();
        }
    }

    /**
     * Asks a module.
     *
     * @param initArguments text that the module wants when it is initialised, if any
     * @param label the one token wanted; all when empty
     * @throws KeyException TOKEN_MISSING without the library or a token with the label
     */
    public static Survey of(Path library, Optional<String> initArguments, Optional<String> label) {
        try (Pkcs11Module module =
                Pkcs11Module.acquire(library, ModuleOptions.parallel(initArguments))) {
            Survey survey = of(module, label);
            if (label.isPresent() && survey.tokens().isEmpty()) {
                throw new KeyException(
                        KeyException.Reason.TOKEN_MISSING,
                        "no token with label \"" + label.get() + "\" in " + library,
                        null);
            }
            return survey;
        }
    }

    /** Asks a module that is loaded. */
    public static Survey of(Pkcs11Module module, Optional<String> label) {
        ModuleInfo info = module.info();
        var entries = new ArrayList<Entry>();
        for (ModuleToken token : module.tokens()) {
            if (label.isEmpty() || token.label().equals(label.get())) {
                entries.add(entry(module, info, token));
            }
        }
        return new Survey(module.path(), info, entries);
    }

    private static Entry entry(Pkcs11Module module, ModuleInfo info, ModuleToken token) {
        long slot = token.slot();
        List<MechanismInfo> mechanisms =
                module.mechanismInfos(slot).stream()
                        .sorted((a, b) -> Long.compareUnsigned(a.code(), b.code()))
                        .toList();
        ModuleInfo.Limits limits = module.limits(slot);
        return new Entry(
                module.slot(slot),
                token,
                limits,
                mechanisms,
                Findings.of(info, token, limits, mechanisms));
    }

    /** For other programs; findings in both languages. */
    public JsonObject toJson(MechanismNames names) {
        return json(names, unused -> Optional.empty());
    }

    /**
     * The same with the approvals.
     *
     * @param approval what is known of the approval of each token's module
     */
    public JsonObject toJson(MechanismNames names, Function<Entry, JsonObject> approval) {
        return json(names, approval.andThen(Optional::of));
    }

    private JsonObject json(MechanismNames names, Function<Entry, Optional<JsonObject>> approval) {
        return JsonObject.builder()
                .put("path", path.toString())
                .put("description", module.description())
                .put("manufacturer", module.manufacturer())
                .put("version", module.version())
                .put("cryptoki", module.cryptoki())
                .putObjects(
                        "tokens", tokens.stream().map(each -> json(each, names, approval)).toList())
                .build();
    }

    private static JsonObject json(
            Entry entry, MechanismNames names, Function<Entry, Optional<JsonObject>> approval) {
        ModuleToken token = entry.token();
        ModuleInfo.Limits limits = entry.limits();
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("slot", number(entry.slot().number()))
                        .put("slotDescription", entry.slot().description())
                        .put("removable", entry.slot().removable())
                        .put("hardware", entry.slot().inHardware())
                        .put("label", token.label())
                        .put("serial", token.serial())
                        .put("manufacturer", token.manufacturer())
                        .put("model", token.model())
                        .put("firmware", token.firmware())
                        .putStrings(
                                "flags",
                                TokenFlag.of(token.flags()).stream().map(Enum::name).toList())
                        .put("maxSessions", number(limits.maxSessions()))
                        .put("maxWritingSessions", number(limits.maxWritingSessions()))
                        .put("minPin", number(limits.minPin()))
                        .put("maxPin", number(limits.maxPin()))
                        .putObjects(
                                "mechanisms",
                                entry.mechanisms().stream().map(each -> json(each, names)).toList())
                        .putObjects(
                                "findings", entry.findings().stream().map(Survey::json).toList());
        approval.apply(entry).ifPresent(known -> json.put("approval", known));
        return json.build();
    }

    private static JsonObject json(MechanismInfo mechanism, MechanismNames names) {
        return JsonObject.builder()
                .put("code", mechanism.code())
                .put("name", names.name(mechanism))
                .put("minKey", number(mechanism.minKey()))
                .put("maxKey", number(mechanism.maxKey()))
                .putStrings("uses", mechanism.uses().stream().map(Enum::name).toList())
                .build();
    }

    private static JsonObject json(Finding finding) {
        return JsonObject.builder()
                .put("grade", finding.grade().name())
                .put("key", finding.key())
                .put("vi", finding.text(Locale.forLanguageTag("vi")))
                .put("en", finding.text(Locale.ENGLISH))
                .build();
    }

    /** Numbers beyond what JSON keeps exactly mean "no limit told". */
    private static long number(long value) {
        return Math.abs(value) > JsonObject.MAX_INTEGER ? -1 : value;
    }
}

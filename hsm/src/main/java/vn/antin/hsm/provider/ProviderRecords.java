package vn.antin.hsm.provider;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.policies.label.Level;

/**
 * The records of {@code providers.json} (docs/formats/provider-records.md). Strict: nothing
 * unknown, nothing missing, nothing twice. Immutable.
 *
 * @param records in the order of the file
 */
public record ProviderRecords(List<ProviderRecord> records) {
    /** Name of the file in a gateway's folder. */
    public static final String FILE_NAME = "providers.json";

    /** Largest file in bytes. */
    public static final int MAX_SIZE = 1 << 20;

    /** No record at all: what the program is shipped with. */
    public static final ProviderRecords NONE = new ProviderRecords(List.of());

    private static final int MAX_RECORDS = 1000;
    private static final Pattern VENDOR_CODE = Pattern.compile("0x[89a-f][0-9a-f]{7}");
    private static final int MAX_TEXT = 128;
    private static final Pattern NUMBER =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._/-]{0,63}", Pattern.UNICODE_CASE);

    /** Copies the list. */
    public ProviderRecords {
        records = List.copyOf(records);
    }

    /**
     * Reads the file.
     *
     * @throws ProviderProblem with the place and the fault
     */
    public static ProviderRecords parse(byte[] utf8) throws ProviderProblem {
        if (utf8.length > MAX_SIZE) {
            throw new ProviderProblem(null, "file.size", String.valueOf(MAX_SIZE));
        }
        List<JsonObject> entries;
        try {
            JsonObject file = JsonObject.parse(utf8).onlyKeys("version", "providers");
            if (file.integer("version") != 1) {
                throw new ProviderProblem(null, "file.version");
            }
            entries = file.objects("providers");
        } catch (JsonException e) {
            throw new ProviderProblem(e, "file.json", String.valueOf(e.getMessage()));
        }
        if (entries.size() > MAX_RECORDS) {
            throw new ProviderProblem(null, "file.count", String.valueOf(MAX_RECORDS));
        }
        List<ProviderRecord> records = new ArrayList<>();
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            String where = "providers[" + i + "]";
            ProviderRecord record;
            try {
                record = record(where, entries.get(i));
            } catch (JsonException e) {
                throw new ProviderProblem(e, "record.json", where, String.valueOf(e.getMessage()));
            }
            if (!numbers.add(record.approvalNumber())) {
                throw new ProviderProblem(null, "record.twice", where, record.approvalNumber());
            }
            records.add(record);
        }
        return new ProviderRecords(records);
    }

    private static ProviderRecord record(String where, JsonObject json) throws ProviderProblem {
        json.onlyKeys(
                "approvalNumber",
                "authority",
                "validFrom",
                "validUntil",
                "levels",
                "module",
                "mechanisms");
        String number = json.string("approvalNumber");
        if (!NUMBER.matcher(number).matches() || number.equalsIgnoreCase(Evidence.NO_APPROVAL)) {
            throw new ProviderProblem(null, "record.number", where);
        }
        Instant from = json.instant("validFrom");
        Instant until = json.instant("validUntil");
        if (!from.isBefore(until)) {
            throw new ProviderProblem(null, "record.dates", where);
        }
        return new ProviderRecord(
                number,
                text(where, "authority", json),
                from,
                until,
                levels(where, json),
                module(where + ".module", json.object("module")),
                mechanisms(where, json.optionalObject("mechanisms")));
    }

    private static Map<Long, Long> mechanisms(String where, Optional<JsonObject> json)
            throws ProviderProblem {
        Map<Long, Long> codes = new HashMap<>();
        if (json.isPresent()) {
            for (String name : json.get().keys()) {
                Optional<Long> standard = Mechanism.code(name);
                String vendor = json.get().string(name);
                if (standard.isEmpty() || !VENDOR_CODE.matcher(vendor).matches()) {
                    throw new ProviderProblem(null, "record.mechanisms", where, name);
                }
                codes.put(standard.get(), Long.parseLong(vendor.substring(2), 16));
            }
        }
        return codes;
    }

    private static Set<Level> levels(String where, JsonObject json) throws ProviderProblem {
        EnumSet<Level> levels = EnumSet.noneOf(Level.class);
        for (String code : json.strings("levels")) {
            Optional<Level> level = Level.ofCode(code).filter(l -> l != Level.KHONG_MAT);
            if (level.isEmpty() || !levels.add(level.get())) {
                throw new ProviderProblem(null, "record.levels", where);
            }
        }
        if (levels.isEmpty()) {
            throw new ProviderProblem(null, "record.levels", where);
        }
        return levels;
    }

    private static ModuleIdentity module(String where, JsonObject json) throws ProviderProblem {
        json.onlyKeys(
                "manufacturer",
                "libraryVersion",
                "tokenManufacturer",
                "tokenModel",
                "firmware",
                "librarySha256");
        String hash = json.string("librarySha256");
        if (!Digest.isText(hash)) {
            throw new ProviderProblem(null, "record.hash", where);
        }
        return new ModuleIdentity(
                text(where, "manufacturer", json),
                text(where, "libraryVersion", json),
                text(where, "tokenManufacturer", json),
                text(where, "tokenModel", json),
                text(where, "firmware", json),
                Digest.parse(hash));
    }

    private static String text(String where, String key, JsonObject json) throws ProviderProblem {
        String text = json.string(key);
        if (text.isBlank()
                || !text.equals(text.strip())
                || text.length() > MAX_TEXT
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new ProviderProblem(
                    null, "record.text", where + "." + key, String.valueOf(MAX_TEXT));
        }
        return text;
    }

    /**
     * Numbers of the vendor for mechanisms of the standard, of the first record for this library
     * that has some; whether it is still approved is another question.
     */
    public Map<Long, Long> vendorCodes(Path library) {
        if (records.stream().allMatch(record -> record.vendorCodes().isEmpty())) {
            return Map.of();
        }
        Digest hash = ModuleIdentity.hash(library);
        return records.stream()
                .filter(record -> record.module().librarySha256().equals(hash))
                .map(ProviderRecord::vendorCodes)
                .filter(codes -> !codes.isEmpty())
                .findFirst()
                .orElse(Map.of());
    }

    /** What these records say of the module at hand. */
    public ModuleApproval of(ModuleIdentity module) {
        return new ModuleApproval(
                module,
                records.stream().filter(record -> record.module().equals(module)).toList(),
                records);
    }
}

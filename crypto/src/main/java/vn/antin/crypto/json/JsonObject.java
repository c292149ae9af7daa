package vn.antin.crypto.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object. Immutable; equality is by value; keys are in the order of RFC 8785.
 *
 * <p>Values are strings, whole numbers within ±(2^53-1), booleans, objects, and lists of these. The
 * getters throw {@link JsonException} when a field is missing or of another type.
 */
public final class JsonObject {
    /** Largest whole number that every JSON reader keeps exactly (RFC 7493 2.2). */
    public static final long MAX_INTEGER = (1L << 53) - 1;

    private final Map<String, Object> fields;

    private JsonObject(SortedMap<String, Object> fields) {
        this.fields = Collections.unmodifiableMap(fields);
    }

    /** Starts an object. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Parses one object of at most 16 MiB; order and white space are free, doubled keys, null and
     * fractions are refused.
     */
    public static JsonObject parse(byte[] utf8) {
        return JsonReader.read(utf8);
    }

    /** Parses an object that must be in canonical form, byte for byte. */
    public static JsonObject parseCanonical(byte[] utf8) {
        JsonObject object = parse(utf8);
        if (!java.util.Arrays.equals(object.canonicalBytes(), utf8)) {
            throw new JsonException("not in the canonical form of RFC 8785");
        }
        return object;
    }

    /** The canonical form (RFC 8785) in UTF-8. */
    public byte[] canonicalBytes() {
        return JsonWriter.write(this);
    }

    /** A builder that begins with these fields. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.fields.putAll(fields);
        return builder;
    }

    /** The names of the fields in canonical order. */
    public Set<String> keys() {
        return fields.keySet();
    }

    /** Whether the field is there. */
    public boolean has(String key) {
        return fields.containsKey(key);
    }

    /** A string field. */
    public String string(String key) {
        return get(key, String.class, "a string");
    }

    /** A string field that may be absent. */
    public Optional<String> optionalString(String key) {
        return has(key) ? Optional.of(string(key)) : Optional.empty();
    }

    /** Bytes in base64 with padding (RFC 4648 4); every other spelling is refused. */
    public byte[] bytes(String key) {
        return JsonScalars.bytes(key, string(key));
    }

    /** An instant, in UTC to the millisecond: {@code 2026-11-22T03:04:05.678Z}, no other form. */
    public Instant instant(String key) {
        return JsonScalars.instant(key, string(key));
    }

    /** An instant that may be absent. */
    public Optional<Instant> optionalInstant(String key) {
        return has(key) ? Optional.of(instant(key)) : Optional.empty();
    }

    /** A whole number. */
    public long integer(String key) {
        return get(key, Long.class, "a whole number");
    }

    /** A boolean. */
    public boolean bool(String key) {
        return get(key, Boolean.class, "true or false");
    }

    /** An object. */
    public JsonObject object(String key) {
        return get(key, JsonObject.class, "an object");
    }

    /** An object that may be absent. */
    public Optional<JsonObject> optionalObject(String key) {
        return has(key) ? Optional.of(object(key)) : Optional.empty();
    }

    /** A list of objects. */
    public List<JsonObject> objects(String key) {
        return list(key, JsonObject.class, "objects");
    }

    /** A list of strings. */
    public List<String> strings(String key) {
        return list(key, String.class, "strings");
    }

    /** Refuses every field that is not named: signed formats have no unknown parts. */
    public JsonObject onlyKeys(String... known) {
        Set<String> allowed = Set.of(known);
        for (String key : fields.keySet()) {
            if (!allowed.contains(key)) {
                throw new JsonException("unknown field \"" + key + "\"");
            }
        }
        return this;
    }

    Map<String, Object> fields() {
        return fields;
    }

    private <T> T get(String key, Class<T> type, String words) {
        Object value = fields.get(key);
        if (value == null) {
            throw new JsonException("field \"" + key + "\" is missing");
        }
        if (!type.isInstance(value)) {
            throw new JsonException("field \"" + key + "\" must be " + words);
        }
        return type.cast(value);
    }

    private <T> List<T> list(String key, Class<T> type, String words) {
        List<?> values = get(key, List.class, "a list");
        List<T> result = new ArrayList<>(values.size());
        for (Object value : values) {
            if (!type.isInstance(value)) {
                throw new JsonException("field \"" + key + "\" must be a list of " + words);
            }
            result.add(type.cast(value));
        }
        return Collections.unmodifiableList(result);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && fields.equals(object.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** Only the names of the fields: values may be secret. */
    @Override
    public String toString() {
        return "JsonObject" + fields.keySet();
    }

    /** Collects fields; not thread-safe; one use. */
    public static final class Builder {
        private final TreeMap<String, Object> fields = new TreeMap<>();

        private Builder() {}

        /** A string; unpaired surrogates are refused. */
        public Builder put(String key, String value) {
            return add(key, value);
        }

        /** A whole number within ±(2^53-1). */
        public Builder put(String key, long value) {
            return add(key, value);
        }

        /** A boolean. */
        public Builder put(String key, boolean value) {
            return add(key, value);
        }

        /** Bytes, as base64 with padding. */
        public Builder put(String key, byte[] value) {
            return add(key, JsonScalars.text(value));
        }

        /** An instant, cut to the millisecond; years 0 to 9999. */
        public Builder put(String key, Instant value) {
            return add(key, JsonScalars.text(key, value));
        }

        /** An object. */
        public Builder put(String key, JsonObject value) {
            return add(key, value);
        }

        /** A list of objects. */
        public Builder putObjects(String key, Collection<JsonObject> values) {
            return add(key, List.copyOf(values));
        }

        /** A list of strings. */
        public Builder putStrings(String key, Collection<String> values) {
            return add(key, List.copyOf(values));
        }

        /** A string, when there is one. */
        public Builder putIfPresent(String key, Optional<String> value) {
            value.ifPresent(present -> add(key, present));
            return this;
        }

        Builder add(String key, Object value) {
            JsonWriter.check(key, value);
            if (fields.put(key, value) != null) {
                throw new JsonException("field \"" + key + "\" stands twice");
            }
            return this;
        }

        /** The object. */
        public JsonObject build() {
            return new JsonObject(new TreeMap<>(fields));
        }
    }
}

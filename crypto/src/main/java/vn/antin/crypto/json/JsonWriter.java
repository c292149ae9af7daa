package vn.antin.crypto.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes the canonical form of RFC 8785: keys in UTF-16 order, no white space, least escaping. */
final class JsonWriter {
    private JsonWriter() {}

    static byte[] write(JsonObject object) {
        StringBuilder out = new StringBuilder(256);
        value(out, object);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    static void check(String key, Object value) {
        checkText(key, key);
        checkValue(key, value);
    }

    private static void checkValue(String key, Object value) {
        switch (value) {
            case String text -> checkText(key, text);
            case Long number -> {
                if (number > JsonObject.MAX_INTEGER || number < -JsonObject.MAX_INTEGER) {
                    throw new JsonException("field \"" + key + "\" is out of range");
                }
            }
            case List<?> list -> list.forEach(entry -> checkValue(key, entry));
            default -> {
                // Objects were checked when they were built, booleans need no check.
            }
        }
    }

    private static void checkText(String key, String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new JsonException("field \"" + key + "\" holds an unpaired surrogate");
        }
    }

    private static void value(StringBuilder out, Object value) {
        switch (value) {
            case JsonObject object -> object(out, object.fields());
            case List<?> list -> list(out, list);
            case String text -> string(out, text);
            default -> out.append(value);
        }
    }

    private static void object(StringBuilder out, Map<String, Object> fields) {
        out.append('{');
        String comma = "";
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            out.append(comma);
            string(out, field.getKey());
            out.append(':');
            value(out, field.getValue());
            comma = ",";
        }
        out.append('}');
    }

    private static void list(StringBuilder out, List<?> values) {
        out.append('[');
        String comma = "";
        for (Object value : values) {
            out.append(comma);
            value(out, value);
            comma = ",";
        }
        out.append(']');
    }

    private static void string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}

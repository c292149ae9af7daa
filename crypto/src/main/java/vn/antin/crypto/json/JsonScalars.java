package vn.antin.crypto.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;

/** Bytes and instants as strings; each value has one spelling. */
final class JsonScalars {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private JsonScalars() {}

    static String text(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static byte[] bytes(String key, String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (text(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new JsonException("field \"" + key + "\" must be base64", e);
        }
        throw new JsonException("field \"" + key + "\" must be base64 with padding");
    }

    static String text(String key, Instant instant) {
        Instant cut = instant.truncatedTo(ChronoUnit.MILLIS);
        if (cut.isBefore(FIRST) || cut.isAfter(LAST)) {
            throw new JsonException("field \"" + key + "\" is not within the years 0 to 9999");
        }
        return INSTANT.format(cut);
    }

    static Instant instant(String key, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (text(key, instant).equals(text)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw new JsonException("field \"" + key + "\" must be an instant", e);
        }
        throw new JsonException(
                "field \"" + key + "\" must be an instant such as 2026-11-22T03:04:05.678Z");
    }
}

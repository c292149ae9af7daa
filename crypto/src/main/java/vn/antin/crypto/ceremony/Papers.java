package vn.antin.crypto.ceremony;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;

/** What the papers of a ceremony have in common. */
final class Papers {
    private static final int VERSION = 1;
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}\\p{Co}\\p{Cf}]{1,128}");

    private Papers() {}

    static JsonObject.Builder start(String type) {
        return JsonObject.builder().put("type", type).put("version", VERSION);
    }

    /** Refuses papers of another kind. */
    static void require(JsonObject json, String type) {
        if (!json.string("type").equals(type) || json.integer("version") != VERSION) {
            throw new JsonException("not of type " + type + ", version " + VERSION);
        }
    }

    /** What is signed: a line that keeps it apart from other signatures, then canonical JSON. */
    static byte[] signed(String type, JsonObject json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes((type + "-v" + VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(json.canonicalBytes());
        return bytes.toByteArray();
    }

    static PublicKey key(JsonObject json, String field) {
        return parsed(field, () -> PublicKeys.parse(json.bytes(field)));
    }

    static Digest digest(JsonObject json, String field) {
        return parsed(field, () -> Digest.parse(json.string(field)));
    }

    static Optional<Digest> optionalDigest(JsonObject json, String field) {
        return json.has(field) ? Optional.of(digest(json, field)) : Optional.empty();
    }

    /** What a constructor refuses is a wrong field to a reader. */
    static <T> T parsed(String field, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw new JsonException("field \"" + field + "\": " + e.getMessage(), e);
        }
    }

    /** A name that a person reads: 1 to 128 characters, none invisible. */
    static boolean isText(String text) {
        return TEXT.matcher(text).matches() && text.strip().equals(text);
    }

    /** Refuses what is none. */
    static void requireText(String text, String what) {
        if (!isText(text)) {
            throw new IllegalArgumentException(what + " must be 1 to 128 visible characters");
        }
    }
}

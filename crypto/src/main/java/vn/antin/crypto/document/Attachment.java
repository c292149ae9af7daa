package vn.antin.crypto.document;

import java.util.OptionalInt;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * One attached file as the document card names it. The inner signature covers the file through this
 * digest, wherever the bytes are.
 *
 * @param name file name, made NFC; no path, control, format or bidirectional characters, at most
 *     255 bytes
 * @param mediaType lower-case {@code type/subtype} without parameters (RFC 6838 4.2)
 * @param size length in bytes
 * @param sha256 of the plaintext
 * @param pages number of pages when the kind of file has pages; checked by the recipient
 * @param location inside or beside the document
 */
public record Attachment(
        String name,
        String mediaType,
        long size,
        Digest sha256,
        OptionalInt pages,
        Location location) {
    private static final String MEDIA_TYPE =
            "[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}";

    /** Checks every field; throws {@link DocumentException}. */
    public Attachment {
        name = Texts.fileName(name);
        if (!mediaType.matches(MEDIA_TYPE)) {
            throw new DocumentException("media type is not lower-case type/subtype");
        }
        if (size < 0 || size > AttachmentSizes.MAX_PLAIN) {
            throw new DocumentException("attachment size is out of range");
        }
        if (pages.isPresent() && (pages.getAsInt() < 1 || pages.getAsInt() > 1_000_000)) {
            throw new DocumentException("page count is out of range");
        }
        if (location instanceof Location.Inline && size > Document.MAX_INLINE) {
            throw new DocumentException("an attachment over 1 MiB must travel beside the document");
        }
        if (location instanceof Location.Detached detached
                && detached.cipherSize() != AttachmentSizes.cipherSize(size)) {
            throw new DocumentException("attachment sizes do not belong together");
        }
    }

    JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("mediaType", mediaType)
                        .put("name", name)
                        .put("sha256", sha256.hex())
                        .put("size", size);
        pages.ifPresent(count -> json.put("pages", count));
        switch (location) {
            case Location.Inline inline -> json.put("inline", inline.contentId());
            case Location.Detached detached -> json.put("detached", detachedJson(detached));
        }
        return json.build();
    }

    private static JsonObject detachedJson(Location.Detached detached) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("cipherSha256", detached.cipherSha256().hex())
                        .put("cipherSize", detached.cipherSize());
        detached.key().with(key -> json.put("key", key));
        return json.build();
    }

    static Attachment fromJson(JsonObject json) {
        json.onlyKeys("detached", "inline", "mediaType", "name", "pages", "sha256", "size");
        if (json.has("inline") == json.has("detached")) {
            throw new JsonException("an attachment is either inline or detached");
        }
        return new Attachment(
                json.string("name"),
                json.string("mediaType"),
                json.integer("size"),
                digest(json, "sha256"),
                json.has("pages")
                        ? OptionalInt.of(toInt("pages", json.integer("pages")))
                        : OptionalInt.empty(),
                json.has("inline")
                        ? new Location.Inline(json.string("inline"))
                        : detached(json.object("detached")));
    }

    private static Location detached(JsonObject json) {
        json.onlyKeys("cipherSha256", "cipherSize", "key");
        return new Location.Detached(
                SecretBytes.owning(json.bytes("key")),
                digest(json, "cipherSha256"),
                json.integer("cipherSize"));
    }

    private static Digest digest(JsonObject json, String key) {
        String hex = json.string(key);
        if (!Digest.isText(hex)) {
            throw new JsonException("field \"" + key + "\" must be a SHA-256 in hexadecimal");
        }
        return Digest.parse(hex);
    }

    static int toInt(String key, long value) {
        if (value != (int) value) {
            throw new JsonException("field \"" + key + "\" is out of range");
        }
        return (int) value;
    }

    /** Names neither the file nor the key: both may be secret. */
    @Override
    public String toString() {
        return "Attachment[" + size + " bytes]";
    }
}

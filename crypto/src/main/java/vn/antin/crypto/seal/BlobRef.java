package vn.antin.crypto.seal;

import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

/**
 * A file on the wire, named by what is in it. Immutable.
 *
 * @param sha256 of its bytes
 * @param size in bytes, 0 to 64 GiB
 */
public record BlobRef(Digest sha256, long size) {
    /** Checks the size. */
    public BlobRef {
        if (size < 0 || size > 1L << 36) {
            throw new IllegalArgumentException("the size of a blob is out of range");
        }
    }

    /** Of these bytes. */
    public static BlobRef of(byte[] bytes) {
        return new BlobRef(Digest.of(bytes), bytes.length);
    }

    /** As JSON: {@code {"sha256":"...","size":1}}. */
    public JsonObject toJson() {
        return JsonObject.builder().put("sha256", sha256.hex()).put("size", size).build();
    }

    /**
     * Reads {@link #toJson}.
     *
     * @throws JsonException when it is anything else
     */
    public static BlobRef fromJson(JsonObject json) {
        json.onlyKeys("sha256", "size");
        try {
            return new BlobRef(Digest.parse(json.string("sha256")), json.integer("size"));
        } catch (IllegalArgumentException e) {
            throw new JsonException("not the digest and size of a blob", e);
        }
    }
}

package vn.antin.crypto.ceremony;

import java.security.PublicKey;
import java.util.Optional;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonObject;

/**
 * A key in a backup, as the token wrapped it (AES key wrap with padding, RFC 5649). Immutable.
 *
 * @param label CKA_LABEL
 * @param wrapped PKCS#8 or the bytes of an AES key, wrapped under the backup key
 * @param publicKey of a key pair; empty for a secret key
 * @param check SHA-256 of what a secret key makes of a known text; empty for a key pair
 */
@SuppressWarnings("ArrayRecordComponent") // papers are compared by their bytes
public record WrappedKey(
        String label, byte[] wrapped, Optional<PublicKey> publicKey, Optional<Digest> check) {
    private static final int MAX_LENGTH = 4096;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when a part is impossible
     */
    public WrappedKey {
        Papers.requireText(label, "a key's label");
        if (publicKey.isPresent() == check.isPresent()
                || wrapped.length < 24
                || wrapped.length > MAX_LENGTH
                || wrapped.length % 8 != 0) {
            throw new IllegalArgumentException("not a wrapped key: " + label);
        }
        wrapped = wrapped.clone();
    }

    @Override
    public byte[] wrapped() {
        return wrapped.clone();
    }

    JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("label", label)
                        .put("wrapped", wrapped)
                        .putIfPresent("check", check.map(Digest::hex));
        publicKey.ifPresent(key -> json.put("publicKey", key.getEncoded()));
        return json.build();
    }

    static WrappedKey fromJson(JsonObject json) {
        json.onlyKeys("label", "wrapped", "publicKey", "check");
        return new WrappedKey(
                json.string("label"),
                json.bytes("wrapped"),
                json.has("publicKey")
                        ? Optional.of(Papers.key(json, "publicKey"))
                        : Optional.empty(),
                json.has("check") ? Optional.of(Papers.digest(json, "check")) : Optional.empty());
    }
}

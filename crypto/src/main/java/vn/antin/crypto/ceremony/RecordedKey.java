package vn.antin.crypto.ceremony;

import java.security.PublicKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import vn.antin.crypto.json.JsonObject;

/**
 * One key of a ceremony. Immutable.
 *
 * @param label CKA_LABEL
 * @param type EC_P256, EC_P384, ED25519 or AES_256
 * @param id CKA_ID in hexadecimal; empty for a secret key
 * @param publicKey empty for a secret key
 * @param attributes as read back from the token: names of CKA without the prefix
 */
public record RecordedKey(
        String label,
        String type,
        Optional<String> id,
        Optional<PublicKey> publicKey,
        SortedMap<String, Boolean> attributes) {
    private static final Pattern ID = Pattern.compile("(?:[0-9a-f]{2}){1,64}");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when a part is impossible
     */
    public RecordedKey {
        Papers.requireText(label, "a key's label");
        Papers.requireText(type, "a key's type");
        if (id.isPresent() != publicKey.isPresent()
                || id.filter(hex -> !ID.matcher(hex).matches()).isPresent()) {
            throw new IllegalArgumentException("a key has an identifier and a public half, or not");
        }
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /**
     * Whether it cannot leave its token in clear: see docs/key-ceremony.md.
     *
     * @param recoverable whether it may leave wrapped under a trusted key
     */
    boolean isGuarded(boolean recoverable) {
        return is("SENSITIVE", true)
                && is("EXTRACTABLE", recoverable)
                && (!recoverable || is("WRAP_WITH_TRUSTED", true));
    }

    /** Whether it is the same key; two secret keys with one label cannot be told apart. */
    boolean isSame(RecordedKey other) {
        return label.equals(other.label)
                && type.equals(other.type)
                && publicKey.equals(other.publicKey);
    }

    /** Whether it may leave its token, wrapped. */
    boolean leaves() {
        return is("EXTRACTABLE", true);
    }

    private boolean is(String attribute, boolean value) {
        Boolean told = attributes.get(attribute);
        return told != null && told == value;
    }

    JsonObject toJson() {
        JsonObject.Builder told = JsonObject.builder();
        for (var each : attributes.entrySet()) {
            told.put(each.getKey(), each.getValue());
        }
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("label", label)
                        .put("type", type)
                        .put("attributes", told.build())
                        .putIfPresent("id", id);
        publicKey.ifPresent(key -> json.put("publicKey", key.getEncoded()));
        return json.build();
    }

    static RecordedKey fromJson(JsonObject json) {
        json.onlyKeys("label", "type", "attributes", "id", "publicKey");
        JsonObject told = json.object("attributes");
        SortedMap<String, Boolean> attributes = new TreeMap<>();
        for (String name : told.keys()) {
            Papers.requireText(name, "an attribute");
            attributes.put(name, told.bool(name));
        }
        Optional<PublicKey> publicKey =
                json.has("publicKey")
                        ? Optional.of(Papers.key(json, "publicKey"))
                        : Optional.empty();
        return new RecordedKey(
                json.string("label"),
                json.string("type"),
                json.optionalString("id"),
                publicKey,
                attributes);
    }
}

package vn.antin.crypto.ceremony;

import vn.antin.crypto.json.JsonObject;

/**
 * A token as it described itself at the end of a ceremony. Immutable.
 *
 * @param label CKA label
 * @param serial serial number
 * @param manufacturer who made it; may be empty
 * @param model may be empty
 * @param firmware version; may be empty
 */
public record RecordedToken(
        String label, String serial, String manufacturer, String model, String firmware) {
    /**
     * Checks that label and serial number are there.
     *
     * @throws IllegalArgumentException when they are not
     */
    public RecordedToken {
        Papers.requireText(label, "the token's label");
        Papers.requireText(serial, "the serial number");
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("label", label)
                .put("serial", serial)
                .put("manufacturer", manufacturer)
                .put("model", model)
                .put("firmware", firmware)
                .build();
    }

    static RecordedToken fromJson(JsonObject json) {
        json.onlyKeys("label", "serial", "manufacturer", "model", "firmware");
        return new RecordedToken(
                json.string("label"),
                json.string("serial"),
                json.string("manufacturer"),
                json.string("model"),
                json.string("firmware"));
    }
}

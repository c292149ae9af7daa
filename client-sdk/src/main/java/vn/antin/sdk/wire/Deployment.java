package vn.antin.sdk.wire;

import vn.antin.crypto.json.JsonObject;

/**
 * What a gateway says of itself: whether it is an exercise, and whether its cipher module is
 * approved for state secrets.
 *
 * @param exercise whether everything that it makes carries the mark of an exercise
 * @param approved whether an approval of the cipher module counts at the moment
 * @param vietnamese the module and its approval, or why there is none, in Vietnamese
 * @param english the same in English
 */
public record Deployment(boolean exercise, boolean approved, String vietnamese, String english) {
    /** The message. */
    public JsonObject toJson() {
        return JsonObject.builder()
                .put("exercise", exercise)
                .put("approved", approved)
                .put("vi", vietnamese)
                .put("en", english)
                .build();
    }

    /** Reads the message; unknown fields are refused. */
    public static Deployment fromJson(JsonObject json) {
        json.onlyKeys("exercise", "approved", "vi", "en");
        return new Deployment(
                json.bool("exercise"), json.bool("approved"), json.string("vi"), json.string("en"));
    }
}

package vn.antin.sdk.wire;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.policies.label.Level;

/**
 * What a gateway says of itself: whether it is an exercise, and whether its cipher module is
 * approved for state secrets.
 *
 * @param exercise whether everything that it makes carries the mark of an exercise
 * @param approved whether an approval of the cipher module counts at the moment
 * @param vietnamese the module and its approval, or why there is none, in Vietnamese
 * @param english the same in English
 * @param nested levels whose documents its rules want in the quantum-safe layer
 */
public record Deployment(
        boolean exercise, boolean approved, String vietnamese, String english, Set<Level> nested) {
    /** Copies the set. */
    public Deployment {
        nested = Collections.unmodifiableSet(new TreeSet<>(nested));
    }

    /** Of a gateway that asks for no quantum-safe layer. */
    public Deployment(boolean exercise, boolean approved, String vietnamese, String english) {
        this(exercise, approved, vietnamese, english, Set.of());
    }

    /** The message. */
    public JsonObject toJson() {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("exercise", exercise)
                        .put("approved", approved)
                        .put("vi", vietnamese)
                        .put("en", english);
        if (!nested.isEmpty()) {
            json.putStrings("nested", nested.stream().map(Level::code).toList());
        }
        return json.build();
    }

    /** Reads the message; unknown fields are refused. */
    public static Deployment fromJson(JsonObject json) {
        json.onlyKeys("exercise", "approved", "vi", "en", "nested");
        return new Deployment(
                json.bool("exercise"),
                json.bool("approved"),
                json.string("vi"),
                json.string("en"),
                levels(json));
    }

    private static Set<Level> levels(JsonObject json) {
        Set<Level> levels = new TreeSet<>();
        for (String code : json.has("nested") ? json.strings("nested") : List.<String>of()) {
            levels.add(
                    Level.ofCode(code)
                            .orElseThrow(() -> new JsonException("field \"nested\" is malformed")));
        }
        return levels;
    }
}

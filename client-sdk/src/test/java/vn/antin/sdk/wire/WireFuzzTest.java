package vn.antin.sdk.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

class WireFuzzTest {
    private static final List<Samples.Sample> READERS = List.copyOf(Samples.all().values());

    /** The first byte chooses the message; the rest is its JSON. */
    @FuzzTest(maxDuration = "60s")
    void readers_throw_nothing_but_json_exceptions(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Samples.Sample reader = READERS.get((input[0] & 0xff) % READERS.size());
        try {
            JsonObject json =
                    JsonObject.parse(java.util.Arrays.copyOfRange(input, 1, input.length));
            JsonObject once = reader.again().apply(json);
            if (!reader.again().apply(once).equals(once)) {
                throw new AssertionError("not stable: " + Map.of("json", once.toString()));
            }
        } catch (JsonException expected) {
            // Refused, as it should be.
        }
    }
}

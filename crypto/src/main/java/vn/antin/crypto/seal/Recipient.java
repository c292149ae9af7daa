package vn.antin.crypto.seal;

import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonObject;

/**
 * One addressee of a consignment. Immutable.
 *
 * @param endpoint who is to receive it
 * @param gateway the gateway that serves that endpoint
 * @param sequence number of this consignment from the sender to this endpoint, from 1 up without
 *     gaps, so that a missing one is seen
 */
public record Recipient(EndpointId endpoint, EndpointId gateway, long sequence) {
    /** Checks the number. */
    public Recipient {
        if (sequence < 1 || sequence > JsonObject.MAX_INTEGER) {
            throw new IllegalArgumentException("a sequence number is out of range");
        }
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("endpoint", endpoint.toString())
                .put("gateway", gateway.toString())
                .put("sequence", sequence)
                .build();
    }

    static Recipient fromJson(JsonObject json) {
        json.onlyKeys("endpoint", "gateway", "sequence");
        return new Recipient(
                EndpointId.parse(json.string("endpoint")),
                EndpointId.parse(json.string("gateway")),
                json.integer("sequence"));
    }
}

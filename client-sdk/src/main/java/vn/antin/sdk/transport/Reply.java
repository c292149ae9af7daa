package vn.antin.sdk.transport;

import java.net.http.HttpHeaders;
import java.util.OptionalLong;
import java.util.function.Function;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.transport.GatewayMisbehaved.Reason;

/**
 * An answer below 400.
 *
 * @param status of HTTP
 * @param headers of the answer
 * @param body the whole body; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Reply(int status, HttpHeaders headers, byte[] body) {
    /**
     * The body as a message.
     *
     * @throws GatewayMisbehaved when it is not one
     */
    public <T> T read(Function<JsonObject, T> reader) {
        try {
            return reader.apply(JsonObject.parse(body));
        } catch (JsonException e) {
            throw new GatewayMisbehaved(
                    Reason.BAD_ANSWER, "the gateway's answer cannot be read", e);
        }
    }

    /**
     * A header that must be a whole number when it is there.
     *
     * @throws GatewayMisbehaved when it is something else
     */
    public OptionalLong number(String header) {
        try {
            return headers.firstValueAsLong(header);
        } catch (NumberFormatException e) {
            throw new GatewayMisbehaved(
                    Reason.BAD_ANSWER, "header " + header + " is not a number", e);
        }
    }
}

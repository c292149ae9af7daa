package vn.antin.sdk.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.json.JsonObject;
import vn.antin.sdk.wire.Api;

/**
 * One request.
 *
 * @param method of HTTP
 * @param path absolute, with its query, from {@link Api}
 * @param headers beside those that the transport sets
 * @param body with its media type
 * @param maxAnswer longest answer in bytes that is read
 * @param timeout for the whole exchange
 */
public record Call(
        String method,
        String path,
        Map<String, String> headers,
        Optional<Body> body,
        int maxAnswer,
        Duration timeout) {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Copies the headers. */
    public Call {
        headers = Map.copyOf(headers);
    }

    /**
     * Bytes of a request; not copied.
     *
     * @param type media type
     * @param bytes content
     * @param length how many of {@code bytes}, from the first
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Body(String type, byte[] bytes, int length) {}

    /** GET. */
    public static Call get(String path) {
        return new Call("GET", path, Map.of(), Optional.empty(), Api.MAX_ENVELOPE, TIMEOUT);
    }

    /** HEAD. */
    public static Call head(String path) {
        return new Call("HEAD", path, Map.of(), Optional.empty(), 0, TIMEOUT);
    }

    /** POST of a JSON message. */
    public static Call post(String path, JsonObject message) {
        return post(path, Api.JSON, message.canonicalBytes());
    }

    /** POST. */
    public static Call post(String path, String type, byte[] body) {
        return new Call(
                "POST",
                path,
                Map.of(),
                Optional.of(new Body(type, body, body.length)),
                Api.MAX_ENVELOPE,
                TIMEOUT);
    }

    /** PATCH with the first {@code length} bytes. */
    public static Call patch(String path, String type, byte[] bytes, int length) {
        return new Call(
                "PATCH",
                path,
                Map.of(),
                Optional.of(new Body(type, bytes, length)),
                Api.MAX_SMALL_BODY,
                TIMEOUT);
    }

    /** The same with one more header. */
    public Call with(String header, String value) {
        Map<String, String> more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new Call(method, path, more, body, maxAnswer, timeout);
    }

    /** The same with another limit of time. */
    public Call within(Duration limit) {
        return new Call(method, path, headers, body, maxAnswer, limit);
    }
}

package vn.antin.gateway.api;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.xnio.IoUtils;
import vn.antin.crypto.json.JsonObject;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.ProblemCode;

/**
 * One request and its answer, with the limits on what is read. Used by one thread.
 *
 * <p>The path arrives as decoded segments after {@code /v1}; {@code %2F} inside one stays inside.
 */
final class Call {

    private final HttpServerExchange exchange;
    private final List<String> segments;
    private final Caller caller;

    Call(HttpServerExchange exchange, List<String> segments, Caller caller) {
        this.exchange = exchange;
        this.segments = segments;
        this.caller = caller;
    }

    /** Who calls. */
    Caller caller() {
        return caller;
    }

    /** A segment of the path after {@code /v1}. */
    String segment(int index) {
        return segments.get(index);
    }

    /** The segments from one on. */
    List<String> segmentsFrom(int index) {
        return segments.subList(index, segments.size());
    }

    /** The raw exchange, for streams. */
    HttpServerExchange exchange() {
        return exchange;
    }

    /** A query parameter. */
    Optional<String> query(String name) {
        Deque<String> values = exchange.getQueryParameters().get(name);
        return values == null || values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.getFirst());
    }

    /** A query parameter that is a whole number, or {@code otherwise}. */
    long query(String name, long otherwise) {
        Optional<String> text = query(name);
        return text.isPresent() ? number(name, text.get()) : otherwise;
    }

    /** A header. */
    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** A header that must be a whole number. */
    long numberHeader(String name) {
        return number(
                name,
                header(name)
                        .orElseThrow(
                                () -> Refused.of(ProblemCode.MALFORMED, "header.missing", name)));
    }

    private static long number(String name, String text) {
        if (!text.matches("[0-9]{1,15}")) {
            throw Refused.of(ProblemCode.MALFORMED, "number", name);
        }
        return Long.parseLong(text);
    }

    /** Refuses a body of another media type. */
    void requireType(String type) {
        String found = header("Content-Type").orElse("");
        int semicolon = found.indexOf(';');
        String bare = (semicolon < 0 ? found : found.substring(0, semicolon)).strip();
        if (!bare.equalsIgnoreCase(type)) {
            throw Refused.of(ProblemCode.MALFORMED, "content-type", type);
        }
    }

    /** The whole body, of this type and at most so long. */
    byte[] body(String type, int most) throws IOException {
        requireType(type);
        if (exchange.getRequestContentLength() > most) {
            throw Refused.of(ProblemCode.TOO_LARGE, "body", most);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 << 10];
        try (InputStream in = paced()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
                if (bytes.size() > most) {
                    throw Refused.of(ProblemCode.TOO_LARGE, "body", most);
                }
            }
        }
        return bytes.toByteArray();
    }

    /** The body, which must keep coming; to be closed when it was read. */
    PacedInput paced() {
        return new PacedInput(
                exchange.getInputStream(),
                exchange.getIoThread(),
                () -> IoUtils.safeClose(exchange.getConnection()));
    }

    /** The body as a JSON object. */
    JsonObject json() throws IOException {
        return JsonObject.parse(body(Api.JSON, Api.MAX_SMALL_BODY));
    }

    /** Answers with a JSON object. */
    void answer(int status, JsonObject json) {
        answer(status, Api.JSON, json.canonicalBytes());
    }

    /** Answers with bytes. */
    void answer(int status, String type, byte[] bytes) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.setResponseContentLength(bytes.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(bytes));
    }

    /** Answers without a body. */
    void answer(int status) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.endExchange();
    }

    /** Sets a header of the answer. */
    void set(String header, Object value) {
        exchange.getResponseHeaders().put(new HttpString(header), String.valueOf(value));
    }
}

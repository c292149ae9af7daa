package vn.antin.sdk.transport;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;

/** One blob on a tiny gateway: HEAD, PATCH and ranged GET, and a connection that breaks once. */
public final class TinyBlobs {
    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    private final byte[] content;
    private int offset;
    private int patches;

    /** Which PATCH breaks after half of it; 0 for none. */
    int breakAt;

    /** Bytes that came in, twice those that came twice. */
    long received;

    /** Bytes that went out. */
    long sent;

    /** An upload of this size that has not begun. */
    public TinyBlobs(int size) {
        content = new byte[size];
    }

    /** A blob that is there; not copied. */
    public TinyBlobs(byte[] content) {
        this.content = content;
        this.offset = content.length;
    }

    /** What is there. */
    public synchronized byte[] bytes() {
        return Arrays.copyOf(content, offset);
    }

    /** Answers a request. */
    public synchronized void handle(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set(Api.UPLOAD_OFFSET, Integer.toString(offset));
        switch (exchange.getRequestMethod()) {
            case "HEAD" -> exchange.sendResponseHeaders(200, -1);
            case "PATCH" -> patch(exchange);
            default -> get(exchange);
        }
    }

    private void patch(HttpExchange exchange) throws IOException {
        int from = Integer.parseInt(exchange.getRequestHeaders().getFirst(Api.UPLOAD_OFFSET));
        if (from != offset) {
            byte[] answer =
                    Problem.of(ProblemCode.OFFSET_MISMATCH, "", "").toJson().canonicalBytes();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(ProblemCode.OFFSET_MISMATCH.status(), answer.length);
            exchange.getResponseBody().write(answer);
            return;
        }
        byte[] piece = exchange.getRequestBody().readAllBytes();
        received += piece.length;
        boolean broken = ++patches == breakAt;
        int taken = broken ? piece.length / 2 : piece.length;
        System.arraycopy(piece, 0, content, offset, taken);
        offset += taken;
        if (!broken) {
            exchange.getResponseHeaders().set(Api.UPLOAD_OFFSET, Integer.toString(offset));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void get(HttpExchange exchange) throws IOException {
        Matcher range = RANGE.matcher(exchange.getRequestHeaders().getFirst("Range"));
        if (!range.matches()) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        int from = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        byte[] body = Arrays.copyOfRange(content, from, last + 1);
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + last + "/" + content.length);
        sent += body.length;
        TinyGateway.answer(exchange, 206, body);
    }
}

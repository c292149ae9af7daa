package vn.antin.gateway.api;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.ProblemCode;

/**
 * Every path of the API and who answers it. First the caller is known, then the path is looked up,
 * so that strangers learn nothing. Immutable once built; thread-safe.
 */
public final class Routes implements HttpHandler {
    private static final String VERSION = "v1";
    private static final int MAX_SEGMENTS = 12;

    /** Of 128 workers: a person's program asks one thing after the other. */
    private final Shares shares = new Shares(8, 32, "yours");

    private final CallerCheck callers;
    private final Map<String, Answer> answers = new LinkedHashMap<>();

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        /** Answers; anything thrown becomes a problem document. */
        void answer(Call call) throws Exception;
    }

    Routes(CallerCheck callers) {
        this.callers = callers;
    }

    /**
     * Adds a path.
     *
     * @param pattern method and path after {@code /v1}, {@code *} for one segment, a last {@code
     *     **} for one or more: {@code GET /blobs/*}
     */
    Routes on(String pattern, Answer answer) {
        if (answers.put(pattern, answer) != null) {
            throw new IllegalArgumentException("twice: " + pattern);
        }
        return this;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        try {
            List<String> path = segments(exchange.getRequestURI());
            boolean forTrust = path.equals(List.of("trust"));
            Caller caller = callers.check(certificate(exchange), forTrust);
            Answer answer =
                    find(exchange.getRequestMethod().toString(), path)
                            .orElseThrow(() -> Refused.of(ProblemCode.NOT_FOUND, "path"));
            shares.take(caller);
            try {
                answer.answer(new Call(exchange, path, caller));
            } finally {
                shares.giveBack(caller);
            }
        } catch (Exception e) {
            Problems.answer(exchange, e);
        }
    }

    private Optional<Answer> find(String method, List<String> path) {
        for (Map.Entry<String, Answer> each : answers.entrySet()) {
            if (matches(each.getKey(), method, path)) {
                return Optional.of(each.getValue());
            }
        }
        return Optional.empty();
    }

    private static boolean matches(String pattern, String method, List<String> path) {
        int space = pattern.indexOf(' ');
        if (!pattern.substring(0, space).equals(method)) {
            return false;
        }
        String[] parts = pattern.substring(space + 2).split("/");
        boolean open = parts[parts.length - 1].equals("**");
        if (open ? path.size() < parts.length : path.size() != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].startsWith("*") && !parts[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static X509Certificate certificate(HttpServerExchange exchange) {
        try {
            var session = exchange.getConnection().getSslSessionInfo();
            if (session != null) {
                Certificate[] chain = session.getPeerCertificates();
                if (chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
                    return certificate;
                }
            }
        } catch (SSLPeerUnverifiedException | io.undertow.server.RenegotiationRequiredException e) {
            throw Refused.because(e, ProblemCode.UNAUTHENTICATED, "none");
        }
        throw Refused.of(ProblemCode.UNAUTHENTICATED, "none");
    }

    /** Decoded one by one, so that an escaped slash stays within its segment. */
    private static List<String> segments(String uri) {
        String[] raw = uri.split("/", -1);
        if (raw.length < 3 || raw.length > MAX_SEGMENTS || !raw[1].equals(VERSION)) {
            throw Refused.of(ProblemCode.NOT_FOUND, "path");
        }
        List<String> segments = new ArrayList<>();
        for (int i = 2; i < raw.length; i++) {
            try {
                segments.add(URLDecoder.decode(raw[i].replace("+", "%2B"), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw Refused.because(e, ProblemCode.NOT_FOUND, "path");
            }
        }
        return List.copyOf(segments);
    }
}

package vn.antin.gateway.ops;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import vn.antin.crypto.json.JsonObject;

/**
 * Answers the operator's programs on this machine, in plain HTTP: {@code /metrics} in the
 * Prometheus text format 0.0.4, and {@code /healthz} as JSON (503 while a critical alarm holds).
 *
 * <p>Listens on a loopback address only: figures tell who works when, and nobody is asked for a
 * certificate here. A request whose Host is another name is answered 421. Thread-safe.
 */
public final class OpsServer implements AutoCloseable {
    /** Addresses as they stand in a Host, with or without the brackets of IPv6. */
    private static final Pattern LOOPBACK =
            Pattern.compile("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[?::1]?");

    /** RFC 9110 15.5.20. */
    private static final int MISDIRECTED_REQUEST = 421;

    private final String host;
    private final Undertow server;
    private final PrometheusRegistry registry;
    private final Alarms alarms;
    private final Runnable look;

    private OpsServer(
            String host, int port, PrometheusRegistry registry, Alarms alarms, Runnable look) {
        this.host = host;
        this.registry = registry;
        this.alarms = alarms;
        this.look = look;
        this.server =
                Undertow.builder()
                        .addHttpListener(port, host)
                        .setIoThreads(1)
                        .setWorkerThreads(2)
                        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 8 << 10)
                        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 0L)
                        .setServerOption(UndertowOptions.IDLE_TIMEOUT, 30_000)
                        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, 10_000)
                        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, 10_000)
                        .setHandler(new BlockingHandler(this::answer))
                        .build();
    }

    /**
     * Starts to listen.
     *
     * @param look brings the figures up to date before each answer
     * @throws BindException when the address is taken
     * @throws IllegalArgumentException when it is no loopback address
     */
    public static OpsServer start(
            String host, int port, PrometheusRegistry registry, Alarms alarms, Runnable look)
            throws BindException {
        if (!isLoopback(host)) {
            throw new IllegalArgumentException(host + " is not a loopback address");
        }
        var made = new OpsServer(host, port, registry, alarms, look);
        try {
            made.server.start();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof BindException taken) {
                throw taken;
            }
            throw e;
        }
        return made;
    }

    /** Whether only programs on this machine reach it. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** The address that was really bound, for port 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    }

    private void answer(HttpServerExchange exchange) throws IOException {
        if (!isOwnName(exchange.getHostName())) {
            exchange.setStatusCode(MISDIRECTED_REQUEST);
            return;
        }
        boolean get =
                exchange.getRequestMethod().equals(Methods.GET)
                        || exchange.getRequestMethod().equals(Methods.HEAD);
        switch (get ? exchange.getRequestPath() : "") {
            case "/metrics" -> metrics(exchange);
            case "/healthz" -> health(exchange);
            case "" -> exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
            default -> exchange.setStatusCode(StatusCodes.NOT_FOUND);
        }
    }

    /**
     * Whether a request names this machine in its Host: a page on the web may have its own name
     * resolve to the loopback address, and would read the answer otherwise (DNS rebinding).
     */
    private boolean isOwnName(String name) {
        return name.equalsIgnoreCase("localhost")
                || name.equalsIgnoreCase(host)
                || LOOPBACK.matcher(name).matches();
    }

    private void metrics(HttpServerExchange exchange) throws IOException {
        look.run();
        var out = new ByteArrayOutputStream();
        var writer = PrometheusTextFormatWriter.create();
        writer.write(out, registry.scrape());
        send(exchange, StatusCodes.OK, writer.getContentType(), out.toByteArray());
    }

    private void health(HttpServerExchange exchange) {
        look.run();
        Map<Alarm, java.time.Instant> now = alarms.now();
        boolean critical =
                now.keySet().stream().anyMatch(each -> each.severity() == Alarm.Severity.CRITICAL);
        List<JsonObject> all =
                now.entrySet().stream()
                        .map(each ->
                                JsonObject.builder()
                                        .put("alarm", each.getKey().code())
                                        .put("severity", lower(each.getKey().severity().name()))
                                        .put("since", each.getValue())
                                        .put("vi", each.getKey().vietnamese())
                                        .put("en", each.getKey().english())
                                        .build())
                        .toList();
        JsonObject body =
                JsonObject.builder()
                        .put("status", critical ? "critical" : all.isEmpty() ? "ok" : "warning")
                        .putObjects("alarms", all)
                        .build();
        send(
                exchange,
                critical ? StatusCodes.SERVICE_UNAVAILABLE : StatusCodes.OK,
                "application/json",
                (new String(body.canonicalBytes(), StandardCharsets.UTF_8) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static void send(HttpServerExchange exchange, int status, String type, byte[] body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }

    @Override
    public void close() {
        server.stop();
    }
}

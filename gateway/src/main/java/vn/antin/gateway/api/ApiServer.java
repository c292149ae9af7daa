package vn.antin.gateway.api;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.GracefulShutdownHandler;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.SslClientAuthMode;
import vn.antin.crypto.cert.TrustStore;

/**
 * The HTTPS listener: TLS 1.3 only (RFC 8446), the server's key in the token, a client certificate
 * required. Thread-safe; closing lets requests that run finish for a few seconds.
 */
public final class ApiServer implements AutoCloseable {

    /** A slow body holds one; no caller gets more than a part of them ({@link Shares}). */
    private static final int WORKERS = 128;

    private static final int IDLE_MILLIS = 120_000;
    private static final int PARSE_MILLIS = 15_000;

    /** From connecting, or from the last answer, until a request begins: handshake included. */
    private static final int SILENT_MILLIS = 10_000;

    private final Undertow server;
    private final GracefulShutdownHandler gate;

    private ApiServer(Undertow server, GracefulShutdownHandler gate) {
        this.server = server;
        this.gate = gate;
    }

    /**
     * Starts to listen.
     *
     * @param host name or literal address
     * @param port port; 0 takes a free one
     * @param identity key manager with the gateway's TLS key
     * @param trust the trust of the moment
     * @param routes what answers
     * @throws BindException when the address is taken
     */
    public static ApiServer start(
            String host,
            int port,
            X509ExtendedKeyManager identity,
            Supplier<TrustStore> trust,
            InstantSource clock,
            Routes routes)
            throws BindException {
        SSLContext tls = context(identity, new ClientTrustManager(trust, clock));
        GracefulShutdownHandler gate =
                new GracefulShutdownHandler(new BlockingHandler((HttpHandler) routes));
        Undertow server =
                Undertow.builder()
                        .addHttpsListener(port, host, tls)
                        .setSocketOption(Options.SSL_CLIENT_AUTH_MODE, SslClientAuthMode.REQUIRED)
                        .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3"))
                        .setWorkerThreads(WORKERS)
                        .setServerOption(UndertowOptions.ENABLE_HTTP2, false)
                        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 32 << 10)
                        .setServerOption(UndertowOptions.MAX_HEADERS, 64)
                        .setServerOption(UndertowOptions.MAX_PARAMETERS, 32)
                        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                        .setServerOption(UndertowOptions.IDLE_TIMEOUT, IDLE_MILLIS)
                        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, SILENT_MILLIS)
                        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
                        .setServerOption(UndertowOptions.ALWAYS_SET_DATE, true)
                        .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, 2_000)
                        .setHandler(gate)
                        .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            if (e.getCause() instanceof BindException taken) {
                throw taken;
            }
            throw e;
        }
        return new ApiServer(server, gate);
    }

    /** The address that was really bound, for port 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    }

    /** Takes no new requests, waits a little for the running ones, and stops. */
    @Override
    public void close() {
        gate.shutdown();
        try {
            gate.awaitShutdown(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.stop();
    }

    private static SSLContext context(X509ExtendedKeyManager identity, ClientTrustManager clients) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {identity}, new TrustManager[] {clients}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK since 11 has TLS 1.3", e);
        }
    }
}

package vn.antin.gateway.api;

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
import vn.antin.crypto.cert.TrustStore;

/**
 * The HTTPS listener: TLS 1.3 only (RFC 8446), the server's key in the token, a client certificate
 * required. Thread-safe; closing lets requests that run finish for a few seconds.
 */
public final class ApiServer implements AutoCloseable {
    private final TlsListener listener;
    private final GracefulShutdownHandler gate;

    private ApiServer(TlsListener listener, GracefulShutdownHandler gate) {
        this.listener = listener;
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
        InetSocketAddress address = new InetSocketAddress(host, port);
        return new ApiServer(TlsListener.start(address, tls, gate), gate);
    }

    /** The address that was really bound, for port 0. */
    public InetSocketAddress address() {
        return listener.address();
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
        listener.close();
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

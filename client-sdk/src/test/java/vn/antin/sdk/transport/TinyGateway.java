package vn.antin.sdk.transport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import vn.antin.crypto.cert.CertificatePath;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;

/** A real TLS 1.3 server of the JDK that asks for client certificates; answers as a test says. */
public final class TinyGateway implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Starts the agency's gateway on a free port of the loopback. */
    public TinyGateway(TestAgency agency) throws IOException {
        this(agency, keys(agency.gateway().vault(), KeyLabel.TLS));
    }

    /** With other keys. */
    public TinyGateway(TestAgency agency, X509ExtendedKeyManager keys) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.setHttpsConfigurator(configurator(agency, keys));
        server.createContext("/", this::handle);
        server.start();
    }

    private static HttpsConfigurator configurator(TestAgency agency, KeyManager keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {keys}, new TrustManager[] {new ClientCheck(agency)}, null);
            return new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters ssl = context.getDefaultSSLParameters();
                    ssl.setNeedClientAuth(true);
                    ssl.setProtocols(new String[] {"TLSv1.3"});
                    parameters.setSSLParameters(ssl);
                }
            };
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The address. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Answers this path (without query) so. */
    public TinyGateway on(String path, HttpHandler handler) {
        handlers.put(path, handler);
        return this;
    }

    /** Method and path with query of every request, in order. */
    public List<String> requests() {
        return requests;
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        HttpHandler handler = handlers.get(exchange.getRequestURI().getPath());
        if (handler == null) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            handler.handle(exchange);
        }
        exchange.close();
    }

    /** Sends an answer. */
    public static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** A key manager of the JDK over a software key. */
    public static X509ExtendedKeyManager keys(SoftwareVault vault, String label) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    label,
                    vault.dangerouslyPrivateKey(label),
                    new char[0],
                    new Certificate[] {vault.certificate(label).orElseThrow()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, new char[0]);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes the agency's officers and peers. */
    private static final class ClientCheck extends X509ExtendedTrustManager {
        private final TestAgency agency;

        ClientCheck(TestAgency agency) {
            this.agency = agency;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            try {
                Object unused =
                        CertificatePath.verify(
                                agency.trustStore(),
                                chain[0],
                                CertificateProfile.AUTHENTICATION,
                                agency.now());
            } catch (CertificateProblem e) {
                throw new CertificateException(e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("a server");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type)
                throws CertificateException {
            throw new CertificateException("a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

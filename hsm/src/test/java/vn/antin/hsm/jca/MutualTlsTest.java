package vn.antin.hsm.jca;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.Subject;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.testkit.SoftHsm;

/** TLS 1.3 with both private keys in a token. */
class MutualTlsTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static Instant from;
    private static Instant to;
    private static TokenVault vault;
    private static CertificateIssuer issuer;

    @BeforeAll
    static void open() {
        from = Instant.parse("2020-01-01T00:00:00Z");
        to = Instant.parse("2099-01-01T00:00:00Z");
        vault = SoftHsm.create().open();
        vault.admin().generate("ca", KeyType.EC_P384);
        X509Certificate ca =
                CertificateIssuer.selfSignedCa(
                        vault.signer("ca"), subject("CA", Optional.empty()), from, to, RANDOM);
        issuer = new CertificateIssuer(ca, vault.signer("ca"), RANDOM);
    }

    @AfterAll
    static void close() {
        vault.close();
    }

    private static Subject subject(String name, Optional<String> endpoint) {
        return new Subject(
                OrganizationId.parse("H26.01"), "Sở Thử nghiệm", Optional.empty(), name, endpoint);
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384", "RSA_3072"})
    void client_and_server_shake_hands_with_keys_that_stay_in_the_token(KeyType type)
            throws Exception {
        SSLContext server = context("server-" + type, type);
        SSLContext client = context("client-" + type, type);
        try (SSLServerSocket socket = listen(server);
                HttpClient http =
                        HttpClient.newBuilder()
                                .sslContext(client)
                                .connectTimeout(Duration.ofSeconds(10))
                                .build()) {
            CompletableFuture<SSLSession> served = serveOnce(socket);
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "https://127.0.0.1:"
                                                            + socket.getLocalPort()
                                                            + "/"))
                                    .timeout(Duration.ofSeconds(20))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("xin chao");
            SSLSession session = served.get();
            assertThat(session.getProtocol()).isEqualTo("TLSv1.3");
            assertThat(session.getPeerCertificates()[0].getPublicKey())
                    .isEqualTo(vault.admin().publicKey("client-" + type));
        }
    }

    private static SSLContext context(String label, KeyType type) throws Exception {
        vault.admin().generate(label, type);
        X509Certificate certificate =
                issuer.issue(
                        vault.admin().publicKey(label),
                        subject(label, Optional.of("gw")),
                        CertificateProfile.TLS,
                        from,
                        to,
                        List.of("127.0.0.1"));
        KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("ca", issuer.certificate());
        TrustManagerFactory trusting = TrustManagerFactory.getInstance("PKIX");
        trusting.init(trust);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {TokenKeyManager.of(vault.signer(label), List.of(certificate))},
                trusting.getTrustManagers(),
                RANDOM);
        return context;
    }

    private static SSLServerSocket listen(SSLContext context) throws IOException {
        var socket =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket.setEnabledProtocols(new String[] {"TLSv1.3"});
        socket.setNeedClientAuth(true);
        return socket;
    }

    private static CompletableFuture<SSLSession> serveOnce(SSLServerSocket socket) {
        return CompletableFuture.supplyAsync(() -> {
            try (SSLSocket one = (SSLSocket) socket.accept()) {
                one.startHandshake();
                readHead(one.getInputStream());
                one.getOutputStream()
                        .write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nxin chao"
                                        .getBytes(US_ASCII));
                one.getOutputStream().flush();
                return one.getSession();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static void readHead(InputStream in) throws IOException {
        int last = 0;
        for (int newLines = 0; newLines < 2; ) {
            int next = in.read();
            if (next < 0) {
                return;
            }
            if (next == '\n') {
                newLines = last == '\n' ? newLines + 1 : 1;
            } else if (next != '\r') {
                newLines = 0;
            }
            if (next != '\r') {
                last = next;
            }
        }
    }
}

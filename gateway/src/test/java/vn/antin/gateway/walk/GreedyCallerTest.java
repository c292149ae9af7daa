package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.TestClock;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.wire.Api;

class GreedyCallerTest {
    private static final int MOST = 8;

    /** The test looks at what the gateway does, not at who it is. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static SSLContext tls(Person person) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {person.identity()},
                new TrustManager[] {new Anybody()},
                new SecureRandom());
        return context;
    }

    /** A request whose body begins and does not end. */
    private static Socket begun(SSLContext tls, Office office) throws IOException {
        Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", office.url().getPort());
        OutputStream out = socket.getOutputStream();
        String head =
                "POST /v1/consignments HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nContent-Type: ";
        out.write((head + Api.PKCS7_SIGNATURE + "\r\n\r\n{").getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static String asked(SSLContext tls, Office office) throws IOException {
        try (Socket socket =
                tls.getSocketFactory().createSocket("127.0.0.1", office.url().getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /v1/inbox HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Asks again until the answer has this status, for 20 seconds at most. */
    private static String askedUntil(String status, SSLContext tls, Office office)
            throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String answer = asked(tls, office);
        while (!answer.startsWith("HTTP/1.1 " + status) && System.nanoTime() < end) {
            answer = asked(tls, office);
        }
        assertThat(answer).startsWith("HTTP/1.1 " + status);
        return answer;
    }

    @Test
    void who_holds_all_requests_that_one_caller_has_is_refused_and_nobody_else_waits(
            @TempDir Path folder) throws Exception {
        try (Office office = new Office("H26.01", "Sở Nội vụ", "P1", folder, new TestClock())) {
            SSLContext greedy = tls(office.enrol("nva", "Nguyễn Văn A", Level.MAT));
            Person other = office.enrol("ttb", "Trần Thị B", Level.MAT);
            List<Socket> held = new ArrayList<>();
            try {
                for (int i = 0; i < 3 * MOST; i++) {
                    held.add(begun(greedy, office));
                }
                assertThat(askedUntil("503", greedy, office)).contains(Integer.toString(MOST));
                try (GatewayClient client = other.client()) {
                    assertThat(client.inbox(0)).isEmpty();
                }
            } finally {
                for (Socket each : held) {
                    each.close();
                }
            }
            assertThat(askedUntil("200", greedy, office)).contains("items");
        }
    }
}

package vn.antin.sdk.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.cert.TrustStore;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.sdk.wire.Api;
import vn.antin.sdk.wire.Deployment;
import vn.antin.sdk.wire.EventMessage;
import vn.antin.sdk.wire.Problem;
import vn.antin.sdk.wire.ProblemCode;
import vn.antin.sdk.wire.TrustBundle;

class HttpsTransportTest {
    private static final Deployment DEPLOYMENT = new Deployment(true, false, "Máy A", "A");

    private static final String ID = "3f0c9d1e-52aa-4c1b-9d5e-7f3f0a6b1c2d";

    private final TestAgency agency = new TestAgency("H26.01", "Sở Nội vụ");
    private final TestAgency.Member officer = agency.officer("nva", "Nguyễn Văn An");
    private TinyGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new TinyGateway(agency);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpsTransport transport() {
        return transport(gateway.url(), "H26.01/gw", agency.trustStore());
    }

    private HttpsTransport transport(URI url, String expected, TrustStore trust) {
        return new HttpsTransport(
                url,
                EndpointId.parse(expected),
                TinyGateway.keys(officer.vault(), KeyLabel.AUTHENTICATION),
                () -> trust,
                InstantSource.fixed(agency.now()));
    }

    @Test
    void an_officer_and_the_expected_gateway_talk() {
        gateway.on(
                Api.HEALTHZ,
                e ->
                        TinyGateway.answer(
                                e,
                                200,
                                new Api.Health(
                                                EndpointId.parse("H26.01/gw"),
                                                agency.now(),
                                                DEPLOYMENT)
                                        .toJson()
                                        .canonicalBytes()));
        try (HttpsTransport transport = transport()) {
            Api.Health health =
                    transport.exchange(Call.get(Api.HEALTHZ)).read(Api.Health::fromJson);
            assertThat(health.gateway()).hasToString("H26.01/gw");
        }
    }

    @Test
    void another_endpoint_than_the_expected_one_is_refused() {
        try (HttpsTransport transport =
                transport(gateway.url(), "H26.01/gw2", agency.trustStore())) {
            assertThatThrownBy(() -> transport.exchange(Call.get(Api.HEALTHZ)))
                    .asInstanceOf(InstanceOfAssertFactories.type(GatewayMisbehaved.class))
                    .extracting(GatewayMisbehaved::reason)
                    .isEqualTo(GatewayMisbehaved.Reason.WRONG_ENDPOINT);
            assertThat(gateway.requests()).isEmpty();
        }
    }

    @Test
    void a_gateway_of_an_unknown_authority_is_refused() {
        TrustStore other = new TestAgency("A07", "Bộ khác").trustStore();
        try (HttpsTransport transport = transport(gateway.url(), "H26.01/gw", other)) {
            assertCertificate(transport, CertificateProblem.Reason.UNTRUSTED);
        }
    }

    @Test
    void a_revoked_gateway_is_refused() {
        agency.revoke(agency.vault().certificate(KeyLabel.TLS).orElseThrow());
        try (HttpsTransport transport = transport()) {
            assertCertificate(transport, CertificateProblem.Reason.REVOKED);
        }
    }

    @Test
    void a_stale_crl_is_not_enough_and_a_refresh_mends_it() {
        TrustStore stale =
                new TrustStore(
                        List.of(agency.ca()),
                        List.of(),
                        List.of(
                                agency.crl(
                                        agency.now().minus(Duration.ofDays(9)),
                                        agency.now().minus(Duration.ofDays(2)))));
        try (HttpsTransport transport = transport(gateway.url(), "H26.01/gw", stale)) {
            assertCertificate(transport, CertificateProblem.Reason.REVOCATION_UNKNOWN);
        }
        serveTrust();
        TrustBundle bundle = refresh();
        try (HttpsTransport transport =
                transport(gateway.url(), "H26.01/gw", bundle.trustStore(agency.ca()))) {
            assertThat(transport.exchange(Call.get(Api.TRUST)).status()).isEqualTo(200);
        }
    }

    @Test
    void a_refresh_does_not_believe_a_gateway_that_its_own_bundle_revokes() {
        agency.revoke(agency.vault().certificate(KeyLabel.TLS).orElseThrow());
        serveTrust();
        assertThatThrownBy(this::refresh).isInstanceOf(GatewayMisbehaved.class);
    }

    private TrustBundle refresh() {
        return TrustRefresh.fetch(
                gateway.url(),
                EndpointId.parse("H26.01/gw"),
                TinyGateway.keys(officer.vault(), KeyLabel.AUTHENTICATION),
                agency.ca(),
                InstantSource.fixed(agency.now()));
    }

    private void serveTrust() {
        TrustStore trust = agency.trustStore();
        byte[] bundle =
                new TrustBundle(
                                agency.ca(),
                                trust.intermediates(),
                                trust.crls(),
                                List.of(),
                                DEPLOYMENT,
                                "")
                        .toJson()
                        .canonicalBytes();
        gateway.on(Api.TRUST, e -> TinyGateway.answer(e, 200, bundle));
    }

    @Test
    void a_gateway_that_does_not_take_our_certificate_is_named_so() {
        SoftwareVault stranger = new SoftwareVault().ecP256("x");
        stranger.put(
                "x",
                new TestAgency("A07", "Bộ khác")
                        .issue(stranger.publicKey("x"), "x", CertificateProfile.AUTHENTICATION));
        try (HttpsTransport transport =
                new HttpsTransport(
                        gateway.url(),
                        EndpointId.parse("H26.01/gw"),
                        TinyGateway.keys(stranger, "x"),
                        agency::trustStore,
                        InstantSource.fixed(agency.now()))) {
            assertThatThrownBy(() -> transport.exchange(Call.get(Api.HEALTHZ)))
                    .asInstanceOf(InstanceOfAssertFactories.type(GatewayUnavailable.class))
                    .extracting(GatewayUnavailable::reason)
                    .isEqualTo(GatewayUnavailable.Reason.CERTIFICATE_REFUSED);
        }
    }

    @Test
    void nobody_at_the_address_is_unavailable() {
        gateway.close();
        try (HttpsTransport transport = transport()) {
            assertThatThrownBy(() -> transport.exchange(Call.get(Api.HEALTHZ)))
                    .asInstanceOf(InstanceOfAssertFactories.type(GatewayUnavailable.class))
                    .extracting(GatewayUnavailable::reason)
                    .isEqualTo(GatewayUnavailable.Reason.CANNOT_CONNECT);
        }
    }

    @Test
    void a_problem_document_keeps_its_code_and_reasons() {
        Problem problem =
                new Problem(
                        ProblemCode.POLICY_DENIED,
                        "Không được",
                        "No",
                        List.of(
                                new Problem.Reason(
                                        "clearance.recipient", "vi", "en", "Điều 5", "art. 5")),
                        List.of());
        gateway.on(Api.INBOX, e -> TinyGateway.answer(e, 403, problem.toJson().canonicalBytes()));
        gateway.on(Api.OUTBOX, e -> TinyGateway.answer(e, 503, "<html>".getBytes(UTF_8)));
        gateway.on(Api.PEERS, e -> TinyGateway.answer(e, 200, "<html>".getBytes(UTF_8)));
        try (HttpsTransport transport = transport()) {
            assertThatThrownBy(() -> transport.exchange(Call.get(Api.INBOX)))
                    .asInstanceOf(InstanceOfAssertFactories.type(GatewayProblem.class))
                    .satisfies(e -> {
                        assertThat(e.problem()).isEqualTo(problem);
                        assertThat(e.isTemporary()).isFalse();
                    });
            assertThatThrownBy(() -> transport.exchange(Call.get(Api.OUTBOX)))
                    .asInstanceOf(InstanceOfAssertFactories.type(GatewayProblem.class))
                    .satisfies(e -> assertThat(e.isTemporary()).isTrue());
            assertThatThrownBy(
                            () -> transport.exchange(Call.get(Api.PEERS)).read(j -> j.string("x")))
                    .isInstanceOf(GatewayMisbehaved.class);
        }
    }

    @Test
    void an_answer_beyond_the_limit_is_not_read() {
        gateway.on(
                Api.INBOX,
                e -> {
                    e.sendResponseHeaders(200, 0);
                    byte[] block = new byte[1 << 20];
                    for (int i = 0; i < 64; i++) {
                        e.getResponseBody().write(block);
                    }
                });
        try (HttpsTransport transport = transport()) {
            assertThatThrownBy(() -> transport.exchange(Call.get(Api.INBOX)))
                    .isInstanceOf(GatewayMisbehaved.class);
        }
    }

    @Test
    void silence_ends_in_a_timeout() {
        gateway.on(
                Api.INBOX,
                e -> {
                    try {
                        Thread.sleep(5_000);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
        try (HttpsTransport transport = transport()) {
            assertThatThrownBy(() ->
                            transport.exchange(Call.get(Api.INBOX).within(Duration.ofMillis(300))))
                    .asInstanceOf(InstanceOfAssertFactories.type(GatewayUnavailable.class))
                    .extracting(GatewayUnavailable::reason)
                    .isEqualTo(GatewayUnavailable.Reason.TIMEOUT);
        }
    }

    @Test
    void an_upload_that_breaks_continues_where_it_ended(@TempDir Path folder) throws IOException {
        byte[] content = new byte[2 * BlobTransfer.PIECE + 12_345];
        new Random(1).nextBytes(content);
        Path file = folder.resolve("blob");
        Files.write(file, content);
        Digest blob = Digest.of(content);
        TinyBlobs stored = new TinyBlobs(content.length);
        stored.breakAt = 2;
        gateway.on(Api.blob(blob), stored::handle);
        List<Long> seen = new ArrayList<>();
        try (HttpsTransport transport = transport()) {
            new BlobTransfer(transport).upload(blob, file, (done, total) -> seen.add(done));
        }
        assertThat(Digest.of(stored.bytes())).isEqualTo(blob);
        assertThat(seen).isSorted().last().isEqualTo((long) content.length);
        assertThat(stored.received).isLessThan(content.length + BlobTransfer.PIECE);
    }

    @Test
    void a_download_continues_and_is_checked_by_its_name(@TempDir Path folder) throws IOException {
        byte[] content = new byte[BlobTransfer.PIECE + 777];
        new Random(2).nextBytes(content);
        Digest blob = Digest.of(content);
        TinyBlobs stored = new TinyBlobs(content);
        gateway.on(Api.blob(blob), stored::handle);
        Path target = folder.resolve("blob");
        Files.write(folder.resolve("blob.part"), java.util.Arrays.copyOf(content, 5_000_000));
        try (HttpsTransport transport = transport()) {
            BlobTransfer transfer = new BlobTransfer(transport);
            transfer.download(blob, content.length, target, Progress.NONE);
            assertThat(Digest.of(Files.readAllBytes(target))).isEqualTo(blob);
            assertThat(stored.sent).isEqualTo(content.length - 5_000_000);
            content[9] ^= 1;
            Path other = folder.resolve("other");
            assertThatThrownBy(() -> transfer.download(blob, content.length, other, Progress.NONE))
                    .asInstanceOf(InstanceOfAssertFactories.type(GatewayMisbehaved.class))
                    .extracting(GatewayMisbehaved::reason)
                    .isEqualTo(GatewayMisbehaved.Reason.DIGEST_MISMATCH);
            assertThat(other).doesNotExist();
            assertThat(folder.resolve("other.part")).doesNotExist();
        }
    }

    @Test
    void events_continue_after_the_last_one_when_the_stream_breaks() {
        AtomicInteger connections = new AtomicInteger();
        List<String> resumed = new ArrayList<>();
        gateway.on(
                Api.EVENTS,
                e -> {
                    resumed.add(e.getRequestHeaders().getFirst(Api.LAST_EVENT_ID));
                    int from = Integer.parseInt(resumed.getLast());
                    e.sendResponseHeaders(200, 0);
                    StringBuilder text = new StringBuilder(": heartbeat\n\n");
                    for (int seq = from + 1; seq <= from + 2; seq++) {
                        text.append(
                                new EventMessage(seq, EventMessage.Kind.EVIDENCE, ID, "x")
                                        .toStreamText());
                    }
                    e.getResponseBody().write(text.toString().getBytes(UTF_8));
                    e.getResponseBody().flush();
                    connections.incrementAndGet();
                });
        try (HttpsTransport transport = transport();
                EventStream events = new EventStream(transport, 5)) {
            List<Long> got = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Optional<EventMessage> event = events.next(Duration.ofSeconds(10));
                got.add(event.orElseThrow().seq());
            }
            assertThat(got).containsExactly(6L, 7L, 8L, 9L);
            assertThat(resumed).startsWith("5", "7");
        }
    }

    @Test
    void no_event_in_time_is_empty_and_a_refusal_is_a_problem() {
        try (HttpsTransport transport = transport();
                EventStream events = new EventStream(transport, 0)) {
            assertThatThrownBy(() -> events.next(Duration.ofSeconds(5)))
                    .isInstanceOf(GatewayProblem.class);
            gateway.on(
                    Api.EVENTS,
                    e -> {
                        e.sendResponseHeaders(200, 0);
                        e.getResponseBody().write(": heartbeat\n\n".getBytes(UTF_8));
                        e.getResponseBody().flush();
                        try {
                            Thread.sleep(3_000);
                        } catch (InterruptedException interrupted) {
                            Thread.currentThread().interrupt();
                        }
                    });
            assertThat(events.next(Duration.ofMillis(400))).isEmpty();
        }
    }

    private static void assertCertificate(
            HttpsTransport transport, CertificateProblem.Reason reason) {
        assertThatThrownBy(() -> transport.exchange(Call.get(Api.HEALTHZ)))
                .asInstanceOf(InstanceOfAssertFactories.type(GatewayMisbehaved.class))
                .satisfies(e -> assertThat(e.certificate()).contains(reason));
    }
}

package vn.antin.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException.Reason;
import vn.antin.hsm.selftest.SelfTestReport;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.TokenState;
import vn.antin.hsm.token.TokenStatus;

/** What an operator's programs are shown, and when a person is called. */
class OpsTest {
    private static final Duration DAY = Duration.ofHours(24);

    private volatile Instant now = Instant.parse("2026-11-22T03:00:00Z");
    private volatile TokenState token = well();
    private volatile long free = 1000;
    private volatile boolean officerPin;
    private volatile boolean ceremony;
    private final Ops ops = new Ops(() -> now);
    private final HttpClient client = HttpClient.newHttpClient();
    private final Watch watch =
            ops.watch(
                    () -> Optional.of(token),
                    DAY,
                    new Watch.Disk(() -> free, 1000),
                    new Watch.Folder(() -> officerPin, () -> ceremony));
    private URI base = URI.create("http://127.0.0.1");

    private static TokenState well() {
        return state(true, false, status(false, false, false), 0, 0);
    }

    private static TokenState state(
            boolean present, boolean stopped, TokenStatus status, int inUse, int waiting) {
        return new TokenState(present, stopped, status, 8, inUse, waiting);
    }

    private static TokenStatus status(boolean low, boolean finalTry, boolean locked) {
        return new TokenStatus(
                "gw-000.00.00.G09",
                "0123456789abcdef",
                "maker",
                "model",
                "1.0",
                low,
                finalTry,
                locked,
                false);
    }

    @BeforeEach
    void listen() throws Exception {
        InetSocketAddress address = ops.listen("127.0.0.1", 0, watch);
        base = URI.create("http://127.0.0.1:" + address.getPort());
    }

    @AfterEach
    void close() {
        ops.close();
        client.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(base.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private List<String> figures() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain; version=0.0.4");
        return answer.body().lines().toList();
    }

    private List<String> alarms(int status, String summary) throws Exception {
        HttpResponse<String> answer = get("/healthz");
        assertThat(answer.statusCode()).isEqualTo(status);
        JsonObject body = JsonObject.parse(answer.body().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(body.string("status")).isEqualTo(summary);
        return body.objects("alarms").stream().map(each -> each.string("alarm")).toList();
    }

    @Test
    void both_pins_in_one_place_and_a_ceremony_outside_the_log_call_a_person() throws Exception {
        officerPin = true;
        ceremony = true;
        watch.tested(report(SelfTestReport.Outcome.PASSED));
        assertThat(alarms(200, "ok")).as("before the records were entered").isEmpty();
        ceremony = false;
        watch.lookAtFolder();
        assertThat(alarms(200, "warning")).containsExactly("officer-pin-here");
        ceremony = true;
        assertThat(alarms(200, "warning"))
                .containsExactly("officer-pin-here", "ceremony-not-logged");
        officerPin = false;
        ceremony = false;
        assertThat(alarms(200, "ok")).isEmpty();
    }

    @Test
    void operations_are_counted_by_kind_and_result_with_their_times() throws Exception {
        ops.meter().ended(Operation.SIGN, 2_000_000, 3_000_000, Optional.empty());
        ops.meter().ended(Operation.SIGN, 0, 40_000_000, Optional.empty());
        ops.meter().ended(Operation.AGREE, 0, 1_000, Optional.of(Reason.BAD_INPUT));
        ops.meter().reconnecting();
        token = state(true, false, status(false, false, false), 3, 5);
        assertThat(figures())
                .contains(
                        "antin_token_operations_total{operation=\"sign\",result=\"ok\"} 2.0",
                        "antin_token_operations_total{operation=\"agree\",result=\"bad_input\"}"
                                + " 1.0",
                        "antin_token_operations_total{operation=\"wrap\",result=\"ok\"} 0.0",
                        "antin_token_operation_seconds_bucket{operation=\"sign\",le=\"0.0025\"} 0",
                        "antin_token_operation_seconds_bucket{operation=\"sign\",le=\"0.005\"} 1",
                        "antin_token_operation_seconds_bucket{operation=\"sign\",le=\"0.05\"} 2",
                        "antin_token_queue_seconds_count 3",
                        "antin_token_reconnections_total 1.0",
                        "antin_token_sessions_limit 8.0",
                        "antin_token_sessions_in_use 3.0",
                        "antin_token_callers_waiting 5.0",
                        "antin_token_present 1.0",
                        "antin_token_pin{state=\"ok\"} 1.0");
        assertThat(alarms(200, "ok")).isEmpty();
    }

    @Test
    void nothing_that_names_a_token_or_a_person_is_shown() throws Exception {
        assertThat(String.join("\n", figures()) + get("/healthz").body())
                .doesNotContain("G09")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void a_blocked_or_refused_pin_is_critical_and_a_low_counter_a_warning() throws Exception {
        token = state(true, false, status(true, false, false), 0, 0);
        assertThat(alarms(200, "warning")).containsExactly("token-pin-low");
        token = state(true, false, status(true, true, false), 0, 0);
        assertThat(alarms(200, "warning")).containsExactly("token-pin-low");
        assertThat(figures()).contains("antin_token_pin{state=\"final_try\"} 1.0");
        token = state(true, false, status(true, true, true), 0, 0);
        assertThat(alarms(503, "critical")).containsExactly("token-pin-blocked");
        token = state(true, true, status(false, false, false), 0, 0);
        assertThat(alarms(503, "critical")).containsExactly("token-pin-blocked");
        assertThat(figures())
                .contains(
                        "antin_token_pin{state=\"blocked\"} 1.0",
                        "antin_token_pin{state=\"ok\"} 0.0",
                        "antin_alarm{alarm=\"token-pin-blocked\",severity=\"critical\"} 1.0");
        token = well();
        assertThat(alarms(200, "ok")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"TOKEN_MISSING", "DEVICE_FAILURE"})
    void a_token_that_fails_three_times_in_a_row_is_out_of_reach_until_one_call_works(Reason why)
            throws Exception {
        for (int i = 0; i < 2; i++) {
            ops.meter().ended(Operation.SIGN, 0, 1, Optional.of(why));
        }
        assertThat(alarms(200, "ok")).isEmpty();
        ops.meter().ended(Operation.SIGN, 0, 1, Optional.of(why));
        assertThat(alarms(503, "critical")).containsExactly("token-out-of-reach");
        ops.meter().ended(Operation.SIGN, 0, 1, Optional.empty());
        assertThat(alarms(200, "ok")).isEmpty();
    }

    @Test
    void wrong_input_of_callers_is_no_alarm() throws Exception {
        for (int i = 0; i < 10; i++) {
            ops.meter().ended(Operation.AGREE, 0, 1, Optional.of(Reason.BAD_INPUT));
        }
        assertThat(alarms(200, "ok")).isEmpty();
    }

    @Test
    void a_token_that_the_module_does_not_show_is_out_of_reach() throws Exception {
        token = state(false, false, status(false, false, false), 0, 0);
        assertThat(alarms(503, "critical")).containsExactly("token-out-of-reach");
    }

    @Test
    void a_token_that_works_is_within_reach_even_if_the_module_still_calls_it_absent()
            throws Exception {
        ops.meter().ended(Operation.SIGN, 0, 1, Optional.empty());
        token = state(false, false, status(false, false, false), 0, 0);
        assertThat(alarms(503, "critical")).containsExactly("token-out-of-reach");
        ops.meter().ended(Operation.SIGN, 0, 1, Optional.empty());
        assertThat(alarms(200, "ok")).isEmpty();
        assertThat(alarms(200, "ok")).isEmpty();
        ops.meter().ended(Operation.SIGN, 0, 1, Optional.of(Reason.TOKEN_MISSING));
        assertThat(alarms(503, "critical")).containsExactly("token-out-of-reach");
    }

    @Test
    void a_refused_caller_is_a_warning_for_a_minute() throws Exception {
        ops.meter().ended(Operation.SIGN, 10_000_000_000L, 0, Optional.of(Reason.BUSY));
        assertThat(alarms(200, "warning")).containsExactly("token-busy");
        now = now.plusSeconds(61);
        assertThat(alarms(200, "ok")).isEmpty();
    }

    @Test
    void a_wrong_self_test_is_critical_one_not_done_or_overdue_a_warning() throws Exception {
        watch.tested(report(SelfTestReport.Outcome.UNAVAILABLE));
        assertThat(alarms(200, "warning")).containsExactly("self-test-incomplete");
        assertThat(figures()).contains("antin_self_test_passed 0.0");
        watch.tested(report(SelfTestReport.Outcome.FAILED));
        assertThat(alarms(503, "critical")).containsExactly("self-test-wrong");
        watch.tested(report(SelfTestReport.Outcome.PASSED));
        assertThat(alarms(200, "ok")).isEmpty();
        now = now.plus(DAY.multipliedBy(2)).plusSeconds(1);
        assertThat(alarms(200, "warning")).containsExactly("self-test-incomplete");
    }

    private SelfTestReport report(SelfTestReport.Outcome outcome) {
        return new SelfTestReport(now, List.of(new SelfTestReport.Result("ca", outcome, "")));
    }

    @Test
    void little_room_on_the_disk_is_a_warning_and_less_than_half_of_it_critical() throws Exception {
        assertThat(figures()).contains("antin_disk_free_bytes 1000.0");
        free = 999;
        assertThat(alarms(200, "warning")).containsExactly("disk-low");
        free = 499;
        assertThat(alarms(503, "critical")).containsExactly("disk-full");
        free = 1001;
        assertThat(alarms(200, "ok")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "LOCALHOST:9100, 200",
        "127.0.0.1, 200",
        "127.1.2.3:80, 200",
        "[::1]:9100, 200",
        "evil.example, 421",
        "127.0.0.1.evil.example, 421",
        "192.0.2.7, 421"
    })
    void who_asks_by_another_name_than_this_machines_is_sent_away(String host, int status)
            throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET /healthz HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
            assertThat(answer.contains("alarms")).isEqualTo(status == 200);
        }
    }

    @ParameterizedTest
    @EnumSource(Alarm.class)
    void every_alarm_says_what_is_wrong_in_both_languages(Alarm alarm) {
        assertThat(alarm.vietnamese()).endsWith(".").isNotEqualTo(alarm.english());
        assertThat(alarm.english()).endsWith(".");
    }

    @Test
    void only_these_two_pages_are_there_and_only_to_be_read() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/metrics/x").statusCode()).isEqualTo(404);
        HttpRequest post =
                HttpRequest.newBuilder(base.resolve("/metrics"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "192.0.2.1", "::"})
    void other_machines_cannot_reach_it(String host) {
        assertThatThrownBy(() -> ops.listen(host, 0, watch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback");
    }
}

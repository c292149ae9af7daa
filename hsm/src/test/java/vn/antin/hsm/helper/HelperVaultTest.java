package vn.antin.hsm.helper;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.testkit.Insist;
import vn.antin.hsm.testkit.SoftHsm;

/** What a program can rely on when its token's module runs in a helper process. */
class HelperVaultTest {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final byte[] MESSAGE = "Tài liệu".getBytes(UTF_8);

    private final SoftHsm hsm = SoftHsm.create();
    private final List<HelperVault> opened = new ArrayList<>();

    private HelperVault open(PinSource pins) {
        return open(pins, HelperOptions.defaults());
    }

    private HelperVault open(PinSource pins, HelperOptions options) {
        HelperVault vault = HelperVault.open(hsm.config(), pins, TokenOptions.defaults(), options);
        opened.add(vault);
        return vault;
    }

    private HelperVault openWithKey() {
        return openWithKey(KeyType.EC_P256, HelperOptions.defaults());
    }

    private HelperVault openWithKey(KeyType type, HelperOptions options) {
        try (TokenVault here = hsm.open()) {
            here.admin().generate("key", type);
        }
        return open(hsm.pins(), options);
    }

    @AfterEach
    void close() {
        opened.forEach(HelperVault::close);
    }

    private static ProcessHandle helper(HelperVault vault) {
        return ProcessHandle.of(vault.helperProcess().orElseThrow()).orElseThrow();
    }

    private static void assertReason(Runnable act, KeyException.Reason reason) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        KeyException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void a_helper_that_dies_fails_no_later_call() throws Exception {
        HelperVault vault = openWithKey();
        Signer signer = vault.signer("key");
        ProcessHandle first = helper(vault);
        assertThat(first.destroyForcibly()).isTrue();
        first.onExit().get(5, TimeUnit.SECONDS);
        assertThat(Insist.on(() -> signer.sign(MESSAGE))).isNotEmpty();
        assertThat(helper(vault).pid()).isNotEqualTo(first.pid());
    }

    private static void signal(String name, ProcessHandle helper) throws Exception {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(helper.pid()))
                                .start()
                                .waitFor())
                .isZero();
    }

    private static Duration time(Runnable act) {
        long before = System.nanoTime();
        act.run();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    void a_module_that_stops_for_ever_holds_a_signer_for_two_seconds_and_the_next_call_works()
            throws Exception {
        HelperVault vault = openWithKey();
        Signer signer = vault.signer("key");
        ProcessHandle stopped = helper(vault);
        signal("STOP", stopped);
        assertThat(
                        time(() ->
                                assertReason(
                                        () -> signer.sign(MESSAGE),
                                        KeyException.Reason.DEVICE_FAILURE)))
                .isLessThan(LONGEST);
        stopped.onExit().get(5, TimeUnit.SECONDS);
        assertThat(Insist.on(() -> signer.sign(MESSAGE))).isNotEmpty();
    }

    @Test
    void many_callers_of_a_module_that_stops_for_ever_are_all_free_after_two_seconds()
            throws Exception {
        HelperVault vault = openWithKey();
        Signer signer = vault.signer("key");
        signal("STOP", helper(vault));
        var times = new ConcurrentLinkedQueue<Duration>();
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                callers.execute(() ->
                        times.add(
                                time(() -> {
                                    try {
                                        assertThat(signer.sign(MESSAGE)).isNotEmpty();
                                    } catch (KeyException e) {
                                        assertThat(e.reason())
                                                .isIn(
                                                        KeyException.Reason.BUSY,
                                                        KeyException.Reason.DEVICE_FAILURE);
                                    }
                                })));
            }
        }
        assertThat(times).hasSize(8).allSatisfy(each -> assertThat(each).isLessThan(LONGEST));
        assertThat(Insist.on(() -> signer.sign(MESSAGE))).isNotEmpty();
    }

    /** An honest card with such a key may take two or three seconds. */
    @Test
    void a_long_rsa_key_has_the_time_that_slow_cards_need() throws Exception {
        HelperVault vault = openWithKey(KeyType.RSA_3072, HelperOptions.defaults());
        Signer signer = vault.signer("key");
        ProcessHandle slow = helper(vault);
        signal("STOP", slow);
        CompletableFuture<Void> later = after(Duration.ofMillis(2500), () -> signal("CONT", slow));
        assertThat(time(() -> assertThat(signer.sign(MESSAGE)).isNotEmpty()))
                .isGreaterThan(Duration.ofSeconds(2));
        later.join();
        assertThat(helper(vault).pid()).isEqualTo(slow.pid());
    }

    @Test
    void who_asks_a_slow_card_for_a_key_is_told_in_time_and_finds_it_when_asking_again()
            throws Exception {
        HelperVault vault = openWithKey();
        ProcessHandle slow = helper(vault);
        signal("STOP", slow);
        assertThat(time(() -> assertReason(() -> vault.signer("key"), KeyException.Reason.BUSY)))
                .isLessThan(LONGEST);
        signal("CONT", slow);
        assertThat(vault.signer("key").sign(MESSAGE)).isNotEmpty();
        assertThat(helper(vault).pid()).isEqualTo(slow.pid());
    }

    @Test
    void a_program_that_ends_with_its_call_waits_for_a_slow_card_as_long_as_the_helper_has()
            throws Exception {
        HelperVault vault = openWithKey(KeyType.EC_P256, HelperOptions.defaults().forOneCommand());
        ProcessHandle slow = helper(vault);
        signal("STOP", slow);
        CompletableFuture<Void> later = after(Duration.ofMillis(2500), () -> signal("CONT", slow));
        assertThat(vault.signer("key").sign(MESSAGE)).isNotEmpty();
        later.get(5, TimeUnit.SECONDS);
        assertThat(helper(vault).pid()).isEqualTo(slow.pid());
    }

    @Test
    void a_module_that_stops_while_it_finds_a_key_is_given_up_by_whoever_asks_next()
            throws Exception {
        HelperOptions options =
                new HelperOptions(
                        Duration.ofMillis(300),
                        Duration.ofMillis(700),
                        Duration.ofSeconds(20),
                        false,
                        Map.of());
        HelperVault vault = openWithKey(KeyType.EC_P256, options);
        ProcessHandle stopped = helper(vault);
        signal("STOP", stopped);
        Signer signer = Insist.on(() -> vault.signer("key"));
        assertThat(stopped.isAlive()).isFalse();
        assertThat(signer.sign(MESSAGE)).isNotEmpty();
    }

    /** SoftHSM reads its configuration when it is initialised; from a pipe it waits for ever. */
    @Test
    void a_module_that_starts_slowly_holds_no_caller_for_two_seconds_and_is_not_started_again(
            @TempDir Path folder) throws Exception {
        Path file = Path.of(System.getenv("SOFTHSM2_CONF"));
        Path configuration = Files.copy(file, folder.resolve("softhsm2.conf"));
        HelperVault vault =
                openWithKey(
                        KeyType.EC_P256,
                        HelperOptions.defaults()
                                .with(Map.of("SOFTHSM2_CONF", configuration.toString())));
        Signer signer = vault.signer("key");
        Files.delete(configuration);
        assertThat(new ProcessBuilder("mkfifo", configuration.toString()).start().waitFor())
                .isZero();
        ProcessHandle first = helper(vault);
        assertThat(first.destroyForcibly()).isTrue();
        first.onExit().get(5, TimeUnit.SECONDS);
        Runnable told = () -> assertReason(() -> signer.sign(MESSAGE), KeyException.Reason.BUSY);
        assertThat(time(told)).isLessThan(LONGEST);
        ProcessHandle second = helper(vault);
        assertThat(time(told)).isLessThan(LONGEST);
        assertThat(helper(vault).pid()).isEqualTo(second.pid());
        Files.copy(file, configuration, StandardCopyOption.REPLACE_EXISTING);
        second.destroyForcibly();
        second.onExit().get(5, TimeUnit.SECONDS);
        assertThat(Insist.on(() -> signer.sign(MESSAGE))).isNotEmpty();
    }

    private interface Act {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> after(Duration time, Act act) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        act.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Test
    void a_call_that_runs_when_the_helper_dies_ends_with_a_reason() throws Exception {
        HelperVault vault =
                openWithKey(
                        KeyType.EC_P256, HelperOptions.defaults().within(Duration.ofSeconds(20)));
        Signer signer = vault.signer("key");
        ProcessHandle stopped = helper(vault);
        signal("STOP", stopped);
        CompletableFuture<byte[]> signing =
                CompletableFuture.supplyAsync(() -> signer.sign(MESSAGE));
        while (!vault.busy()) {
            Thread.onSpinWait();
        }
        assertThat(stopped.destroyForcibly()).isTrue();
        assertThatThrownBy(() -> signing.get(5, TimeUnit.SECONDS))
                .hasCauseInstanceOf(KeyException.class)
                .hasMessageContaining("helper");
    }

    /** A broken heap ends in abort(), in whatever thread; here its signal is sent to the helper. */
    @Test
    void a_helper_that_crashes_in_native_code_ends_its_call_with_a_reason_and_nothing_else()
            throws Exception {
        HelperVault vault = openWithKey();
        Signer signer = vault.signer("key");
        ProcessHandle crashing = helper(vault);
        signal("STOP", crashing);
        CompletableFuture<byte[]> signing =
                CompletableFuture.supplyAsync(() -> signer.sign(MESSAGE));
        while (!vault.busy()) {
            Thread.onSpinWait();
        }
        signal("ABRT", crashing);
        signal("CONT", crashing);
        assertThatThrownBy(() -> signing.get(5, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.DEVICE_FAILURE))
                .hasMessageContaining("helper");
        assertThat(Insist.on(() -> signer.sign(MESSAGE))).isNotEmpty();
        assertThat(helper(vault).pid()).isNotEqualTo(crashing.pid());
        assertThat(Path.of("hs_err_pid" + crashing.pid() + ".log")).doesNotExist();
    }

    @Test
    void a_wrong_pin_is_tried_once_and_never_again() {
        var asked = new AtomicInteger();
        var pins = new ArrayList<String>(List.of("right", "wrong"));
        PinSource source =
                request -> {
                    asked.incrementAndGet();
                    return pins.removeFirst().equals("right")
                            ? hsm.pin()
                            : Pin.owning("00000000".toCharArray());
                };
        HelperVault vault = open(source);
        assertThat(helper(vault).destroyForcibly()).isTrue();
        helperGone(vault);
        assertReason(() -> Insist.on(vault::status), KeyException.Reason.PIN_WRONG);
        assertReason(vault::status, KeyException.Reason.PIN_WRONG);
        assertThat(asked).hasValue(2);
    }

    private static void helperGone(HelperVault vault) {
        vault.helperProcess()
                .flatMap(ProcessHandle::of)
                .ifPresent(helper -> helper.onExit().join());
    }

    @Test
    void what_the_pin_source_throws_reaches_the_caller() {
        var mine = new IllegalStateException("nobody at the keyboard");
        assertThatThrownBy(() ->
                        open(request -> {
                            throw mine;
                        }))
                .isSameAs(mine);
    }

    @Test
    void the_pin_is_on_no_command_line_and_in_no_environment() throws Exception {
        HelperVault vault = openWithKey();
        Path process = Path.of("/proc", Long.toString(helper(vault).pid()));
        String seen =
                Files.readString(process.resolve("cmdline"))
                        + Files.readString(process.resolve("environ"));
        assertThat(seen).contains(HelperMain.class.getName());
        try (Pin pin = hsm.pin()) {
            pin.use(chars -> assertThat(seen).doesNotContain(new String(chars)));
        }
    }

    /** The same program without the guards is the control: there attaching works. */
    @Test
    void nobody_attaches_to_a_helper(@TempDir Path folder) throws Exception {
        HelperVault vault = openWithKey();
        System.setProperty("sun.tools.attach.attachTimeout", "1000");
        String guarded = Long.toString(helper(vault).pid());
        assertThatThrownBy(() -> VirtualMachine.attach(guarded))
                .isInstanceOf(AttachNotSupportedException.class);
        assertThat(vault.signer("key").sign(MESSAGE)).isNotEmpty();
        Path socket = folder.resolve("link");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            ServerSocketChannel unused = server.bind(UnixDomainSocketAddress.of(socket));
            Process bare =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    HelperMain.class.getName(),
                                    socket.toString())
                            .start();
            try (SocketChannel link = server.accept()) {
                assertThat(link.isConnected()).isTrue();
                System.setProperty("sun.tools.attach.attachTimeout", "20000");
                VirtualMachine.attach(Long.toString(bare.pid())).detach();
            } finally {
                bare.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void a_helper_writes_no_memory_to_files_and_takes_no_agents() throws Exception {
        HelperVault vault =
                HelperVault.open(
                        hsm.config(),
                        hsm.pins(),
                        TokenOptions.defaults(),
                        HelperOptions.defaults()
                                .with(
                                        Map.of(
                                                "JAVA_TOOL_OPTIONS",
                                                "-XX:+HeapDumpOnOutOfMemoryError")));
        opened.add(vault);
        Path process = Path.of("/proc", Long.toString(helper(vault).pid()));
        assertThat(Files.readString(process.resolve("cmdline")))
                .contains("-XX:-CreateCoredumpOnCrash", "-XX:-HeapDumpOnOutOfMemoryError");
        assertThat(Files.readString(process.resolve("environ"))).doesNotContain("JAVA_TOOL");
    }

    @Test
    void closing_ends_the_helper() throws Exception {
        HelperVault vault = openWithKey();
        ProcessHandle helper = helper(vault);
        vault.close();
        helper.onExit().get(5, TimeUnit.SECONDS);
        assertThatThrownBy(vault::status).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_token_that_is_not_there_is_told_by_its_label() {
        assertThatThrownBy(() ->
                        HelperVault.open(
                                new vn.antin.hsm.TokenConfig(
                                        SoftHsm.module(), "không có", java.util.Optional.empty()),
                                hsm.pins(),
                                TokenOptions.defaults(),
                                HelperOptions.defaults()))
                .isInstanceOf(KeyException.class)
                .hasMessageContaining("không có");
    }
}

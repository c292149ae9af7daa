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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
import vn.antin.hsm.testkit.SoftHsm;

/** What a program can rely on when its token's module runs in a helper process. */
class HelperVaultTest {
    private static final byte[] MESSAGE = "Tài liệu".getBytes(UTF_8);

    private final SoftHsm hsm = SoftHsm.create();
    private final List<HelperVault> opened = new ArrayList<>();

    private HelperVault open(PinSource pins, Duration limit) {
        HelperVault vault =
                HelperVault.open(
                        hsm.config(),
                        pins,
                        TokenOptions.defaults(),
                        HelperOptions.defaults().within(limit));
        opened.add(vault);
        return vault;
    }

    private HelperVault openWithKey(Duration limit) {
        try (TokenVault here = hsm.open()) {
            here.admin().generate("key", KeyType.EC_P256);
        }
        return open(hsm.pins(), limit);
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
        HelperVault vault = openWithKey(Duration.ofSeconds(10));
        Signer signer = vault.signer("key");
        ProcessHandle first = helper(vault);
        assertThat(first.destroyForcibly()).isTrue();
        first.onExit().get(5, TimeUnit.SECONDS);
        assertThat(signer.sign(MESSAGE)).isNotEmpty();
        assertThat(helper(vault).pid()).isNotEqualTo(first.pid());
    }

    @Test
    void a_module_that_stops_for_ever_is_ended_at_the_limit_and_the_next_call_works()
            throws Exception {
        HelperVault vault = openWithKey(Duration.ofSeconds(1));
        Signer signer = vault.signer("key");
        ProcessHandle stopped = helper(vault);
        int unused =
                new ProcessBuilder("kill", "-STOP", Long.toString(stopped.pid())).start().waitFor();
        long before = System.nanoTime();
        assertReason(() -> signer.sign(MESSAGE), KeyException.Reason.DEVICE_FAILURE);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        stopped.onExit().get(5, TimeUnit.SECONDS);
        HelperVault patient = open(hsm.pins(), Duration.ofSeconds(20));
        assertThat(patient.signer("key").sign(MESSAGE)).isNotEmpty();
    }

    @Test
    void a_call_that_runs_when_the_helper_dies_ends_with_a_reason() throws Exception {
        HelperVault vault = openWithKey(Duration.ofSeconds(20));
        Signer signer = vault.signer("key");
        ProcessHandle stopped = helper(vault);
        int unused =
                new ProcessBuilder("kill", "-STOP", Long.toString(stopped.pid())).start().waitFor();
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
        HelperVault vault = open(source, Duration.ofSeconds(10));
        assertThat(helper(vault).destroyForcibly()).isTrue();
        helperGone(vault);
        assertReason(() -> vault.status(), KeyException.Reason.PIN_WRONG);
        assertReason(() -> vault.status(), KeyException.Reason.PIN_WRONG);
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
                        open(
                                request -> {
                                    throw mine;
                                },
                                Duration.ofSeconds(10)))
                .isSameAs(mine);
    }

    @Test
    void the_pin_is_on_no_command_line_and_in_no_environment() throws Exception {
        HelperVault vault = openWithKey(Duration.ofSeconds(10));
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
        HelperVault vault = openWithKey(Duration.ofSeconds(10));
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
                        new HelperOptions(
                                Duration.ofSeconds(10),
                                Map.of("JAVA_TOOL_OPTIONS", "-XX:+HeapDumpOnOutOfMemoryError")));
        opened.add(vault);
        Path process = Path.of("/proc", Long.toString(helper(vault).pid()));
        assertThat(Files.readString(process.resolve("cmdline")))
                .contains("-XX:-CreateCoredumpOnCrash", "-XX:-HeapDumpOnOutOfMemoryError");
        assertThat(Files.readString(process.resolve("environ"))).doesNotContain("JAVA_TOOL");
    }

    @Test
    void closing_ends_the_helper() throws Exception {
        HelperVault vault = openWithKey(Duration.ofSeconds(10));
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

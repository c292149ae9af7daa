package vn.antin.hsm.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyInfo;
import vn.antin.hsm.KeyPairInfo;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenAdmin;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.testkit.Insist;
import vn.antin.hsm.testkit.SoftHsm;

/** Keys are made, and tokens listed and initialised, where a bad module harms nobody else. */
@Timeout(120)
class HelperAdminTest {
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final Duration SHORT = Duration.ofSeconds(4);

    private final SoftHsm hsm = SoftHsm.create();
    private final HelperVault vault =
            HelperVault.open(
                    hsm.config(),
                    hsm.pins(),
                    TokenOptions.card(),
                    HelperOptions.defaults().forOneCommand());

    @AfterEach
    void close() {
        vault.close();
    }

    private static HelperOptions within(Duration start, Map<String, String> environment) {
        return new HelperOptions(
                Duration.ofMillis(1500), Duration.ofSeconds(5), start, true, environment);
    }

    private static KeyException failure(Runnable act) {
        try {
            act.run();
        } catch (KeyException e) {
            return e;
        }
        throw new AssertionError("no failure");
    }

    private static void signs(Signer signer, KeyPairInfo with) {
        assertThat(
                        PublicKeys.verifies(
                                with.publicKey(),
                                SecurityStrength.BITS_112,
                                MESSAGE,
                                signer.sign(MESSAGE)))
                .isTrue();
    }

    @Test
    void keys_are_made_and_checked_in_the_helper_as_in_this_process() {
        TokenAdmin admin = vault.admin();
        KeyPairInfo made = admin.generate("one", KeyType.EC_P256);
        assertThat(admin.publicKey("one")).isEqualTo(made.publicKey());
        assertThat(admin.keys()).extracting(KeyInfo::label).containsExactly("one");
        assertThat(admin.checkAttributes("one").problems()).isEmpty();
        try (TokenVault here = hsm.open()) {
            assertThat(here.admin().keys()).isEqualTo(admin.keys());
            assertThat(here.admin().checkAttributes("one")).isEqualTo(admin.checkAttributes("one"));
        }
        assertThat(failure(() -> admin.generate("one", KeyType.EC_P256)).reason())
                .isEqualTo(KeyException.Reason.BAD_INPUT);
    }

    @Test
    void a_label_that_comes_to_mean_another_key_is_that_key_from_then_on() {
        TokenAdmin admin = vault.admin();
        KeyPairInfo old = admin.generate("key", KeyType.EC_P256);
        signs(vault.signer("key"), old);
        KeyPairInfo next = admin.generate("key-next", KeyType.EC_P256);
        admin.delete("key");
        admin.rename("key-next", "key");
        signs(vault.signer("key"), next);
        admin.delete("key");
        assertThat(failure(() -> vault.signer("key")).reason())
                .isEqualTo(KeyException.Reason.NO_SUCH_KEY);
    }

    private static void signal(String name, ProcessHandle helper) throws Exception {
        assertThat(
                        new ProcessBuilder("kill", "-" + name, Long.toString(helper.pid()))
                                .start()
                                .waitFor())
                .isZero();
    }

    private static ProcessHandle helper(HelperVault of) {
        return ProcessHandle.of(of.helperProcess().orElseThrow()).orElseThrow();
    }

    @Test
    void a_module_that_stops_while_it_makes_a_key_is_given_up_and_nothing_is_tried_again()
            throws Exception {
        try (HelperVault patient =
                HelperVault.open(
                        hsm.config(), hsm.pins(), TokenOptions.card(), within(SHORT, Map.of()))) {
            ProcessHandle stopped = helper(patient);
            signal("STOP", stopped);
            long began = System.nanoTime();
            KeyException why = failure(() -> patient.admin().generate("x", KeyType.EC_P256));
            assertThat(why.reason()).isEqualTo(KeyException.Reason.DEVICE_FAILURE);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isLessThan(SHORT.plusSeconds(2));
            stopped.onExit().get(5, TimeUnit.SECONDS);
            assertThat(patient.admin().keys()).isEmpty();
        }
    }

    @Test
    void a_module_that_crashes_while_it_makes_a_key_ends_the_call_and_nothing_else()
            throws Exception {
        ProcessHandle crashing = helper(vault);
        signal("STOP", crashing);
        CompletableFuture<KeyException> making =
                CompletableFuture.supplyAsync(
                        () -> failure(() -> vault.admin().generate("x", KeyType.EC_P256)));
        while (!vault.busy()) {
            Thread.onSpinWait();
        }
        signal("ABRT", crashing);
        signal("CONT", crashing);
        assertThat(making.get(5, TimeUnit.SECONDS).reason())
                .isEqualTo(KeyException.Reason.DEVICE_FAILURE);
        assertThat(Insist.on(() -> vault.admin().keys())).isEmpty();
    }

    /** SoftHSM reads its configuration when it is initialised; from a pipe it waits for ever. */
    private static HelperModule hanging(Path folder) throws Exception {
        Path pipe = folder.resolve("softhsm2.conf");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        return new HelperModule(
                SoftHsm.module(), within(SHORT, Map.of("SOFTHSM2_CONF", pipe.toString())));
    }

    private static List<ProcessHandle> helpers(Path folder) {
        return ProcessHandle.current()
                .descendants()
                .filter(each -> environment(each).contains(folder.toString()))
                .toList();
    }

    private static String environment(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"),
                    java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void a_module_that_never_comes_up_holds_nobody_and_leaves_no_helper(@TempDir Path folder)
            throws Exception {
        HelperModule module = hanging(folder);
        long began = System.nanoTime();
        KeyException why = failure(module::tokens);
        assertThat(why.reason()).isEqualTo(KeyException.Reason.DEVICE_FAILURE);
        assertThat(why).hasMessageContaining("did not answer in time");
        try (Pin one = hsm.pin();
                Pin other = hsm.pin()) {
            assertThat(failure(() -> module.initToken("x", one, other)).reason())
                    .isEqualTo(KeyException.Reason.DEVICE_FAILURE);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isLessThan(SHORT.multipliedBy(2).plusSeconds(3));
        for (ProcessHandle each : helpers(folder)) {
            assertThat(each.onExit().get(5, TimeUnit.SECONDS).isAlive()).isFalse();
        }
    }

    @Test
    void a_module_that_crashes_while_it_comes_up_ends_the_call_with_a_reason(@TempDir Path folder)
            throws Exception {
        HelperModule module = hanging(folder);
        CompletableFuture<KeyException> asking =
                CompletableFuture.supplyAsync(() -> failure(module::tokens));
        while (!asking.isDone() && helpers(folder).isEmpty()) {
            Thread.onSpinWait();
        }
        for (ProcessHandle each : helpers(folder)) {
            signal("ABRT", each);
        }
        assertThat(asking.get(10, TimeUnit.SECONDS)).hasMessageContaining("helper process failed");
    }

    @Test
    void a_new_token_is_made_and_listed_in_a_helper() {
        HelperModule module = new HelperModule(SoftHsm.module(), HelperOptions.defaults());
        String label = "made-" + System.nanoTime();
        String serial;
        try (Pin officer = Pin.owning("12345678".toCharArray());
                Pin pin = Pin.owning("87654321".toCharArray())) {
            serial = module.initToken(label, officer, pin);
            assertThat(failure(() -> module.initToken(label, officer, pin)).reason())
                    .isEqualTo(KeyException.Reason.BAD_INPUT);
        }
        Optional<TokenInfo> shown =
                module.tokens().stream().filter(each -> each.label().equals(label)).findFirst();
        assertThat(shown).map(TokenInfo::serial).contains(serial);
    }

    @Test
    void a_file_that_is_no_module_is_told_as_such(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("module.so"), "không phải thư viện");
        assertThatThrownBy(() -> new HelperModule(text, HelperOptions.defaults()).tokens())
                .isInstanceOf(KeyException.class)
                .hasCauseInstanceOf(IOException.class);
    }
}

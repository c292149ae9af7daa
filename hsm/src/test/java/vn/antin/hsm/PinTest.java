package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.pkcs11.Sabotage;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.PinRequest;
import vn.antin.hsm.token.TokenStatus;

/** PINs: asked once, never tried again, never shown. */
class PinTest {
    private static KeyException failure(Runnable act) {
        var caught = new KeyException[1];
        assertThatThrownBy(act::run).isInstanceOfSatisfying(KeyException.class, e -> caught[0] = e);
        return caught[0];
    }

    @Test
    void a_wrong_pin_is_told_and_tried_once() {
        SoftHsm hsm = SoftHsm.create();
        var asked = new AtomicInteger();
        KeyException e =
                failure(() ->
                        TokenVault.open(
                                hsm.config(),
                                request -> {
                                    asked.incrementAndGet();
                                    return Pin.owning("00000000".toCharArray());
                                }));
        assertThat(e.reason()).isEqualTo(KeyException.Reason.PIN_WRONG);
        assertThat(e).hasMessageContaining(hsm.config().tokenLabel());
        assertThat(stack(e)).doesNotContain("00000000");
        assertThat(asked).hasValue(1);
        hsm.open().close();
    }

    private static String stack(Throwable e) {
        var out = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(out));
        return out.toString();
    }

    @Test
    void after_a_wrong_pin_in_a_reconnection_nobody_is_asked_again() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        var asked = new AtomicInteger();
        var forgotten = new AtomicBoolean();
        PinSource pins =
                request -> {
                    asked.incrementAndGet();
                    return forgotten.get() ? Pin.owning("11111111".toCharArray()) : hsm.pin();
                };
        try (Sabotage sabotage = new Sabotage(SoftHsm.module());
                TokenVault vault = TokenVault.open(hsm.config(), pins)) {
            vault.admin().generate("key", KeyType.EC_P256);
            Signer signer = vault.signer("key");
            forgotten.set(true);
            sabotage.logout(hsm.config().tokenLabel());
            assertThat(failure(() -> signer.sign(new byte[1])).reason())
                    .isEqualTo(KeyException.Reason.PIN_WRONG);
            assertThat(asked).hasValue(2);
            forgotten.set(false);
            KeyException e = failure(() -> signer.sign(new byte[1]));
            assertThat(e.reason()).isEqualTo(KeyException.Reason.PIN_WRONG);
            assertThat(e).hasMessageContaining("not tried again");
            assertThat(asked).hasValue(2);
        }
        try (TokenVault vault = hsm.open()) {
            assertThat(vault.signer("key").sign(new byte[1])).isNotEmpty();
        }
    }

    @Test
    void a_pin_is_wiped_after_the_login() {
        SoftHsm hsm = SoftHsm.create();
        char[][] lent = new char[1][];
        PinSource pins =
                request -> {
                    var copy = new char[1][];
                    try (Pin pin = hsm.pin()) {
                        pin.use(chars -> copy[0] = chars.clone());
                    }
                    lent[0] = copy[0];
                    return Pin.owning(copy[0]);
                };
        TokenVault.open(hsm.config(), pins).close();
        assertThat(lent[0]).containsOnly('\0');
    }

    @Test
    void a_pin_file_is_read_only_when_closed_to_others(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("pin"), "1234 5678\n");
        PinSource source = PinSource.fromFile(file);
        var request =
                new PinRequest(
                        new TokenStatus("t", "1", "", "", "", false, false, false, false),
                        PinRequest.Purpose.LOGIN);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(failure(() -> source.pin(request)).reason())
                .isEqualTo(KeyException.Reason.PIN_NEEDED);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (Pin pin = source.pin(request)) {
            pin.use(chars -> assertThat(chars).containsExactly("1234 5678".toCharArray()));
        }
        assertThat(failure(() -> PinSource.fromFile(folder.resolve("none")).pin(request)).reason())
                .isEqualTo(KeyException.Reason.PIN_NEEDED);
    }

    @Test
    void a_token_with_the_right_label_and_another_serial_gets_no_pin() {
        SoftHsm hsm = SoftHsm.create();
        var asked = new AtomicInteger();
        var other =
                new TokenConfig(
                        hsm.config().module(),
                        hsm.config().tokenLabel(),
                        Optional.of("0000000000000000"));
        KeyException e =
                failure(() ->
                        TokenVault.open(
                                other,
                                request -> {
                                    asked.incrementAndGet();
                                    return hsm.pin();
                                }));
        assertThat(e.reason()).isEqualTo(KeyException.Reason.TOKEN_MISSING);
        assertThat(asked).hasValue(0);
    }

    @Test
    void a_token_that_is_not_there_is_told_with_those_that_are() {
        SoftHsm hsm = SoftHsm.create();
        KeyException e =
                failure(() ->
                        TokenVault.open(
                                new TokenConfig(SoftHsm.module(), "không có", Optional.empty()),
                                hsm.pins()));
        assertThat(e.reason()).isEqualTo(KeyException.Reason.TOKEN_MISSING);
        assertThat(e)
                .hasMessageContaining("không có")
                .hasMessageContaining(hsm.config().tokenLabel());
    }

    @Test
    void a_module_that_is_not_there_is_a_missing_token() {
        KeyException e =
                failure(() -> TokenVault.tokens(Path.of("/usr/lib/softhsm/no-such-module.so")));
        assertThat(e.reason()).isEqualTo(KeyException.Reason.TOKEN_MISSING);
    }
}

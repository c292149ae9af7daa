package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.hsm.testkit.OwnMemory;
import vn.antin.hsm.testkit.PinHolder;
import vn.antin.hsm.testkit.SoftHsm;

/** What is left of a PIN in a program that has logged in with it. */
@Timeout(60)
class PinMemoryTest {
    @Test
    void a_program_that_has_logged_in_holds_its_pin_nowhere(@TempDir Path folder) throws Exception {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = hsm.open()) {
            vault.admin().generate("key", KeyType.EC_P256);
        }
        var text = new String[1];
        try (Pin pin = hsm.pin()) {
            pin.use(chars -> text[0] = new String(chars));
        }
        Path file = Files.writeString(folder.resolve("pin"), text[0] + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                PinHolder.class.getName(),
                                SoftHsm.module().toString(),
                                hsm.config().tokenLabel(),
                                "key",
                                file.toString(),
                                OwnMemory.masked(text[0]))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor()).as(output).isZero();
        assertThat(output.lines()).contains("signed true");
        assertThat(output.lines().filter(line -> line.contains(" at "))).isEmpty();
    }
}

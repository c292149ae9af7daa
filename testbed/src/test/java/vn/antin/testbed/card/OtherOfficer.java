package vn.antin.testbed.card;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.helper.HelperOptions;
import vn.antin.hsm.helper.HelperVault;

/**
 * A program of its own, in a Java of its own, that signs with the card as an officer's does and
 * keeps it until it is closed.
 */
final class OtherOfficer implements AutoCloseable {
    private static final byte[] MESSAGE = {8, 8};

    private final Process process;
    private final BufferedReader output;

    private OtherOfficer(Process process) {
        this.process = process;
        this.output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** What it signs. */
    static byte[] message() {
        return MESSAGE.clone();
    }

    /** Tells its signature, or why there is none; ends with its input. */
    public static void main(String[] arguments) throws Exception {
        try (HelperVault vault =
                HelperVault.open(
                        new TokenConfig(Path.of(arguments[0]), "9A", Optional.empty()),
                        _ -> Pin.owning("123456".toCharArray()),
                        TokenOptions.card(),
                        HelperOptions.defaults())) {
            byte[] signature = vault.signer(KeyLabel.AUTHENTICATION).sign(MESSAGE);
            System.out.println(HexFormat.of().formatHex(signature));
            int _ = System.in.read();
        } catch (KeyException e) {
            System.out.println(e.reason());
        }
    }

    static OtherOfficer start(PrivatePcscd pcscd) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherOfficer.class.getName(),
                                PrivatePcscd.openscModule().toString()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.putAll(pcscd.environment());
        return new OtherOfficer(builder.start());
    }

    /** The next line that it tells. */
    String told() throws IOException {
        return String.valueOf(output.readLine());
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        var _ = process.onExit().join();
    }
}

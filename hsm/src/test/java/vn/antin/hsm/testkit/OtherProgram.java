package vn.antin.hsm.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;

/**
 * A program of its own that logs in to a token with the PIN of a file and signs. It tells which
 * open files it was born with, its signature, and where the PIN still lies in its memory.
 */
public final class OtherProgram {
    private static final byte[] MESSAGE = {7, 7, 7};

    private OtherProgram() {}

    /**
     * What it told.
     *
     * @param born open files at its start, by name
     * @param signature over {@link #message}
     * @param pin where the PIN lies
     */
    public record Told(List<String> born, String signature, List<String> pin) {}

    /** What it signs. */
    public static byte[] message() {
        return MESSAGE.clone();
    }

    /** Arguments: module, label of the token, label of the key, PIN file, the masked PIN. */
    public static void main(String[] arguments) throws Exception {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            files.forEach(file -> System.out.println("born " + target(file)));
        }
        try (TokenVault vault =
                TokenVault.open(
                        new TokenConfig(Path.of(arguments[0]), arguments[1], Optional.empty()),
                        PinSource.fromFile(Path.of(arguments[3])))) {
            byte[] signature = vault.signer(arguments[2]).sign(MESSAGE);
            System.gc();
            System.out.println("signature " + HexFormat.of().formatHex(signature));
            OwnMemory.find(arguments[4]).forEach(place -> System.out.println("pin " + place));
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed";
        }
    }

    /** Runs it to its end, with a key of this token and a PIN file in this folder. */
    public static Told run(SoftHsm hsm, String key, Path folder) throws Exception {
        var pin = new String[1];
        try (Pin lent = hsm.pin()) {
            lent.use(chars -> pin[0] = new String(chars));
        }
        Path file = Files.writeString(folder.resolve("pin"), pin[0] + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Process program =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xmx64m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OtherProgram.class.getName(),
                                SoftHsm.module().toString(),
                                hsm.config().tokenLabel(),
                                key,
                                file.toString(),
                                OwnMemory.masked(pin[0]))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (program.waitFor() != 0) {
            throw new IOException(output);
        }
        return new Told(
                all(output, "born "), all(output, "signature ").getFirst(), all(output, "pin "));
    }

    private static List<String> all(String output, String prefix) {
        var all = new ArrayList<String>();
        output.lines()
                .filter(line -> line.startsWith(prefix))
                .forEach(line -> all.add(line.substring(prefix.length())));
        return all;
    }
}

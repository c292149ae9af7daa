package vn.antin.gateway.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import vn.antin.crypto.key.KeyException;
import vn.antin.gateway.ops.Alarm;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenVault;

/** Makes new tokens in free slots, with random PINs in private files when there are none yet. */
final class Tokens {
    private static final int DIGITS = 12;

    private Tokens() {}

    /**
     * Asks the module, before anything is made, that none of these labels is taken.
     *
     * @throws StartupProblem TOKEN_EXISTS
     */
    static void requireFree(GatewayConfig.Token... tokens) {
        for (GatewayConfig.Token token : tokens) {
            try {
                if (TokenVault.tokens(token.module()).stream()
                        .anyMatch(there -> there.label().equals(token.label()))) {
                    throw new StartupProblem(
                            StartupProblem.Code.TOKEN_EXISTS, null, token.label(), token.module());
                }
            } catch (KeyException e) {
                throw Startup.problem(e, token);
            }
        }
    }

    /** Where the PIN of the security officer is left when the token is made. */
    private static Path officerFile(GatewayConfig.Token token) {
        return token.pinFile().resolveSibling(token.pinFile().getFileName() + ".so");
    }

    /** That file, while it lies there. */
    static Optional<Path> officerPin(GatewayConfig.Token token) {
        return Optional.of(officerFile(token)).filter(Files::exists);
    }

    /** All such files: that one, and those of gateways in the folder of PINs; cards have theirs. */
    static List<Path> officerPins(GatewayConfig config) throws IOException {
        Set<Path> found = new TreeSet<>();
        officerPin(config.token()).map(Tokens::plain).ifPresent(found::add);
        Path secrets = config.home().resolve("secrets");
        if (Files.isDirectory(secrets)) {
            try (Stream<Path> all = Files.list(secrets)) {
                all.filter(each -> each.getFileName().toString().matches("gateway.*\\.so"))
                        .map(Tokens::plain)
                        .forEach(found::add);
            }
        }
        return List.copyOf(found);
    }

    private static Path plain(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** Says so in both languages: whoever has both PINs can copy keys out. */
    static void warn(GatewayConfig.Token token, PrintWriter out) {
        officerPin(token)
                .ifPresent(file -> {
                    out.println("CẢNH BÁO: " + Alarm.OFFICER_PIN_HERE.vietnamese());
                    out.println("WARNING: " + Alarm.OFFICER_PIN_HERE.english());
                    out.println("  " + file);
                });
    }

    /**
     * Makes the token; its SO PIN goes to a file beside the PIN's, to be locked away.
     *
     * @return the PIN files that were written; none is left when this fails
     */
    static List<Path> make(GatewayConfig.Token token) throws IOException {
        Path pinFile = token.pinFile();
        Path officerFile = officerFile(token);
        List<Path> written = new ArrayList<>();
        try (Pin officer = pin(officerFile, written);
                Pin pin = pin(pinFile, written)) {
            String serial = TokenVault.initToken(token.module(), token.label(), officer, pin);
            if (serial.isEmpty()) {
                throw new IllegalStateException("a token without a serial number");
            }
            return written;
        } catch (KeyException e) {
            for (Path file : written) {
                Files.deleteIfExists(file);
            }
            throw Startup.problem(e, token);
        }
    }

    private static Pin pin(Path file, List<Path> written) throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file).strip();
            return Pin.owning(text.toCharArray());
        }
        SecureRandom random = new SecureRandom();
        char[] digits = new char[DIGITS];
        byte[] bytes = new byte[DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            digits[i] = (char) ('0' + random.nextInt(10));
            bytes[i] = (byte) digits[i];
        }
        PrivateFiles.write(file, bytes);
        written.add(file);
        Arrays.fill(bytes, (byte) 0);
        return Pin.owning(digits);
    }
}

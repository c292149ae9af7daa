package vn.antin.hsm.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;

/**
 * A fresh SoftHSM token with a random label and random PINs.
 *
 * <p>SoftHSM reads SOFTHSM2_CONF from the environment when it is loaded, so surefire sets it (see
 * the parent POM) and this class writes the file. All tokens of one test process share a folder
 * below {@code target}; those of earlier processes are removed first.
 */
public final class SoftHsm {
    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/lib/softhsm/libsofthsm2.so"),
                    Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
                    Path.of("/usr/lib64/pkcs11/libsofthsm2.so"));
    private static final SecureRandom RANDOM = new SecureRandom();
    private static boolean configured;

    private final TokenConfig config;
    private final String pin;
    private final String securityOfficerPin;

    private SoftHsm(TokenConfig config, String pin, String securityOfficerPin) {
        this.config = config;
        this.pin = pin;
        this.securityOfficerPin = securityOfficerPin;
    }

    /** Creates a token. */
    public static SoftHsm create() {
        return create("test-" + random(6));
    }

    /** Creates a token with this label. */
    public static SoftHsm create(String label) {
        configure();
        String securityOfficerPin = random(8);
        String pin = random(8);
        try (Pin so = Pin.owning(securityOfficerPin.toCharArray());
                Pin user = Pin.owning(pin.toCharArray())) {
            String serial = TokenVault.initToken(module(), label, so, user);
            return new SoftHsm(
                    new TokenConfig(module(), label, Optional.of(serial)), pin, securityOfficerPin);
        }
    }

    private static String random(int bytes) {
        var value = new byte[bytes];
        RANDOM.nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    /** Path of SoftHSM's library. */
    public static Path module() {
        return PLACES.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("install the Debian package softhsm2"));
    }

    /** Writes SoftHSM's configuration, once per process; before the library is loaded. */
    public static synchronized void configure() {
        if (configured) {
            return;
        }
        String place = System.getenv("SOFTHSM2_CONF");
        if (place == null) {
            throw new IllegalStateException("SOFTHSM2_CONF must be set (surefire does)");
        }
        Path file = Path.of(place);
        Path tokens = file.resolveSibling("tokens");
        try {
            removeTree(tokens);
            Files.createDirectories(tokens);
            Files.writeString(
                    file,
                    "directories.tokendir = "
                            + tokens
                            + "\nobjectstore.backend = file\nlog.level = ERROR\n"
                            + "slots.removable = false\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        configured = true;
    }

    private static void removeTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** How to reach the token. */
    public TokenConfig config() {
        return config;
    }

    /** The PIN, to be closed by the caller. */
    public Pin pin() {
        return Pin.owning(pin.toCharArray());
    }

    /** The security officer's PIN, to be closed by the caller. */
    public Pin securityOfficerPin() {
        return Pin.owning(securityOfficerPin.toCharArray());
    }

    /** Gives the PIN at every login. */
    public PinSource pins() {
        return status -> pin();
    }

    /** Opens the token, taking OAEP padding off in software (SoftHSM cannot with SHA-256). */
    public TokenVault open() {
        return TokenVault.open(
                config,
                pins(),
                TokenOptions.defaults().with(TokenOptions.Quirk.OAEP_PADDING_IN_SOFTWARE));
    }
}

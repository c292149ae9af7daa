package vn.antin.hsm.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vn.antin.hsm.Pin;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;

/**
 * NSS softokn with a new database, one for all tests of a process: the module keeps the folder that
 * it was first initialised with.
 */
public final class Nss {
    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/libsoftokn3.so"),
                    Path.of("/usr/lib/aarch64-linux-gnu/libsoftokn3.so"),
                    Path.of("/usr/lib64/libsoftokn3.so"));

    /** Its library; the tests fail without it. */
    public static final Path MODULE =
            PLACES.stream()
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalStateException(
                                    "install the Debian package libnss3 (./antin test does)"));

    /** Label of the token with keys. */
    public static final String TOKEN = "NSS Certificate DB";

    private static Optional<Nss> shared = Optional.empty();

    private final String arguments;

    private Nss(String arguments) {
        this.arguments = arguments;
    }

    /** The token of this process, with a PIN. */
    public static synchronized Nss shared() {
        if (shared.isEmpty()) {
            var nss =
                    new Nss(
                            "configdir='sql:"
                                    + folder()
                                    + "' certPrefix='' keyPrefix='' secmod='secmod.db'"
                                    + " flags=optimizeSpace");
            nss.setPin();
            shared = Optional.of(nss);
        }
        return shared.get();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "nss").toAbsolutePath()), "db");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void setPin() {
        try (Pkcs11Module module =
                        Pkcs11Module.acquire(
                                MODULE, ModuleOptions.parallel(Optional.of(arguments)));
                Pin pin = pin()) {
            long slot =
                    module.tokens().stream()
                            .filter(token -> token.label().equals(TOKEN))
                            .findFirst()
                            .orElseThrow()
                            .slot();
            try (Pkcs11Session session = module.openSession(slot, true)) {
                session.loginSecurityOfficer(new char[0]);
                pin.use(session::initPin);
                session.logout();
            }
        }
    }

    /** The PIN, to be closed by the caller. */
    public Pin pin() {
        return Pin.owning("mot hai ba bon".toCharArray());
    }

    /** The text that it wants when it is initialised. */
    public String arguments() {
        return arguments;
    }
}

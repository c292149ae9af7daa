package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import vn.antin.crypto.key.KeyException;

/**
 * Loads the wrapper's own native library, once per process.
 *
 * <p>First from {@code java.library.path}, where the program ships it; otherwise it is unpacked
 * into a folder of its own that only this user can enter (the wrapper itself would use the shared
 * temporary folder, where others can swap the file). Unpacking needs a temporary folder that
 * permits execution.
 */
final class WrapperLibrary {
    private static final String NAME = "pkcs11wrapper";
    private static boolean loaded;

    private WrapperLibrary() {}

    static synchronized void load() {
        if (loaded) {
            return;
        }
        try {
            System.loadLibrary(NAME);
        } catch (UnsatisfiedLinkError notOnPath) {
            unpackAndLoad();
        }
        PKCS11Implementation.initializeLibrary();
        loaded = true;
    }

    private static void unpackAndLoad() {
        String resource = resource();
        try {
            Path folder =
                    Files.createTempDirectory(
                            "antin-pkcs11-",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            Path file = folder.resolve(System.mapLibraryName(NAME));
            try {
                unpack(resource, file);
                System.load(file.toString());
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            throw new KeyException(
                    KeyException.Reason.UNSUPPORTED,
                    "the native part of the PKCS#11 wrapper cannot be loaded; put it into a folder"
                            + " on java.library.path (is the temporary folder mounted noexec?)",
                    e);
        }
    }

    private static void unpack(String resource, Path file) throws IOException {
        try (InputStream in = PKCS11Implementation.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the wrapper has no native part for this system");
            }
            Files.copy(in, file);
        }
    }

    private static String resource() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String cpu =
                switch (arch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "aarch64";
                    case "x86", "i386", "i686" -> "x86";
                    default -> arch;
                };
        if (os.startsWith("windows")) {
            return "/natives/windows/win-" + cpu + "/release/pkcs11wrapper.dll";
        }
        if (os.startsWith("mac")) {
            return "/natives/unix/macosx_universal/release/libpkcs11wrapper.jnilib";
        }
        return "/natives/unix/linux-" + cpu + "/release/libpkcs11wrapper.so";
    }
}

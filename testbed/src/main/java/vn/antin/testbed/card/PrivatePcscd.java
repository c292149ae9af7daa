package vn.antin.testbed.card;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * pcscd with two virtual readers for this process and its children alone: a socket of its own, a
 * folder of its own, no systemd, nothing left when it is closed or when this process dies.
 *
 * <p>vpcd listens on all addresses; where the kernel lets us, pcscd therefore runs in a network
 * namespace that has only its own loopback, and a small Perl program (perl-base is on every Debian)
 * beside it relays between its ports and Unix sockets in the folder, which only we may enter. In a
 * container that may not make namespaces, vpcd listens on two free ports instead, and pcscd may
 * leave an empty {@code /run/pcscd}: see {@link #isolated}.
 *
 * <p>Clients find it by {@link #environment}. A JVM cannot change its own environment, so a test
 * that loads a PKCS#11 module runs that part in another JVM: {@link #program}.
 *
 * <p>Thread-safe.
 */
public final class PrivatePcscd implements AutoCloseable {
    /** How many readers there are: what one entry of vpcd gives. */
    public static final int READERS = 2;

    private static final Path DRIVER = Path.of("/usr/lib/pcsc/drivers/serial/libifdvpcd.so");
    private static final Path DAEMON = Path.of("/usr/sbin/pcscd");
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_MS = 20;
    private static final long PCSCD_LOOKS_MS = 400;
    private static final Pattern READER_LINE = Pattern.compile("^(\\d+) +(Yes|No) .*Virtual PCD.*");
    private static final List<List<String>> NAMESPACES =
            List.of(
                    List.of("unshare", "--net", "--mount"),
                    List.of("unshare", "--user", "--map-root-user", "--net", "--mount"));

    /** How OpenSC treats the reader between uses. */
    public enum Access {
        /** Other programs may use the card between our commands. */
        SHARED,
        /** Nobody else may connect to the card while we are connected. */
        EXCLUSIVE
    }

    private final Path folder;
    private final Process process;
    private final boolean isolated;

    private PrivatePcscd(Path folder, Process process, boolean isolated) {
        this.folder = folder;
        this.process = process;
        this.isolated = isolated;
    }

    /** Starts it with a card that programs share. */
    public static PrivatePcscd start() throws IOException, InterruptedException {
        return start(Access.SHARED);
    }

    /**
     * Starts it and waits until its readers are there.
     *
     * @throws IOException with what pcscd said when it does not start
     */
    public static PrivatePcscd start(Access access) throws IOException, InterruptedException {
        if (!Files.exists(DRIVER) || !Files.exists(DAEMON)) {
            throw new IOException(
                    "thiếu gói / packages are missing: apt-get install --no-install-recommends"
                            + " pcscd vsmartcard-vpcd opensc opensc-pkcs11");
        }
        List<String> namespace = namespace();
        Path folder = Files.createTempDirectory("pcscd");
        int port = namespace.isEmpty() ? freePorts() : 35963;
        writeConfiguration(folder, port, access);
        List<String> line = new ArrayList<>(namespace);
        line.addAll(
                List.of(
                        "perl",
                        folder.resolve("private-pcscd.pl").toString(),
                        folder.toString(),
                        Integer.toString(port),
                        Integer.toString(READERS),
                        namespace.isEmpty() ? "0" : "1"));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.redirectError(folder.resolve("start.log").toFile());
        PrivatePcscd pcscd = new PrivatePcscd(folder, builder.start(), !namespace.isEmpty());
        try {
            pcscd.awaitReady();
        } catch (IOException e) {
            pcscd.close();
            throw e;
        }
        return pcscd;
    }

    private static List<String> namespace() throws IOException, InterruptedException {
        for (List<String> namespace : NAMESPACES) {
            List<String> line = new ArrayList<>(namespace);
            line.add("true");
            Process trial =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (trial.waitFor() == 0) {
                return namespace;
            }
        }
        return List.of();
    }

    private static int freePorts() throws IOException {
        for (int i = 0; i < 50; i++) {
            try (ServerSocket first = new ServerSocket(0);
                    ServerSocket second = new ServerSocket()) {
                second.bind(new InetSocketAddress(first.getLocalPort() + 1));
                return first.getLocalPort();
            } catch (IOException | IllegalArgumentException e) {
                // the next port is taken; another pair
            }
        }
        throw new IOException("no two free ports in a row");
    }

    private static void writeConfiguration(Path folder, int port, Access access)
            throws IOException {
        // A copy, since the folder of the drivers is covered in the namespace.
        Path driver = Files.copy(DRIVER, folder.resolve("libifdvpcd.so"));
        Path readers = Files.createDirectory(folder.resolve("conf")).resolve("reader.conf");
        Files.writeString(
                readers,
                """
                FRIENDLYNAME "Virtual PCD"
                DEVICENAME /dev/null:0x%1$X
                LIBPATH %2$s
                CHANNELID 0x%1$X
                """
                        .formatted(port, driver));
        Files.writeString(
                folder.resolve("opensc.conf"),
                """
                app default {
                  card_drivers = PIV-II;
                  reader_driver pcsc {
                    connect_exclusive = %s;
                    disconnect_action = reset;
                  }
                  framework pkcs15 {
                    use_pin_caching = false;
                    use_file_caching = no;
                  }
                }
                """
                        .formatted(access == Access.EXCLUSIVE));
        try (InputStream script = PrivatePcscd.class.getResourceAsStream("private-pcscd.pl")) {
            if (script == null) {
                throw new IllegalStateException("the class path has no private-pcscd.pl");
            }
            Files.copy(script, folder.resolve("private-pcscd.pl"));
        }
    }

    private void awaitReady() throws IOException {
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (!"ready".equals(line)) {
            Path log = folder.resolve("start.log");
            throw new IOException(
                    "pcscd did not start: " + (Files.exists(log) ? Files.readString(log) : ""));
        }
    }

    /**
     * OpenSC's PKCS#11 module, in the folder that Debian has for this processor.
     *
     * @throws IOException when it is not installed
     */
    public static Path openscModule() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(one -> one.resolve("opensc-pkcs11.so"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException("install the Debian package opensc-pkcs11"));
        }
    }

    /** Whether its readers' ports cannot be reached from outside. */
    public boolean isolated() {
        return isolated;
    }

    /** Process id of the program that runs pcscd. */
    public long pid() {
        return process.pid();
    }

    /** Folder of its sockets; gone when it is closed. */
    public Path folder() {
        return folder;
    }

    /** What client programs need in their environment. */
    public Map<String, String> environment() {
        return Map.of(
                "PCSCLITE_CSOCK_NAME", folder.resolve("pcscd.comm").toString(),
                "OPENSC_CONF", folder.resolve("opensc.conf").toString());
    }

    /**
     * Inserts a card into a reader, 0 or 1, and waits until pcscd sees it. A card that is still
     * there must be removed before.
     */
    public VpcdLink insert(int reader, SmartCard card) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(folder.resolve("card" + reader));
        while (System.nanoTime() < end) {
            VpcdLink link = VpcdLink.insert(address, card);
            try {
                while (link.inserted() && !link.overlooked() && System.nanoTime() < end) {
                    if (present(reader)) {
                        return link;
                    }
                    TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
                }
            } catch (IOException | InterruptedException e) {
                link.close();
                throw e;
            }
            link.close();
            TimeUnit.MILLISECONDS.sleep(2 * PCSCD_LOOKS_MS); // out long enough to be noticed
        }
        throw new IOException("pcscd does not see the card in reader " + reader);
    }

    /** Waits until pcscd sees a card in a reader, or none. */
    public void await(int reader, boolean present) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (present(reader) != present) {
            if (System.nanoTime() > end) {
                throw new IOException("reader " + reader + (present ? ": no card" : ": a card"));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
        }
    }

    private boolean present(int reader) throws IOException, InterruptedException {
        return run("opensc-tool", "-l")
                .output()
                .lines()
                .map(READER_LINE::matcher)
                .filter(line -> line.matches() && line.group(1).equals(Integer.toString(reader)))
                .anyMatch(line -> line.group(2).equals("Yes"));
    }

    /**
     * What a client program did.
     *
     * @param exit exit code
     * @param output what it printed, errors too
     */
    public record Result(int exit, String output) {
        /** Whether it succeeded. */
        public boolean ok() {
            return exit == 0;
        }
    }

    /**
     * Runs a client program to its end.
     *
     * @throws IOException when it does not end within a minute
     */
    public Result run(String... words) throws IOException, InterruptedException {
        return run(client(List.of(words)));
    }

    /** Runs a main class with this process's class path in a JVM that has the environment. */
    public Result program(Class<?> main, String... words) throws IOException, InterruptedException {
        return run(jvm(main, words));
    }

    /** A JVM for a main class with this process's class path and the environment, not started. */
    public ProcessBuilder jvm(Class<?> main, String... words) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("-Djava.library.path=" + System.getProperty("java.library.path", ""));
        line.add("-XX:+UseSerialGC");
        line.add("-Dfile.encoding=UTF-8");
        line.add("-Dstdout.encoding=UTF-8");
        line.add("-Dstderr.encoding=UTF-8");
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(main.getName());
        line.addAll(List.of(words));
        return client(line);
    }

    private ProcessBuilder client(List<String> line) {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(environment());
        return builder;
    }

    private static Result run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("antin", ".out");
        try {
            Process client = builder.redirectOutput(out.toFile()).start();
            client.getOutputStream().close();
            if (!client.waitFor(1, TimeUnit.MINUTES)) {
                client.destroyForcibly().waitFor();
                throw new IOException(
                        "no end after a minute: "
                                + builder.command().get(0)
                                + "\n"
                                + Files.readString(out));
            }
            return new Result(client.exitValue(), Files.readString(out));
        } finally {
            Files.deleteIfExists(out);
        }
    }

    /** Stops pcscd, waits for it, and removes the folder. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        removeFolder();
    }

    private void removeFolder() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

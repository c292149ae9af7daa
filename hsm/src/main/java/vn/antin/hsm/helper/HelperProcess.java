package vn.antin.hsm.helper;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import vn.antin.hsm.helper.wire.Frame;

/**
 * One running helper and the link to it. The link is a Unix socket in a folder that only this user
 * can enter; a module that prints to the standard output cannot disturb it.
 */
final class HelperProcess implements AutoCloseable {
    private static final String OPENSC_CONF = "opensc.conf";
    private static final String SOCKET = "link";

    /** PIN and secrets pass through: nobody attaches, and nothing of the memory goes to a file. */
    private static final List<String> GUARDS =
            List.of(
                    "-XX:+DisableAttachMechanism",
                    "-XX:-CreateCoredumpOnCrash",
                    "-XX:-HeapDumpOnOutOfMemoryError",
                    "-XX:ErrorFile=/dev/null",
                    "-XX:-UsePerfData");

    /** Variables that would take the guards away, or put an agent in. */
    private static final List<String> JAVA_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Frame ENDED = new Frame(Frame.Kind.FAILED, new byte[0]);

    private final Process process;
    private final Path folder;
    private final BlockingQueue<Frame> arrived = new LinkedBlockingQueue<>();
    private volatile @Nullable SocketChannel link;

    private HelperProcess(Process process, ServerSocketChannel server, Path folder, Frame opening) {
        this.process = process;
        this.folder = folder;
        Thread unused =
                Thread.ofPlatform()
                        .daemon(true)
                        .name("token-helper-link")
                        .start(() -> listen(server, opening));
    }

    /** The helper has ended, with this exit code. */
    static final class EndedException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int exitCode;

        EndedException(int exitCode) {
            super("the token helper has ended with code " + exitCode);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    /**
     * Starts one without waiting for it.
     *
     * @param program its main class
     * @param opening what it is told first, when it has come up
     * @throws IOException when there is nothing to start
     */
    static HelperProcess start(HelperOptions options, Class<?> program, Frame opening)
            throws IOException {
        Path folder =
                Files.createTempDirectory(
                        "antin-helper-",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        ServerSocketChannel server = null;
        boolean done = false;
        try {
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            Path socket = folder.resolve(SOCKET);
            ServerSocketChannel unused = server.bind(UnixDomainSocketAddress.of(socket));
            Process process = launch(folder, socket, options, program);
            var started = new HelperProcess(process, server, folder, opening);
            done = true;
            return started;
        } finally {
            if (!done) {
                if (server != null) {
                    server.close();
                }
                removeFolder(folder);
            }
        }
    }

    /** Removes the folder of the link and what we put into it. */
    static void removeFolder(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try {
            Files.deleteIfExists(folder.resolve(SOCKET));
            Files.deleteIfExists(folder.resolve(OPENSC_CONF));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            System.getLogger(HelperProcess.class.getName())
                    .log(System.Logger.Level.WARNING, "a folder remains: " + folder, e);
        }
    }

    /** What OpenSC's module reads at its start: the card is ours alone, and forgets when we end. */
    private static Path openscConfiguration(Path folder) throws IOException {
        try (InputStream hardened = HelperProcess.class.getResourceAsStream(OPENSC_CONF)) {
            Path file = folder.resolve(OPENSC_CONF);
            Files.copy(java.util.Objects.requireNonNull(hardened, OPENSC_CONF), file);
            return file;
        }
    }

    private static Process launch(Path folder, Path socket, HelperOptions options, Class<?> program)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xmx64m");
        command.addAll(GUARDS);
        String libraries = System.getProperty("java.library.path");
        if (libraries != null) {
            command.add("-Djava.library.path=" + libraries);
        }
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.add(socket.toString());
        var builder = new ProcessBuilder(command);
        builder.environment().put("OPENSC_CONF", openscConfiguration(folder).toString());
        builder.environment().putAll(options.environment());
        JAVA_VARIABLES.forEach(builder.environment()::remove);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(
                Boolean.getBoolean("antin.helper.debug")
                        ? ProcessBuilder.Redirect.INHERIT
                        : ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private void listen(ServerSocketChannel server, Frame opening) {
        try (server;
                SocketChannel accepted = accepted(server)) {
            link = accepted;
            opening.writeTo(accepted);
            while (true) {
                arrived.add(Frame.readFrom(accepted));
            }
        } catch (IOException e) {
            arrived.add(ENDED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            arrived.add(ENDED);
        }
    }

    private SocketChannel accepted(ServerSocketChannel server)
            throws IOException, InterruptedException {
        server.configureBlocking(false);
        while (true) {
            SocketChannel caller = server.accept();
            if (caller != null) {
                caller.configureBlocking(true);
                return caller;
            }
            if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                throw new EndedException(process.exitValue());
            }
        }
    }

    /** Says something to a helper that has said something already. */
    void send(Frame frame) throws IOException {
        SocketChannel now = link;
        if (now == null) {
            throw new IllegalStateException("the helper has not come up");
        }
        frame.writeTo(now);
        frame.wipe();
    }

    /**
     * The next frame from the helper.
     *
     * @throws TimeoutException when none comes within the limit
     * @throws EndedException when the helper has ended
     */
    Frame receive(Duration limit) throws IOException, TimeoutException {
        Frame frame;
        try {
            frame = arrived.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the token worked", e);
        }
        if (frame == null) {
            throw new TimeoutException();
        }
        if (frame == ENDED) {
            arrived.add(ENDED);
            throw new EndedException(exitCode());
        }
        return frame;
    }

    private int exitCode() {
        try {
            return process.waitFor(200, TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Lets the helper end by itself for a moment, then kills it. */
    @Override
    public void close() {
        try {
            unlink();
            boolean unused = process.waitFor(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Ends it at once, wherever its module is. */
    void kill() {
        Process unused = process.destroyForcibly();
        removeFolder(folder);
        unlink();
    }

    private void unlink() {
        SocketChannel now = link;
        try {
            if (now != null) {
                now.close();
            }
        } catch (IOException e) {
            System.getLogger(HelperProcess.class.getName())
                    .log(System.Logger.Level.DEBUG, "the link to a helper", e);
        }
    }
}

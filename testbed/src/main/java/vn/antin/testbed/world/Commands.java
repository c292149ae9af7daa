package vn.antin.testbed.world;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import vn.antin.sdk.spool.DurableFiles;

/**
 * Runs the program's commands as processes of their own, each with the home folder of its agency,
 * so that nothing is shared between the two agencies but the network.
 */
public final class Commands implements AutoCloseable {
    /** In tests a gateway lives for a minute: the second compiler would cost more than it gives. */
    private static final boolean BRIEF = Boolean.getBoolean("antin.brief");

    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<Process> servers = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    /**
     * What a command did.
     *
     * @param exit exit code
     * @param output what it printed
     * @param errors what it printed to the error stream
     */
    public record Result(int exit, String output, String errors) {
        /** Whether it succeeded. */
        public boolean ok() {
            return exit == 0;
        }
    }

    /** Sets variables for all commands from now on. */
    void environment(Map<String, String> more) {
        environment.putAll(more);
    }

    /** Runs a command to its end and returns what it printed. */
    public Result run(Path home, List<String> words) throws IOException, InterruptedException {
        return toItsEnd(command(home, words), words.get(0));
    }

    /** Runs another program with the same class path and a home's tokens. */
    public Result program(Path home, Class<?> main, List<String> words)
            throws IOException, InterruptedException {
        return toItsEnd(builder(home, main.getName(), true, words), main.getSimpleName());
    }

    private static Result toItsEnd(ProcessBuilder builder, String name)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("antin", ".out");
        Path err = Files.createTempFile("antin", ".err");
        try {
            Process process =
                    builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end after " + LIMIT + ": " + name);
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Starts a gateway and waits until it says that it is ready; its log goes to a file. */
    public Process serve(Path home, Path log) throws IOException, InterruptedException {
        Files.deleteIfExists(log);
        DurableFiles.create(log).close();
        Process process =
                command(home, List.of("serve", "--home", home.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        process.getOutputStream().close();
        servers.add(process);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            if (Files.exists(log) && Files.readString(log).contains(" is ready at ")) {
                return process;
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(50);
        }
        process.destroyForcibly();
        throw new IOException("the gateway did not start:\n" + Files.readString(log));
    }

    /** Starts a command that goes on by itself; what it says goes to a file. */
    public Process start(Path home, List<String> words, Path said) throws IOException {
        DurableFiles.create(said).close();
        Process process =
                command(home, words)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        process.getOutputStream().close();
        servers.add(process);
        return process;
    }

    private ProcessBuilder command(Path home, List<String> words) {
        boolean gateway = List.of("init", "serve", "fsck").contains(words.get(0));
        return builder(
                home,
                gateway ? "vn.antin.gateway.app.Main" : "vn.antin.cli.Main",
                words.get(0).equals("serve"),
                words);
    }

    private ProcessBuilder builder(Path home, String main, boolean runsLong, List<String> words) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("-Djava.library.path=" + System.getProperty("java.library.path", ""));
        line.add("-XX:+UseSerialGC");
        if (!runsLong || BRIEF) {
            line.add("-XX:TieredStopAtLevel=1");
        }
        line.add("-Dfile.encoding=UTF-8");
        line.add("-Dstdout.encoding=UTF-8");
        line.add("-Dstderr.encoding=UTF-8");
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(main);
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment()
                .put("SOFTHSM2_CONF", home.resolve("softhsm2.conf").toAbsolutePath().toString());
        builder.environment().put("ANTIN_HOME", home.toAbsolutePath().toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Stops the gateways and waits for them. */
    @Override
    public void close() {
        for (Process server : servers) {
            server.destroy();
        }
        for (Process server : servers) {
            try {
                if (!server.waitFor(10, TimeUnit.SECONDS)) {
                    server.destroyForcibly();
                }
            } catch (InterruptedException e) {
                server.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}

package vn.antin.testbed.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program's commands as processes of their own, each with the home folder of its agency,
 * so that nothing is shared between the two agencies but the network.
 */
final class Commands implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<Process> servers = new ArrayList<>();

    /** What a command did. */
    record Result(int exit, String output, String errors) {
        boolean ok() {
            return exit == 0;
        }
    }

    /** Runs a command to its end and returns what it printed. */
    Result run(Path home, List<String> words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("antin", ".out");
        Path err = Files.createTempFile("antin", ".err");
        try {
            Process process =
                    builder(home, words)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("no end after " + LIMIT + ": " + words.get(0));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** Starts a gateway and waits until it says that it is ready; its log goes to a file. */
    Process serve(Path home, Path log, String ready) throws IOException, InterruptedException {
        Process process =
                builder(home, List.of("serve", "--home", home.toString()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        process.getOutputStream().close();
        servers.add(process);
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            if (Files.exists(log) && Files.readString(log).contains(ready)) {
                return process;
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(100);
        }
        throw new IOException("the gateway did not start:\n" + Files.readString(log));
    }

    private static ProcessBuilder builder(Path home, List<String> words) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("--enable-native-access=ALL-UNNAMED");
        line.add("-Djava.library.path=" + System.getProperty("java.library.path", ""));
        line.add("-XX:+UseSerialGC");
        boolean server = words.get(0).equals("serve");
        if (!server) {
            line.add("-XX:TieredStopAtLevel=1");
        }
        line.add("-Dfile.encoding=UTF-8");
        line.add("-Dstdout.encoding=UTF-8");
        line.add("-Dstderr.encoding=UTF-8");
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(
                List.of("init", "serve", "fsck").contains(words.get(0))
                        ? "vn.antin.gateway.app.Main"
                        : "vn.antin.cli.Main");
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line);
        File conf = home.resolve("softhsm2.conf").toFile();
        builder.environment().put("SOFTHSM2_CONF", conf.getAbsolutePath());
        builder.environment().put("ANTIN_HOME", home.toString());
        return builder;
    }

    /** Reads one line from the keyboard; empty at the end of input. */
    static Optional<String> line() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return Optional.ofNullable(in.readLine());
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

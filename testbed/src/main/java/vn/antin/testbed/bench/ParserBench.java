package vn.antin.testbed.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs {@link ParserLoad} in a process whose heap holds the program, one input of ten million bytes
 * and 64 MiB: a parser that wants more ends with an error that is told.
 */
final class ParserBench {
    private static final int PROGRAM = 14;
    private static final int INPUT = 10;
    private static final int LIMIT = 64;

    private ParserBench() {}

    /** Whether every parser kept within time and memory. */
    static boolean run() throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                                List.of(
                                        java,
                                        "-XX:+UseSerialGC",
                                        "-Xmx" + (PROGRAM + INPUT + LIMIT) + "m",
                                        "-cp",
                                        Optional.ofNullable(System.getProperty("java.class.path"))
                                                .orElseThrow(),
                                        ParserLoad.class.getName()))
                        .inheritIO()
                        .start()
                        .waitFor()
                == 0;
    }
}

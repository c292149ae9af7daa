package vn.antin.testbed.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.testbed.world.Agency;
import vn.antin.testbed.world.Commands;

/**
 * Signatures a second through the pool of sessions, beside the wrapper called bare with one session
 * for each thread, which is the module's own limit. Runs in a process of its own, with a SoftHSM
 * token made for it, since the module reads its configuration from the environment.
 */
final class SignBench {
    private final int sessions;
    private final double atLeast;
    private final List<Integer> callers;

    /**
     * A bench.
     *
     * @param sessions of the pool
     * @param callers numbers of callers to measure with
     * @param atLeast the ratio to the bare wrapper that each must reach; 0 demands none
     */
    SignBench(int sessions, List<Integer> callers, double atLeast) {
        this.sessions = sessions;
        this.atLeast = atLeast;
        this.callers = List.copyOf(callers);
    }

    /** Measures and prints; whether all reached what is demanded. */
    boolean run(PrintStream out, boolean json) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("antin-sign");
        try (Commands commands = new Commands()) {
            Agency.tokens(folder, DurableFiles.privateFolder(folder.resolve("tokens")));
            Commands.Result load =
                    commands.program(
                            folder,
                            SignLoad.class,
                            Stream.concat(
                                            Stream.of(
                                                    Integer.toString(sessions),
                                                    Boolean.toString(json),
                                                    Double.toString(atLeast)),
                                            callers.stream().map(String::valueOf))
                                    .toList());
            if (!load.ok() && load.exit() != SignLoad.BELOW) {
                throw new IOException("the load failed:\n" + load.output() + load.errors());
            }
            out.print(load.output());
            if (!load.ok()) {
                System.err.print(load.errors());
            }
            return load.ok();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

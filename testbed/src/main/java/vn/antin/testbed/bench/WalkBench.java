package vn.antin.testbed.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import vn.antin.testbed.world.Commands;
import vn.antin.testbed.world.World;

/**
 * Small documents end to end: two gateways as processes, officers with SoftHSM cards, every
 * document sealed, submitted, relayed, opened and signed for. Beside it, OpenSSL's {@code cms}
 * doing the same signatures and encryptions, one process a step, with no delivery and no evidence
 * at all.
 */
final class WalkBench {
    private final int documents;
    private final int pairs;

    /**
     * A bench.
     *
     * @param documents how many are sent
     * @param pairs officers who send and officers who receive, all at the same time
     */
    WalkBench(int documents, int pairs) {
        this.documents = documents;
        this.pairs = pairs;
    }

    void run(PrintStream out, boolean json) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("antin-walk");
        try (World world = World.withSharedTokens(folder)) {
            world.found(world.first());
            world.found(world.second());
            Process unused = world.serve(world.first());
            unused = world.serve(world.second());
            for (int i = 0; i < pairs; i++) {
                world.enrol(world.first(), "an" + i, "Nguyễn Văn An", "Văn phòng", "mat");
                world.enrol(world.second(), "binh" + i, "Trần Thị Bình", "Vụ Kế hoạch", "mat");
            }
            world.befriend();
            Commands.Result load =
                    world.program(
                            world.first(),
                            WalkLoad.class,
                            world.first().home().toString(),
                            world.second().home().toString(),
                            Integer.toString(documents),
                            Integer.toString(pairs),
                            Boolean.toString(json));
            if (!load.ok()) {
                throw new IOException("the load failed:\n" + load.output() + load.errors());
            }
            out.print(load.output());
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package vn.antin.testbed.bench.seal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import vn.antin.crypto.seal.Sealed;
import vn.antin.testbed.bench.OpenSsl;
import vn.antin.testbed.bench.Report;
import vn.antin.testbed.bench.Series;

/**
 * Seals and opens one document with one large attachment, with software keys, file to file, each
 * output synced to the disk; the stages alone and OpenSSL do the same beside it.
 */
public final class SealBench {
    private final Path parent;
    private final long size;
    private final int runs;
    private final boolean peer;
    private final SealWork work = new SealWork();

    /**
     * A bench.
     *
     * @param parent where its folder is made and removed
     * @param size of the attachment in bytes
     * @param runs how often each is done
     * @param peer whether OpenSSL does the same
     */
    public SealBench(Path parent, long size, int runs, boolean peer) {
        this.parent = parent;
        this.size = size;
        this.runs = runs;
        this.peer = peer;
    }

    /** Measures and prints. */
    public void run(PrintStream out, boolean json) throws Exception {
        Path folder = Files.createTempDirectory(parent, "antin-bench");
        try {
            Path plain = folder.resolve("plain");
            write(plain, size);
            warmUp(folder);
            OpenSsl openSsl = new OpenSsl(folder);
            SealStages stages = new SealStages(plain, folder.resolve("stage"), size);
            Series seal = new Series("antin seal", size);
            Series open = new Series("antin open", size);
            Series peerSeal = new Series("openssl cms -sign | -encrypt", size);
            Series peerOpen = new Series("openssl cms -decrypt, -verify", size);
            Path cipher = folder.resolve("cipher");
            Path peerCipher = folder.resolve("peer.p7m");
            Path opened = folder.resolve("opened");
            for (int i = 0; i < runs; i++) {
                stages.run();
                Sealed[] sealed = new Sealed[1];
                seal.time(() -> sealed[0] = work.seal(plain, cipher));
                open.time(() -> work.open(sealed[0], cipher, opened));
                Files.delete(opened);
                Files.delete(cipher);
                if (peer) {
                    peerSeal.time(() -> openSsl.seal(plain, peerCipher));
                    peerOpen.time(() -> openSsl.open(peerCipher, opened));
                    Files.delete(opened);
                    Files.delete(peerCipher);
                }
            }
            Report report =
                    new Report(
                            "seal: one attachment of " + (size >> 20) + " MiB, " + runs + " runs",
                            "MB/s",
                            1e6);
            for (Series stage : List.of(stages.read, stages.digest, stages.encrypt, stages.write)) {
                report.row(stage, stages.limit);
            }
            report.row(stages.limit, stages.limit);
            report.row(seal, stages.limit);
            report.row(open, stages.limit);
            if (peer) {
                report.row(peerSeal, peerSeal);
                report.row(seal, peerSeal);
                report.row(peerOpen, peerOpen);
                report.row(open, peerOpen);
            }
            report.print(out, json);
            if (!json) {
                out.printf(
                        "  heap: at most %d MiB used, of %d MiB allowed (-Xmx)%n",
                        peakHeap() >> 20, Runtime.getRuntime().maxMemory() >> 20);
            }
        } finally {
            remove(folder);
        }
    }

    /** Garbage that was not collected yet is in it: it comes near what is allowed. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }

    /** Until the just-in-time compiler has met the cipher often enough. */
    private void warmUp(Path folder) throws Exception {
        Path plain = folder.resolve("warm");
        long warm = 256L << 20;
        write(plain, warm);
        Path cipher = folder.resolve("warm.cipher");
        Path opened = folder.resolve("warm.opened");
        for (int i = 0; i < 2; i++) {
            work.open(work.seal(plain, cipher), cipher, opened);
            Files.delete(cipher);
            Files.delete(opened);
        }
        new SealStages(plain, cipher, warm).run();
        Files.delete(plain);
    }

    private static void write(Path file, long size) throws IOException {
        Random seeded = new Random(20261122);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= block.length) {
                seeded.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
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

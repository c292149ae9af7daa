package vn.antin.testbed.bench.seal;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.document.AttachmentSizes;
import vn.antin.sdk.spool.DurableFiles;
import vn.antin.sdk.spool.DurableOutput;
import vn.antin.testbed.bench.Series;

/**
 * What sealing a file cannot do without, each alone: read it, digest it, encrypt it, digest the
 * ciphertext, write that to the disk. Spread over two cores they take at least as long as the
 * slowest, and at least half of the time that all of them keep a core busy, the system's threads
 * for the disk included: that is the limit.
 */
final class SealStages {
    /** In a second, on every Linux that runs Java (USER_HZ). */
    private static final double TICKS = 100;

    final Series read;
    final Series digest;
    final Series encrypt;
    final Series write;
    final Series limit;

    private final Path plain;
    private final Path written;
    private final long size;
    private final byte[] buffer = new byte[AttachmentSizes.SEGMENT];

    /**
     * Stages.
     *
     * @param plain the file that is sealed
     * @param written made and removed
     */
    SealStages(Path plain, Path written, long size) {
        this.plain = plain;
        this.written = written;
        this.size = size;
        read = new Series("stage: read", size);
        digest = new Series("stage: SHA-256, twice", size);
        encrypt = new Series("stage: AES-256-GCM", size);
        write = new Series("stage: write, sync", size);
        limit = new Series("limit: the stages over two cores", size);
    }

    private record Took(double wall, double busy) {}

    void run() throws Exception {
        Took reading = took(this::read);
        Took digesting = took(this::digest);
        Took encrypting = took(this::encrypt);
        Took writing = took(this::write);
        Files.delete(written);
        read.add(reading.wall());
        digest.add(digesting.wall());
        encrypt.add(encrypting.wall());
        write.add(writing.wall());
        double busy = reading.busy() + 2 * digesting.busy() + encrypting.busy() + writing.busy();
        double slowest =
                List.of(reading, digesting, encrypting, writing).stream()
                        .mapToDouble(Took::wall)
                        .max()
                        .orElseThrow();
        limit.add(Math.max(slowest, busy / 2));
    }

    private static Took took(Series.Task task) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        long busy = threads.getCurrentThreadCpuTime();
        double kernel = kernelThreads();
        long start = System.nanoTime();
        task.run();
        double wall = (System.nanoTime() - start) / 1e9;
        return new Took(
                wall, (threads.getCurrentThreadCpuTime() - busy) / 1e9 + kernelThreads() - kernel);
    }

    /**
     * Seconds that the system's own threads have worked: they carry what is written to the disk.
     */
    private static double kernelThreads() throws IOException {
        long ticks = 0;
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                ticks += kernelTicks(process.resolve("stat"));
            }
        }
        return ticks / TICKS;
    }

    /** Fields 4, 14 and 15 of proc(5): the parent, which is 2 for these threads, and the times. */
    private static long kernelTicks(Path stat) throws IOException {
        try {
            String line = Files.readString(stat);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return fields[1].equals("2")
                    ? Long.parseLong(fields[11]) + Long.parseLong(fields[12])
                    : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void read() throws IOException {
        try (InputStream in = DurableFiles.read(plain)) {
            long left = size;
            int n;
            while ((n = in.read(buffer)) > 0) {
                left -= n;
            }
            require(left == 0);
        }
    }

    private void digest() {
        MessageDigest digest = Digest.newSha256();
        for (long left = size; left > 0; left -= buffer.length) {
            digest.update(buffer, 0, (int) Math.min(left, buffer.length));
        }
        require(digest.digest().length == Digest.LENGTH);
    }

    private void encrypt() throws IOException, GeneralSecurityException {
        try (OutputStream out =
                new AesGcmHkdfStreaming(
                                new byte[AttachmentSizes.KEY],
                                "HmacSha256",
                                AttachmentSizes.KEY,
                                AttachmentSizes.SEGMENT,
                                0)
                        .newEncryptingStream(OutputStream.nullOutputStream(), new byte[0])) {
            for (long left = size; left > 0; left -= buffer.length) {
                out.write(buffer, 0, (int) Math.min(left, buffer.length));
            }
        }
    }

    private void write() throws IOException {
        try (DurableOutput out = new DurableOutput(DurableFiles.create(written))) {
            for (long left = size; left > 0; left -= buffer.length) {
                out.write(buffer, 0, (int) Math.min(left, buffer.length));
            }
            out.force();
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("a stage did not do its work");
        }
    }
}

package vn.antin.sdk.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableOutputTest {
    @TempDir private Path folder;

    @Test
    void what_is_written_while_the_disk_works_is_all_there() throws IOException {
        byte[] block = new byte[(1 << 20) + 7];
        new Random(1).nextBytes(block);
        Path file = folder.resolve("file");
        try (DurableOutput out = new DurableOutput(DurableFiles.create(file))) {
            for (int i = 0; i < 70; i++) {
                out.write(block);
            }
            out.write(9);
            out.force();
        }
        byte[] written = Files.readAllBytes(file);
        assertThat(written).hasSize(70 * block.length + 1).endsWith(9);
        for (int i = 0; i < 70; i++) {
            assertThat(
                            java.util.Arrays.equals(
                                    block,
                                    0,
                                    block.length,
                                    written,
                                    i * block.length,
                                    (i + 1) * block.length))
                    .isTrue();
        }
    }

    @Test
    void a_disk_that_failed_on_the_way_is_told_at_the_end() throws IOException {
        AtomicInteger forced = new AtomicInteger();
        try (DurableOutput out =
                new DurableOutput(
                        new Failing(DurableFiles.create(folder.resolve("file")), forced))) {
            out.write(new byte[33 << 20]);
            assertThatThrownBy(out::force).isExactlyInstanceOf(IOException.class).hasMessage("I/O");
        }
        assertThat(forced).hasValue(1);
    }

    /** A disk whose first write to the platter fails, and whose later ones say nothing of it. */
    private static final class Failing extends FileChannel {
        private final FileChannel file;
        private final AtomicInteger forced;

        Failing(FileChannel file, AtomicInteger forced) {
            this.file = file;
            this.forced = forced;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            if (forced.getAndIncrement() == 0) {
                throw new IOException("I/O");
            }
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            return file.write(from);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }

        private static UnsupportedOperationException unused() {
            return new UnsupportedOperationException();
        }

        @Override
        public int read(ByteBuffer to) {
            throw unused();
        }

        @Override
        public long read(ByteBuffer[] to, int offset, int length) {
            throw unused();
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) {
            throw unused();
        }

        @Override
        public long position() {
            throw unused();
        }

        @Override
        public FileChannel position(long position) {
            throw unused();
        }

        @Override
        public long size() {
            throw unused();
        }

        @Override
        public FileChannel truncate(long size) {
            throw unused();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel to) {
            throw unused();
        }

        @Override
        public long transferFrom(ReadableByteChannel from, long position, long count) {
            throw unused();
        }

        @Override
        public int read(ByteBuffer to, long position) {
            throw unused();
        }

        @Override
        public int write(ByteBuffer from, long position) {
            throw unused();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw unused();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw unused();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw unused();
        }
    }
}

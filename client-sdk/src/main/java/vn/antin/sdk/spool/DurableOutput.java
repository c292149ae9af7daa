package vn.antin.sdk.spool;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Writes a long file whose end is not a long wait: the disk is set to work every 32 MiB, while the
 * next bytes are computed. What was written survives a crash after {@link #force} only. For one
 * thread at a time; closing closes the file.
 */
public final class DurableOutput extends OutputStream {
    private static final long STEP = 32L << 20;

    private final FileChannel file;

    /** From an array the channel would copy into a buffer made for each call: half as fast. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

    private long waiting;
    private @Nullable FutureTask<@Nullable Void> forcing;

    /** Writes to {@code file} from its position on. */
    public DurableOutput(FileChannel file) {
        this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, buffer.capacity());
            buffer.clear().put(bytes, offset + done, n).flip();
            while (buffer.hasRemaining()) {
                waiting += file.write(buffer);
            }
            done += n;
        }
        if (waiting >= STEP && (forcing == null || forcing.isDone())) {
            await();
            waiting = 0;
            FutureTask<@Nullable Void> task =
                    new FutureTask<>(() -> {
                        file.force(false);
                        return null;
                    });
            forcing = task;
            Thread unused = Thread.ofPlatform().daemon().name("antin-force").start(task);
        }
    }

    /**
     * Waits until everything is on the disk.
     *
     * @throws IOException when the disk failed, now or before: the file is not to be used
     */
    public void force() throws IOException {
        await();
        file.force(true);
    }

    /** A failure is reported by the system once: to the thread that forced. */
    private void await() throws IOException {
        if (forcing == null) {
            return;
        }
        try {
            @Nullable Void unused = forcing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a file was written");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

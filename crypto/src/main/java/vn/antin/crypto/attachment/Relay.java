package vn.antin.crypto.attachment;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs the next stage on a thread of its own, so that two cores share the work: what is written is
 * handed over in blocks, at most {@value #BLOCKS} of them waiting. A failure of the next stage is
 * thrown by a later write or by {@link #close}. Blocks are wiped. For one writing thread.
 */
final class Relay extends OutputStream {
    private static final int BLOCKS = 8;

    /** Long enough that waking the other thread costs little beside the work on a block. */
    private static final int LENGTH = 1 << 20;

    private final OutputStream next;
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
    private final Block[] blocks = new Block[BLOCKS];
    private final Block end = new Block(0);
    private final Thread worker =
            Thread.ofPlatform().daemon().name("antin-relay").unstarted(this::run);
    private Block current;
    private boolean ended;
    private volatile boolean abandoned;
    private volatile @Nullable Throwable failure;

    private static final class Block {
        private final byte[] bytes;
        private int length;

        Block(int size) {
            bytes = new byte[size];
        }
    }

    /**
     * Starts the thread, which ends with {@link #close} or {@link #abandon}.
     *
     * @param next used by that thread alone until then; not closed
     */
    Relay(OutputStream next) {
        this.next = next;
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = new Block(LENGTH);
            if (i > 0) {
                free.add(blocks[i]);
            }
        }
        current = blocks[0];
        worker.start();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int done = 0; done < length; ) {
            int n = Math.min(length - done, LENGTH - current.length);
            System.arraycopy(bytes, offset + done, current.bytes, current.length, n);
            current.length += n;
            done += n;
            if (current.length == LENGTH) {
                handOver();
            }
        }
    }

    private void handOver() throws IOException {
        throwFailure();
        try {
            full.put(current);
            current = free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an attachment was worked on");
        }
    }

    /** Waits until the next stage has taken everything. */
    @Override
    public void close() throws IOException {
        if (ended) {
            return;
        }
        if (current.length > 0) {
            handOver();
        }
        end();
        throwFailure();
    }

    /** Ends without giving on what waits; nothing after {@link #close}. */
    void abandon() {
        abandoned = true;
        end();
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        boolean interrupted = false;
        boolean told = false;
        while (worker.isAlive()) {
            try {
                if (!told) {
                    full.put(end);
                    told = true;
                }
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        for (Block block : blocks) {
            Arrays.fill(block.bytes, (byte) 0);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void throwFailure() throws IOException {
        Throwable thrown = failure;
        switch (thrown) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IOException(thrown);
        }
    }

    @SuppressWarnings("CatchingUnchecked") // given to the writing thread, whatever it is
    private void run() {
        try {
            for (Block block = full.take(); block != end; block = full.take()) {
                if (failure == null && !abandoned) {
                    take(block);
                }
                block.length = 0;
                free.add(block);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("nobody has this thread", e);
        }
    }

    private void take(Block block) {
        try {
            next.write(block.bytes, 0, block.length);
        } catch (Throwable e) {
            failure = e;
        }
    }
}

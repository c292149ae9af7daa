package vn.antin.gateway.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.xnio.XnioExecutor;

/**
 * A request body that must keep coming: when less than {@link #LEAST} bytes came within {@link
 * #PERIOD_SECONDS}, the connection is cut, so that nobody holds a worker with a trickle. For one
 * reader; {@link #close} stops the watch and leaves the body open.
 */
final class PacedInput extends FilterInputStream {
    /** Seconds between two looks. */
    static final long PERIOD_SECONDS = 20;

    /** Bytes that must come between two looks: less than the slowest line that anybody uses. */
    static final long LEAST = 16 << 10;

    private final XnioExecutor timer;
    private final Runnable cut;
    private XnioExecutor.Key next;
    private boolean stopped;
    private long came;
    private long seen;

    /**
     * Watches from now on.
     *
     * @param body the body
     * @param timer calls back after a while
     * @param cut ends the connection
     */
    PacedInput(InputStream body, XnioExecutor timer, Runnable cut) {
        super(body);
        this.timer = timer;
        this.cut = cut;
        this.next = timer.executeAfter(this::look, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void look() {
        if (stopped) {
            return;
        }
        if (came - seen < LEAST) {
            stopped = true;
            cut.run();
            return;
        }
        seen = came;
        next = timer.executeAfter(this::look, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    private synchronized void count(long bytes) {
        came += Math.max(bytes, 0);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int n = super.read(bytes, from, length);
        count(n);
        return n;
    }

    @Override
    public synchronized void close() {
        stopped = true;
        boolean unused = next.remove();
    }
}

package vn.antin.gateway.mailbox;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import vn.antin.crypto.cert.EndpointId;

/**
 * Wakes those who wait for events of an endpoint, after a commit. Thread-safe. It carries nothing:
 * who is woken reads the store. A ring between {@link #listen} and {@link Listener#await} is not
 * lost.
 */
public final class Bell {
    private final Map<EndpointId, Signal> signals = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Wakes whoever waits for one of these. */
    public void ring(Collection<EndpointId> endpoints) {
        for (EndpointId endpoint : endpoints) {
            Signal signal = signals.get(endpoint);
            if (signal != null) {
                signal.ring();
            }
        }
    }

    /** Begins to listen for an endpoint. */
    public Listener listen(EndpointId endpoint) {
        return new Listener(signals.computeIfAbsent(endpoint, id -> new Signal()));
    }

    /** Wakes all, for the end. */
    public void close() {
        closed = true;
        signals.values().forEach(Signal::ring);
    }

    /** Whether the gateway is closing. */
    public boolean isClosed() {
        return closed;
    }

    private static final class Signal {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition rung = lock.newCondition();
        private long count;

        void ring() {
            lock.lock();
            try {
                count++;
                rung.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** One who waits. Not thread-safe. */
    public static final class Listener {
        private final Signal signal;
        private long seen;

        private Listener(Signal signal) {
            this.signal = signal;
            this.seen = -1;
        }

        /**
         * Waits for a ring since the last call; the first call returns at once.
         *
         * @return whether it rang
         */
        public boolean await(Duration atMost) throws InterruptedException {
            signal.lock.lock();
            try {
                long left = atMost.toNanos();
                while (seen == signal.count && left > 0) {
                    left = signal.rung.awaitNanos(left);
                }
                boolean rang = seen != signal.count;
                seen = signal.count;
                return rang;
            } finally {
                signal.lock.unlock();
            }
        }
    }
}

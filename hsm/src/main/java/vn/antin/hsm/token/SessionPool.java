package vn.antin.hsm.token;

import java.time.Duration;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Pkcs11Session;

/**
 * Exclusive sessions of one token: bounded, and fair. Thread-safe.
 *
 * <p>A free session goes to whoever asks as long as nobody has waited for 5 ms, and to the one who
 * waits longest after that. Strict order would cost a change of threads for each signature, a
 * quarter of the throughput when there are more callers than sessions.
 *
 * <p>A session is lent to one caller at a time and comes back only when its call succeeded; a
 * session of an earlier login is closed instead of lent.
 */
final class SessionPool {
    /** Somebody who waits; equal only to itself. */
    private static final class Waiter {
        private final long since = System.nanoTime();
    }

    private record Idle(Pkcs11Session session, Login login) {}

    private final PoolLimits limits;
    private final Semaphore permits;
    private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
    private static final long UNTIL_STRICT = TimeUnit.MILLISECONDS.toNanos(5);

    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private volatile int sessions;
    private volatile boolean closed;

    SessionPool(PoolLimits limits) {
        this.limits = limits;
        this.sessions = limits.sessions();
        this.permits = new Semaphore(limits.sessions(), true);
    }

    /** Lends no more than this many sessions; before the first is lent. */
    void limitTo(int most) {
        int fewer = Math.max(1, Math.min(sessions, most));
        permits.acquireUninterruptibly(sessions - fewer);
        sessions = fewer;
    }

    /** Waits for the right to use one session. */
    void enter() {
        if (closed) {
            throw new IllegalStateException("the token was closed");
        }
        if (!mayOvertake() || !permits.tryAcquire()) {
            await();
        }
        if (closed) {
            permits.release();
            throw new IllegalStateException("the token was closed");
        }
    }

    private boolean mayOvertake() {
        Waiter longest = waiters.peek();
        return longest == null || System.nanoTime() - longest.since < UNTIL_STRICT;
    }

    private void await() {
        if (permits.getQueueLength() >= limits.waiting()) {
            throw busy(limits.waiting() + " callers wait already");
        }
        var waiter = new Waiter();
        waiters.add(waiter);
        try {
            if (!permits.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy("no session became free in " + limits.patience().toMillis() + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy("interrupted while waiting for a session");
        } finally {
            waiters.remove(waiter);
        }
    }

    private static KeyException busy(String why) {
        return new KeyException(KeyException.Reason.BUSY, "the token is busy: " + why, null);
    }

    int inUse() {
        return sessions - permits.availablePermits();
    }

    int waiting() {
        return waiters.size();
    }

    int sessions() {
        return sessions;
    }

    void leave() {
        permits.release();
    }

    /** An idle session of this login, or null. */
    @Nullable Pkcs11Session take(Login login) {
        Idle found = idle.pollFirst();
        while (found != null && found.login() != login) {
            found.login().end(found.session());
            found = idle.pollFirst();
        }
        return found == null ? null : found.session();
    }

    void giveBack(Pkcs11Session session, Login login) {
        idle.addFirst(new Idle(session, login));
    }

    /** Closes all idle sessions. */
    void purge() {
        for (Idle each = idle.pollFirst(); each != null; each = idle.pollFirst()) {
            each.login().end(each.session());
        }
    }

    /**
     * Lets nobody in any more and waits until all sessions came back.
     *
     * @return whether they did; if not, nothing of the token may be closed
     */
    boolean drain(Duration patience) {
        closed = true;
        boolean drained = false;
        try {
            drained = permits.tryAcquire(sessions, patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (drained) {
            purge();
        }
        return drained;
    }
}

package vn.antin.hsm.helper;

import java.time.Duration;

/** A moment that comes later when a person is waited for. For one thread at a time. */
final class Deadline {
    private long at;

    private Deadline(long at) {
        this.at = at;
    }

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** What is left; a nanosecond when nothing is. */
    Duration left() {
        return Duration.ofNanos(Math.max(at - System.nanoTime(), 1));
    }

    boolean passed() {
        return at - System.nanoTime() <= 0;
    }

    void later(Duration time) {
        at += time.toNanos();
    }

    /** Whichever comes first. */
    Deadline or(Deadline other) {
        return at - other.at <= 0 ? this : other;
    }
}

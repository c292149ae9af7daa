package vn.antin.gateway.world;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's clock, moved by hand. */
public final class TestClock implements InstantSource {
    private volatile Duration shift = Duration.ZERO;

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(shift);
    }

    /** Moves it, forward or back. */
    public void move(Duration by) {
        shift = shift.plus(by);
    }
}

package vn.antin.hsm.testkit;

import java.time.Duration;
import java.util.function.Supplier;
import vn.antin.crypto.key.KeyException;

/** A caller who asks again when a token is busy: a new helper takes its time on a busy machine. */
public final class Insist {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private Insist() {}

    /** What is got in the end. */
    public static <T> T on(Supplier<T> call) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                return call.get();
            } catch (KeyException e) {
                if (e.reason() != KeyException.Reason.BUSY || System.nanoTime() - end > 0) {
                    throw e;
                }
            }
        }
    }
}

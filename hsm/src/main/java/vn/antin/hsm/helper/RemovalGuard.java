package vn.antin.hsm.helper;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.reader.CardEvent;
import vn.antin.hsm.reader.CardReaders;

/**
 * Ends the helper when its card is taken out: modules keep stale state about a card that was away,
 * or stop for ever. A call that is running gets a moment to fail by itself.
 */
final class RemovalGuard implements AutoCloseable {
    private static final Duration GRACE = Duration.ofMillis(300);
    private static final Duration NOTICED = Duration.ofMillis(600);
    private static final Duration LOOK = Duration.ofMillis(30);

    private final String reader;
    private final ReentrantLock running = new ReentrantLock();
    private final CardReaders.Watch watch;

    private RemovalGuard(String reader) {
        this.reader = reader;
        this.watch = CardReaders.watch(this::look);
    }

    /** A guard for the card in this reader; none when PC/SC does not know it. */
    static @Nullable RemovalGuard of(String slotDescription) {
        Optional<String> reader =
                CardReaders.withCard().stream()
                        .filter(name -> !slotDescription.isEmpty())
                        .filter(name -> name.startsWith(slotDescription))
                        .findFirst();
        return reader.map(RemovalGuard::new).orElse(null);
    }

    /** A call to the card. */
    interface Call<T> {
        T run() throws IOException;
    }

    <T> T guarded(Call<T> call) throws IOException {
        running.lock();
        try {
            return call.run();
        } finally {
            running.unlock();
        }
    }

    private void look(CardEvent event) {
        if (event.kind() == CardEvent.Kind.REMOVED && event.reader().equals(reader)) {
            await();
            Runtime.getRuntime().halt(HelperMain.CARD_REMOVED);
        }
    }

    private void await() {
        try {
            if (running.tryLock(GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
                running.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says that the card was removed when that is why a call failed. */
    KeyException explained(KeyException e) {
        boolean vague =
                e.reason() == KeyException.Reason.DEVICE_FAILURE
                        || e.reason() == KeyException.Reason.PIN_NEEDED;
        if (!vague || !goesAway()) {
            return e;
        }
        return new KeyException(
                KeyException.Reason.TOKEN_MISSING,
                "the card was taken out of reader \"" + reader + "\"",
                e);
    }

    /** Whether the card is gone; PC/SC notices that up to half a second after the module. */
    private boolean goesAway() {
        long end = System.nanoTime() + NOTICED.toNanos();
        while (CardReaders.withCard().contains(reader)) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        watch.close();
    }
}

package vn.antin.hsm.token;

import java.util.Optional;
import vn.antin.crypto.key.KeyException;

/**
 * Counts what a token does. Called by the threads that use the token, many at once: must be
 * thread-safe, must not wait and must not throw.
 */
public interface TokenMonitor {
    /** Counts nothing. */
    TokenMonitor NONE =
            new TokenMonitor() {
                @Override
                public void ended(
                        Operation operation,
                        long waited,
                        long took,
                        Optional<KeyException.Reason> failure) {}

                @Override
                public void reconnecting() {}
            };

    /**
     * A call ended.
     *
     * @param waited nanoseconds until it had a session
     * @param took nanoseconds from then on
     * @param failure why it failed; empty when it did not
     */
    void ended(Operation operation, long waited, long took, Optional<KeyException.Reason> failure);

    /** Sessions or the login were lost, and the token is asked for new ones. */
    void reconnecting();
}

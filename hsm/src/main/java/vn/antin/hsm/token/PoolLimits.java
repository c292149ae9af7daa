package vn.antin.hsm.token;

import java.time.Duration;

/**
 * How much a token is asked at once.
 *
 * @param sessions most operations at the same time
 * @param waiting most callers waiting; the next one is refused at once
 * @param patience how long a caller waits before it is refused
 */
public record PoolLimits(int sessions, int waiting, Duration patience) {
    /** Refuses limits that make no sense. */
    public PoolLimits {
        if (sessions < 1 || waiting < 0 || patience.isNegative()) {
            throw new IllegalArgumentException(
                    "at least one session, no negative waiting or patience");
        }
    }
}

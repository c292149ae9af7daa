package vn.antin.gateway.intake;

import java.time.Instant;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;

/** The approval of this gateway's cipher module; asked anew for every decision. Thread-safe. */
public interface Providers {
    /** What is known for a level at a moment. */
    Provider provider(Level level, Instant at);

    /**
     * How evidence names the approval that was in force: its number, or {@code none}, for what is
     * no state secret too.
     */
    String number(Level level, Instant at);
}

package vn.antin.gateway.intake;

import java.time.Instant;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;

/** The approval of this gateway's cipher module; asked anew for every decision. Thread-safe. */
@FunctionalInterface
public interface Providers {
    /** What is known for a level at a moment. */
    Provider approval(Level level, Instant at);
}

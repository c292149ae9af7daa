package vn.antin.policies.clearance;

import java.time.LocalDate;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;

/**
 * Written leave to have access to state secrets up to a level, until a day. Immutable.
 *
 * @param level highest level covered
 * @param validUntil last day on which it counts (Vietnamese calendar day)
 * @param basis the decision that gave it, as written by the key custodian, for example {@code QĐ
 *     12/QĐ-UBND ngày 05/3/2026}; never blank
 */
public record Clearance(Level level, LocalDate validUntil, String basis) {
    /**
     * @throws IllegalArgumentException if the basis is blank
     */
    public Clearance {
        if (basis.isBlank()) {
            throw new IllegalArgumentException("a clearance names the decision that gave it");
        }
    }

    /** Whether it covers the label's level and still counts on that day. */
    public boolean dominates(SecurityLabel label, LocalDate on) {
        return level.covers(label.level()) && validOn(on);
    }

    /** Whether it still counts on that day; {@link #validUntil} itself is included. */
    public boolean validOn(LocalDate on) {
        return !on.isAfter(validUntil);
    }
}

package vn.antin.hsm.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import vn.antin.policies.label.Level;

/**
 * One approval of one module, as the approving authority gave it. Immutable.
 *
 * @param approvalNumber number of the approval, as it stands in evidence
 * @param authority who approved, for example Ban Cơ yếu Chính phủ
 * @param validFrom first moment at which it counts
 * @param validUntil first moment at which it no longer counts
 * @param levels levels of state secrets for which the module may be used, at least one
 * @param module the module that was approved; every part must be that of the module at hand
 * @param vendorCodes numbers of the vendor for mechanisms of the standard, by the standard's
 */
public record ProviderRecord(
        String approvalNumber,
        String authority,
        Instant validFrom,
        Instant validUntil,
        Set<Level> levels,
        ModuleIdentity module,
        Map<Long, Long> vendorCodes) {
    /** Copies the levels and numbers. */
    public ProviderRecord {
        levels = Set.copyOf(levels);
        vendorCodes = Map.copyOf(vendorCodes);
    }

    /** Whether the module may be used for this level at this moment. */
    public boolean covers(Level level, Instant at) {
        return levels.contains(level) && !at.isBefore(validFrom) && at.isBefore(validUntil);
    }
}

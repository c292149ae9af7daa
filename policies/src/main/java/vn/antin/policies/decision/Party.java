package vn.antin.policies.decision;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;

/**
 * What is known of the sender or the recipient at the moment of the decision. Immutable.
 *
 * @param clearance clearance, if there is one; a gateway that does not know it says that there is
 *     none
 * @param roles roles of the endpoint
 * @param active false when suspended or not enrolled
 * @param deviceInspected whether the device's safety inspection counts today
 * @param premises name of the premises (trụ sở) where the endpoint works; blank when not known, and
 *     then never the same as another
 */
public record Party(
        Optional<Clearance> clearance,
        Set<Role> roles,
        boolean active,
        boolean deviceInspected,
        String premises) {
    /** Copies the roles. */
    public Party {
        EnumSet<Role> copy = EnumSet.noneOf(Role.class);
        copy.addAll(roles);
        roles = Collections.unmodifiableSet(copy);
    }
}

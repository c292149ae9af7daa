/**
 * Who a person or system is to the rules: clearance, roles and kind of endpoint.
 *
 * <p>Knows: levels, dates and the names of roles. Must not know: certificates, directories, rules.
 * Main type: {@link vn.antin.policies.clearance.Clearance}.
 */
@NullMarked
package vn.antin.policies.clearance;

import org.jspecify.annotations.NullMarked;

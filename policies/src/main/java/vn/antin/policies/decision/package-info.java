/**
 * The decision on one act: permitted with obligations, or refused with every reason.
 *
 * <p>Knows: a rule pack and the facts of one case. Must not know: where facts come from, clocks,
 * certificates, HTTP. Main types: {@link vn.antin.policies.decision.PolicyEngine}, {@link
 * vn.antin.policies.decision.Decision}.
 */
@NullMarked
package vn.antin.policies.decision;

import org.jspecify.annotations.NullMarked;

package vn.antin.policies.decision;

import java.util.List;

/**
 * What the rules say of one act. Both outcomes list every rule that counted, so that anyone can see
 * why.
 */
public sealed interface Decision {
    /** Every rule that counted, in the order of the pack. */
    List<Applied> applied();

    /** Whether the act may go on. */
    default boolean permitted() {
        return this instanceof Permit;
    }

    /**
     * The act may go on.
     *
     * @param obligations what goes with it, in the order of the pack
     * @param applied every rule that counted
     */
    record Permit(List<Obligation> obligations, List<Applied> applied) implements Decision {
        /** Copies the lists. */
        public Permit {
            obligations = List.copyOf(obligations);
            applied = List.copyOf(applied);
        }
    }

    /**
     * The act is refused.
     *
     * @param reasons all the reasons, in the order of the pack; at least one
     * @param applied every rule that counted
     */
    record Deny(List<Reason> reasons, List<Applied> applied) implements Decision {
        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if there is no reason
         */
        public Deny {
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal has a reason");
            }
            reasons = List.copyOf(reasons);
            applied = List.copyOf(applied);
        }
    }
}

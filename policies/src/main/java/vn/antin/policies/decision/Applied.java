package vn.antin.policies.decision;

import vn.antin.policies.rule.Rule;

/**
 * One rule that counted for the decision, and what came of it. Immutable.
 *
 * @param rule the rule with its statement and legal basis
 * @param outcome what came of it
 */
public record Applied(Rule rule, Outcome outcome) {
    /** What came of a rule. */
    public enum Outcome {
        /** The demand is met. */
        MET,
        /** The demand is waived because it is an exercise. */
        WAIVED,
        /** The demand is not met: the act is refused. */
        NOT_MET,
        /** The duty comes with a permit. */
        OBLIGED,
        /** The duty asks for nothing here, for example because the label has no such flag. */
        NOTHING_TO_DO
    }
}

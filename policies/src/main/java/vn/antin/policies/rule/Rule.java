package vn.antin.policies.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import vn.antin.policies.label.Level;

/**
 * One rule of a pack: a {@link Demand}, which can refuse, or a {@link Duty}, which comes with a
 * permit. Immutable.
 */
public sealed interface Rule {
    /** Name of the rule, unique in its pack: {@code clearance-recipient}. */
    String id();

    /** Where it counts. */
    Scope scope();

    /** What it says, for people. */
    Text statement();

    /** Where it comes from. */
    LegalBasis basis();

    /**
     * A rule that refuses the act when its condition is not met.
     *
     * @param id name, unique in the pack
     * @param scope where it counts
     * @param condition what must hold
     * @param statement what it says
     * @param refusal what the person is told; may name {@link Placeholder}s in braces
     * @param basis where it comes from
     */
    record Demand(
            String id,
            Scope scope,
            Condition condition,
            Text statement,
            Text refusal,
            LegalBasis basis)
            implements Rule {
        /**
         * @throws RuleConflict if the refusal names a placeholder that has no value for the
         *     condition
         */
        public Demand {
            Placeholder.check(refusal, condition);
        }
    }

    /**
     * A rule that adds an obligation to a permit.
     *
     * @param id name, unique in the pack
     * @param scope where it counts
     * @param task what is to be done
     * @param statement what it says; for {@link Task#EXERCISE_MARK} the text of the banner
     * @param basis where it comes from
     */
    record Duty(String id, Scope scope, Task task, Text statement, LegalBasis basis)
            implements Rule {}

    /**
     * Where a rule counts.
     *
     * @param acts the acts, at least one
     * @param levels the levels, at least one
     */
    record Scope(Set<Act> acts, Set<Level> levels) {
        /**
         * Copies both.
         *
         * @throws RuleConflict if either is empty
         */
        public Scope {
            if (acts.isEmpty() || levels.isEmpty()) {
                throw new RuleConflict(
                        "quy tắc phải áp dụng cho ít nhất một việc và một độ mật",
                        "a rule counts for some act and some level");
            }
            acts = Collections.unmodifiableSet(EnumSet.copyOf(acts));
            levels = Collections.unmodifiableSet(EnumSet.copyOf(levels));
        }

        /** Whether the rule counts for this act on a document of this level. */
        public boolean covers(Act act, Level level) {
            return acts.contains(act) && levels.contains(level);
        }
    }
}

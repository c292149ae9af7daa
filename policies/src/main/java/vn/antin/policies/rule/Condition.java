package vn.antin.policies.rule;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import vn.antin.policies.clearance.Role;

/**
 * What a {@link Demand} asks of the facts. The list is closed: packs choose, they do not program.
 */
public sealed interface Condition {
    /** Whom a condition is about. */
    enum Subject {
        /** Who sends. */
        SENDER,
        /** To whom it goes. */
        RECIPIENT;

        /** Code in files and at the end of reason codes. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Stable code of the reason when it is not met: {@code clearance.recipient}. */
    String code();

    /**
     * The person has a clearance that covers the level. Whether it has run out is asked by {@link
     * ClearanceValid}, so that each fault is told once.
     *
     * @param of whose
     */
    record ClearanceCovers(Subject of) implements Condition {
        @Override
        public String code() {
            return "clearance." + of.code();
        }
    }

    /**
     * The clearance, if there is one, has not run out.
     *
     * @param of whose
     */
    record ClearanceValid(Subject of) implements Condition {
        @Override
        public String code() {
            return "clearance.expired";
        }
    }

    /**
     * The endpoint has at least one of these roles.
     *
     * @param of whose
     * @param anyOf the roles, at least one
     */
    record HoldsRole(Subject of, Set<Role> anyOf) implements Condition {
        /**
         * Copies the roles.
         *
         * @throws RuleConflict if there are none
         */
        public HoldsRole {
            if (anyOf.isEmpty()) {
                throw new RuleConflict(
                        "quy tắc về vai trò phải nêu ít nhất một vai trò",
                        "a role rule names at least one role");
            }
            anyOf = Collections.unmodifiableSet(EnumSet.copyOf(anyOf));
        }

        @Override
        public String code() {
            return "role." + of.code();
        }
    }

    /**
     * The endpoint is not suspended.
     *
     * @param of whose
     */
    record Active(Subject of) implements Condition {
        @Override
        public String code() {
            return "party.suspended";
        }
    }

    /**
     * The device's safety inspection has not run out.
     *
     * @param of whose
     */
    record DeviceInspected(Subject of) implements Condition {
        @Override
        public String code() {
            return "device.expired";
        }
    }

    /** There is a channel, the pack knows its profile, and the profile may carry the level. */
    record ChannelApproved() implements Condition {
        @Override
        public String code() {
            return "channel.none";
        }
    }

    /** A channel that may not leave its premises does not. */
    record WithinPremises() implements Condition {
        @Override
        public String code() {
            return "channel.premises";
        }
    }

    /** Documents of this level may travel as data, or the channel carries paper. */
    record ElectronicAllowed() implements Condition {
        @Override
        public String code() {
            return "level.electronic";
        }
    }

    /** The cipher module is approved for state secrets, or it is an exercise, or paper travels. */
    record ProviderApproved() implements Condition {
        @Override
        public String code() {
            return "provider.unapproved";
        }
    }

    /** In an exercise the document carries the mark of an exercise. */
    record MarkedInExercise() implements Condition {
        @Override
        public String code() {
            return "exercise.unmarked";
        }
    }

    /** Where it is no exercise the document does not carry the mark of one. */
    record UnmarkedInProduction() implements Condition {
        @Override
        public String code() {
            return "exercise.marked";
        }
    }

    /**
     * A document that is protected so long is in a quantum-safe envelope for the receiving
     * endpoints around the one for the cards.
     *
     * @param fromYears protection terms from which on, 1 to 100 years
     */
    record Nested(int fromYears) implements Condition {
        /**
         * @throws RuleConflict if the number is out of range
         */
        public Nested {
            if (fromYears < 1 || fromYears > 100) {
                throw new RuleConflict(
                        "thời hạn phải có lớp kháng lượng tử từ 1 đến 100 năm",
                        "the term that needs a quantum-safe layer is 1 to 100 years");
            }
        }

        /** Whether a document with this protection term needs the layer. */
        public boolean concerns(Optional<ProtectionTerm> term) {
            return term.filter(each -> each.years() >= fromYears).isPresent();
        }

        @Override
        public String code() {
            return "nesting.missing";
        }
    }

    /** The day lies within the pack's dates. */
    record PackInForce() implements Condition {
        @Override
        public String code() {
            return "pack.period";
        }
    }

    /** The pack has a receipt deadline for the document's urgency. */
    record UrgencyKnown() implements Condition {
        @Override
        public String code() {
            return "urgency.unknown";
        }
    }
}

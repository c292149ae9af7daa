package vn.antin.policies.pack;

import java.util.Arrays;
import java.util.List;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.rule.Condition;
import vn.antin.policies.rule.Condition.Subject;

/** The words after {@code require:} and the conditions that they stand for. */
enum Demands {
    CLEARANCE_COVERS,
    CLEARANCE_VALID,
    ROLE,
    ACTIVE,
    DEVICE_INSPECTED,
    CHANNEL_APPROVED,
    WITHIN_PREMISES,
    ELECTRONIC_ALLOWED,
    PROVIDER_APPROVED,
    PACK_IN_FORCE,
    URGENCY_KNOWN,
    MARKED_IN_EXERCISE,
    UNMARKED_IN_PRODUCTION,
    NESTED;

    private static final List<Subject> SUBJECTS = List.of(Subject.values());
    private static final List<Role> ROLES = List.of(Role.values());

    /**
     * Reads {@code require}, and {@code of}, {@code any_of} and {@code from_years} where the
     * condition has them.
     */
    static Condition read(Node node) throws PackProblem {
        Demands kind = node.get("require").oneOf(Arrays.asList(values()), Demands::code);
        return switch (kind) {
            case CLEARANCE_COVERS -> new Condition.ClearanceCovers(subject(node));
            case CLEARANCE_VALID -> new Condition.ClearanceValid(subject(node));
            case ROLE ->
                    new Condition.HoldsRole(
                            subject(node), node.get("any_of").someOf(ROLES, Role::code));
            case ACTIVE -> new Condition.Active(subject(node));
            case DEVICE_INSPECTED -> new Condition.DeviceInspected(subject(node));
            case CHANNEL_APPROVED -> new Condition.ChannelApproved();
            case WITHIN_PREMISES -> new Condition.WithinPremises();
            case ELECTRONIC_ALLOWED -> new Condition.ElectronicAllowed();
            case PROVIDER_APPROVED -> new Condition.ProviderApproved();
            case PACK_IN_FORCE -> new Condition.PackInForce();
            case URGENCY_KNOWN -> new Condition.UrgencyKnown();
            case MARKED_IN_EXERCISE -> new Condition.MarkedInExercise();
            case UNMARKED_IN_PRODUCTION -> new Condition.UnmarkedInProduction();
            case NESTED -> nested(node);
        };
    }

    private static Condition nested(Node node) throws PackProblem {
        Node years = node.get("from_years");
        int from = years.integer();
        return years.build(() -> new Condition.Nested(from));
    }

    private static Subject subject(Node node) throws PackProblem {
        return node.get("of").oneOf(SUBJECTS, Subject::code);
    }

    private String code() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}

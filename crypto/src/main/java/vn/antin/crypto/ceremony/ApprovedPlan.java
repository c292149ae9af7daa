package vn.antin.crypto.ceremony;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vn.antin.crypto.ceremony.CeremonyProblem.Reason;

/** A plan that enough of its custodians approved in time; only {@link #of} makes one. Immutable. */
public final class ApprovedPlan {
    /** By how much the clocks of two machines may differ. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final CeremonyPlan plan;
    private final List<Approval> approvals;

    private ApprovedPlan(CeremonyPlan plan, List<Approval> approvals) {
        this.plan = plan;
        this.approvals = approvals;
    }

    /**
     * Checks every approval; one bad one among enough good ones is refused too, because somebody
     * should know of it.
     *
     * @param now when the ceremony begins
     * @throws CeremonyProblem WRONG_PLAN, UNKNOWN_CUSTODIAN, BAD_APPROVAL, REPEATED, EXPIRED or
     *     TOO_FEW
     */
    public static ApprovedPlan of(CeremonyPlan plan, List<Approval> approvals, Instant now)
            throws CeremonyProblem {
        if (!isWithin(plan, now)) {
            throw new CeremonyProblem(Reason.EXPIRED, plan.created(), plan.expires());
        }
        Set<String> seen = new HashSet<>();
        for (Approval each : approvals) {
            check(plan, each, now);
            if (!seen.add(each.custodian())) {
                throw new CeremonyProblem(Reason.REPEATED, each.custodian());
            }
        }
        if (seen.size() < plan.threshold()) {
            throw new CeremonyProblem(Reason.TOO_FEW, seen.size(), plan.threshold());
        }
        return new ApprovedPlan(plan, List.copyOf(approvals));
    }

    private static void check(CeremonyPlan plan, Approval approval, Instant now)
            throws CeremonyProblem {
        String name = approval.custodian();
        if (!approval.plan().equals(plan.digest())) {
            throw new CeremonyProblem(Reason.WRONG_PLAN, name);
        }
        Custodian person =
                plan.custodian(name)
                        .orElseThrow(() -> new CeremonyProblem(Reason.UNKNOWN_CUSTODIAN, name));
        if (!approval.isSignedBy(person)) {
            throw new CeremonyProblem(Reason.BAD_APPROVAL, name);
        }
        if (!isWithin(plan, approval.time()) || approval.time().isAfter(now.plus(SKEW))) {
            throw new CeremonyProblem(Reason.EXPIRED, plan.created(), plan.expires());
        }
    }

    private static boolean isWithin(CeremonyPlan plan, Instant time) {
        return !time.isBefore(plan.created().minus(SKEW)) && !time.isAfter(plan.expires());
    }

    /** The plan. */
    public CeremonyPlan plan() {
        return plan;
    }

    /** Each by another custodian, at least as many as the threshold. */
    public List<Approval> approvals() {
        return approvals;
    }
}

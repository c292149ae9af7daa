package vn.antin.policies.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.antin.policies.decision.Applied.Outcome;
import vn.antin.policies.decision.Obligation.Book;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.ChannelProfile;
import vn.antin.policies.rule.Condition;
import vn.antin.policies.rule.Rule;
import vn.antin.policies.rule.RulePack;

/**
 * Decides one act on one document between two parties.
 *
 * <p>Pure and total: the same pack, act and facts give the same decision, and every combination
 * gives one. Nothing is waived but the approval of the cipher module, and that only in an exercise.
 * Thread-safe.
 */
public final class PolicyEngine {
    private PolicyEngine() {}

    /** Applies every rule of the pack that counts for the act and the document's level. */
    public static Decision decide(RulePack pack, Act act, Facts facts) {
        List<Applied> applied = new ArrayList<>(pack.rules().size());
        List<Reason> reasons = new ArrayList<>(0);
        List<Obligation> obligations = new ArrayList<>();
        for (Rule rule : pack.rules()) {
            if (!rule.scope().covers(act, facts.label().level())) {
                continue;
            }
            switch (rule) {
                case Rule.Demand demand -> {
                    Outcome outcome = test(demand.condition(), pack, facts);
                    applied.add(new Applied(demand, outcome));
                    if (outcome == Outcome.NOT_MET) {
                        reasons.add(Refusals.reason(demand, pack, facts));
                    }
                }
                case Rule.Duty duty -> {
                    Optional<Obligation> obligation = obligation(duty, pack, facts);
                    applied.add(
                            new Applied(
                                    duty,
                                    obligation.isPresent()
                                            ? Outcome.OBLIGED
                                            : Outcome.NOTHING_TO_DO));
                    obligation.ifPresent(obligations::add);
                }
            }
        }
        return reasons.isEmpty()
                ? new Decision.Permit(obligations, applied)
                : new Decision.Deny(reasons, applied);
    }

    private static Outcome test(Condition condition, RulePack pack, Facts facts) {
        Optional<ChannelProfile> channel = facts.link().channelProfile().flatMap(pack::channel);
        boolean electronic = channel.map(ChannelProfile::electronic).orElse(true);
        return switch (condition) {
            case Condition.ClearanceCovers c ->
                    met(
                            party(c.of(), facts)
                                    .clearance()
                                    .map(held -> held.level().covers(facts.label().level()))
                                    .orElse(false));
            case Condition.ClearanceValid c ->
                    met(
                            party(c.of(), facts)
                                    .clearance()
                                    .map(held -> held.validOn(facts.on()))
                                    .orElse(true));
            case Condition.HoldsRole c ->
                    met(c.anyOf().stream().anyMatch(party(c.of(), facts).roles()::contains));
            case Condition.Active c -> met(party(c.of(), facts).active());
            case Condition.DeviceInspected c -> met(party(c.of(), facts).deviceInspected());
            case Condition.ChannelApproved c ->
                    met(
                            channel.map(way -> way.levels().contains(facts.label().level()))
                                    .orElse(false));
            case Condition.WithinPremises c ->
                    met(
                            channel.map(ChannelProfile::betweenPremises).orElse(true)
                                    || samePremises(facts));
            case Condition.ElectronicAllowed c ->
                    met(!electronic || pack.level(facts.label().level()).electronic());
            case Condition.ProviderApproved c -> {
                boolean approved = facts.link().provider().approved() || !electronic;
                yield !approved && facts.exercise() ? Outcome.WAIVED : met(approved);
            }
            case Condition.PackInForce c -> met(pack.inForceOn(facts.on()));
            case Condition.UrgencyKnown c -> met(pack.receiptDeadline(facts.urgency()).isPresent());
            case Condition.MarkedInExercise c -> met(!facts.exercise() || facts.label().exercise());
            case Condition.UnmarkedInProduction c ->
                    met(facts.exercise() || !facts.label().exercise());
            case Condition.Nested c ->
                    met(
                            facts.nested()
                                    || !electronic
                                    || !c.concerns(pack.level(facts.label().level()).term()));
        };
    }

    private static Optional<Obligation> obligation(Rule.Duty duty, RulePack pack, Facts facts) {
        return switch (duty.task()) {
            case RECEIPT_BY -> pack.receiptDeadline(facts.urgency()).map(Obligation.ReceiptBy::new);
            case CHECK_PAGES -> Optional.of(new Obligation.CheckPages());
            case NO_ABSTRACT -> Optional.of(new Obligation.NoAbstract());
            case NO_COPYING ->
                    when(!flagged(facts, HandlingFlag.COPYING_ALLOWED), new Obligation.NoCopying());
            case NAMED_ONLY ->
                    when(flagged(facts, HandlingFlag.NAMED_ONLY), new Obligation.NamedOnly());
            case RETURN_DOCUMENT ->
                    when(flagged(facts, HandlingFlag.RETURN), new Obligation.ReturnDocument());
            case REGISTER_OUTGOING -> Optional.of(new Obligation.Register(Book.OUTGOING));
            case REGISTER_INCOMING -> Optional.of(new Obligation.Register(Book.INCOMING));
            case REGISTER_HANDOVER -> Optional.of(new Obligation.Register(Book.HANDOVER));
            case EXERCISE_MARK ->
                    when(
                            facts.exercise(),
                            new Obligation.ExerciseMark(
                                    duty.statement().vietnamese(), duty.statement().english()));
        };
    }

    /** Both the channel and the parties say so; what is not known is not the same. */
    private static boolean samePremises(Facts facts) {
        String premises = facts.sender().premises();
        return facts.link().samePremises()
                && !premises.isBlank()
                && premises.equals(facts.recipient().premises());
    }

    static Party party(Condition.Subject subject, Facts facts) {
        return switch (subject) {
            case SENDER -> facts.sender();
            case RECIPIENT -> facts.recipient();
        };
    }

    private static boolean flagged(Facts facts, HandlingFlag flag) {
        return facts.label().flags().contains(flag);
    }

    private static Optional<Obligation> when(boolean holds, Obligation obligation) {
        return holds ? Optional.of(obligation) : Optional.empty();
    }

    private static Outcome met(boolean holds) {
        return holds ? Outcome.MET : Outcome.NOT_MET;
    }
}

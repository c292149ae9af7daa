package vn.antin.policies.decision;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.rule.ChannelProfile;
import vn.antin.policies.rule.Condition;
import vn.antin.policies.rule.Placeholder;
import vn.antin.policies.rule.Rule;
import vn.antin.policies.rule.RulePack;

/** Words of a refusal: the pack's text with the facts of the case filled in. */
final class Refusals {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("dd/MM/uuuu", Locale.ROOT);

    private Refusals() {}

    static Reason reason(Rule.Demand demand, RulePack pack, Facts facts) {
        return new Reason(
                demand.condition().code(),
                Placeholder.fill(demand.refusal().vietnamese(), values(demand, pack, facts, true)),
                Placeholder.fill(demand.refusal().english(), values(demand, pack, facts, false)),
                demand.basis().vietnamese(),
                demand.basis().english());
    }

    private static Map<Placeholder, String> values(
            Rule.Demand demand, RulePack pack, Facts facts, boolean vietnamese) {
        String none = vietnamese ? "(không có)" : "(none)";
        Optional<Clearance> clearance =
                subject(demand.condition())
                        .flatMap(of -> PolicyEngine.party(of, facts).clearance());
        Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);
        values.put(Placeholder.LEVEL, facts.label().level().display());
        values.put(
                Placeholder.CLEARANCE, clearance.map(held -> held.level().display()).orElse(none));
        values.put(
                Placeholder.VALID_UNTIL,
                clearance.map(held -> day(held.validUntil())).orElse(none));
        values.put(
                Placeholder.CHANNEL,
                facts.link()
                        .channelProfile()
                        .map(id -> pack.channel(id).map(way -> name(way, vietnamese)).orElse(id))
                        .orElse(none));
        values.put(Placeholder.DATE, day(facts.on()));
        values.put(Placeholder.PACK, pack.name());
        values.put(Placeholder.URGENCY, facts.urgency());
        values.put(
                Placeholder.YEARS,
                pack.level(facts.label().level())
                        .term()
                        .map(term -> Integer.toString(term.years()))
                        .orElse(none));
        if (demand.condition() instanceof Condition.HoldsRole role) {
            values.put(Placeholder.ROLES, names(role.anyOf(), vietnamese));
        }
        if (demand.condition() instanceof Condition.ProviderApproved) {
            Provider provider = facts.link().provider();
            values.put(Placeholder.MODULE, provider.module());
            values.put(Placeholder.WHY, vietnamese ? provider.vietnamese() : provider.english());
        }
        return values;
    }

    private static Optional<Condition.Subject> subject(Condition condition) {
        return switch (condition) {
            case Condition.ClearanceCovers c -> Optional.of(c.of());
            case Condition.ClearanceValid c -> Optional.of(c.of());
            case Condition.HoldsRole c -> Optional.of(c.of());
            case Condition.Active c -> Optional.of(c.of());
            case Condition.DeviceInspected c -> Optional.of(c.of());
            case Condition.ChannelApproved c -> Optional.empty();
            case Condition.WithinPremises c -> Optional.empty();
            case Condition.ElectronicAllowed c -> Optional.empty();
            case Condition.ProviderApproved c -> Optional.empty();
            case Condition.PackInForce c -> Optional.empty();
            case Condition.UrgencyKnown c -> Optional.empty();
            case Condition.MarkedInExercise c -> Optional.empty();
            case Condition.UnmarkedInProduction c -> Optional.empty();
            case Condition.Nested c -> Optional.empty();
        };
    }

    private static String name(ChannelProfile way, boolean vietnamese) {
        return vietnamese ? way.name().vietnamese() : way.name().english();
    }

    private static String names(Set<Role> roles, boolean vietnamese) {
        return roles.stream()
                .map(role -> vietnamese ? role.vietnamese() : role.english())
                .collect(Collectors.joining(", "));
    }

    private static String day(LocalDate day) {
        return DAY.format(day);
    }
}

package vn.antin.policies.rule;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.antin.policies.label.Level;

/**
 * A versioned set of rules with its dates and legal bases. Immutable and thread-safe.
 *
 * <p>A pack that exists keeps the floor: whatever its file says, nobody without a clearance that
 * covers the level sends, takes in or opens a state secret, and no channel or module is used that
 * is not approved ({@link Floor}).
 *
 * @param id name of the pack, {@code vn-2025}
 * @param version version of its contents; a changed pack has a new one
 * @param effectiveFrom first day on which it counts
 * @param effectiveTo last day on which it counts; absent while it is in force
 * @param checked whether a lawyer compared it with the law; shown as "chưa đối chiếu" when false
 * @param title its name for people
 * @param levels what it says about each level; every level is there
 * @param channels channel profiles; ids are unique
 * @param receiptDeadlines time to sign for a document, by urgency code; {@code thuong} is there
 * @param rules the rules in the order of the file; ids are unique
 */
public record RulePack(
        String id,
        String version,
        LocalDate effectiveFrom,
        Optional<LocalDate> effectiveTo,
        boolean checked,
        Text title,
        Map<Level, LevelRule> levels,
        List<ChannelProfile> channels,
        Map<String, Duration> receiptDeadlines,
        List<Rule> rules) {
    /** Code of the ordinary urgency, which every pack knows. */
    public static final String ORDINARY = "thuong";

    /**
     * Copies and checks.
     *
     * @throws RuleConflict if the parts do not fit together or the floor is not kept
     */
    public RulePack {
        levels = Collections.unmodifiableMap(new EnumMap<>(levels));
        channels = List.copyOf(channels);
        receiptDeadlines = Collections.unmodifiableMap(new LinkedHashMap<>(receiptDeadlines));
        rules = List.copyOf(rules);
        Floor.check(effectiveFrom, effectiveTo, levels, channels, receiptDeadlines, rules);
    }

    /** As it stands in evidence: {@code vn-2025@1}. */
    public String name() {
        return id + "@" + version;
    }

    /** Whether it counts on that day. */
    public boolean inForceOn(LocalDate day) {
        return !day.isBefore(effectiveFrom)
                && effectiveTo.map(last -> !day.isAfter(last)).orElse(true);
    }

    /** What it says about a level. */
    public LevelRule level(Level level) {
        LevelRule rule = levels.get(level);
        if (rule == null) {
            throw new AssertionError("every level is in a pack: " + level);
        }
        return rule;
    }

    /** The channel profile with this id. */
    public Optional<ChannelProfile> channel(String channel) {
        for (ChannelProfile profile : channels) {
            if (profile.id().equals(channel)) {
                return Optional.of(profile);
            }
        }
        return Optional.empty();
    }

    /** The rule with this id. */
    public Optional<Rule> rule(String rule) {
        for (Rule each : rules) {
            if (each.id().equals(rule)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Whether documents of this level are sent in a quantum-safe envelope around the other. */
    public boolean needsNesting(Level level) {
        return rules.stream()
                .anyMatch(rule ->
                        rule instanceof Rule.Demand demand
                                && demand.condition() instanceof Condition.Nested nested
                                && demand.scope().covers(Act.SEND, level)
                                && nested.concerns(level(level).term()));
    }

    /** Time to sign for a document of this urgency. */
    public Optional<Duration> receiptDeadline(String urgency) {
        return Optional.ofNullable(receiptDeadlines.get(urgency));
    }
}

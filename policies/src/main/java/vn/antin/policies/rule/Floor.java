package vn.antin.policies.rule;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.antin.policies.label.Level;

/** What no pack may leave out or contradict, whoever wrote it. */
final class Floor {
    private static final Set<Level> ALL = EnumSet.allOf(Level.class);
    private static final Set<Level> SECRET =
            EnumSet.range(Level.MAT, Level.TUYET_MAT); // all but "không mật"
    private static final Set<Act> EACH = EnumSet.allOf(Act.class);

    private static final List<Least> LEAST =
            List.of(
                    new Least(
                            new Condition.ClearanceCovers(Condition.Subject.SENDER),
                            EnumSet.of(Act.SEND),
                            SECRET),
                    new Least(
                            new Condition.ClearanceValid(Condition.Subject.SENDER),
                            EnumSet.of(Act.SEND),
                            SECRET),
                    new Least(
                            new Condition.ClearanceCovers(Condition.Subject.RECIPIENT),
                            EnumSet.of(Act.SEND, Act.RECEIVE, Act.OPEN),
                            SECRET),
                    new Least(
                            new Condition.ClearanceValid(Condition.Subject.RECIPIENT),
                            EnumSet.of(Act.SEND, Act.RECEIVE, Act.OPEN),
                            SECRET),
                    new Least(
                            new Condition.Active(Condition.Subject.SENDER),
                            EnumSet.of(Act.SEND),
                            ALL),
                    new Least(new Condition.Active(Condition.Subject.RECIPIENT), EACH, ALL),
                    new Least(
                            new Condition.ChannelApproved(),
                            EnumSet.of(Act.SEND, Act.RECEIVE, Act.OPEN),
                            SECRET),
                    new Least(
                            new Condition.WithinPremises(),
                            EnumSet.of(Act.SEND, Act.RECEIVE, Act.OPEN),
                            SECRET),
                    new Least(
                            new Condition.ElectronicAllowed(),
                            EnumSet.of(Act.SEND, Act.RECEIVE),
                            SECRET),
                    new Least(
                            new Condition.ProviderApproved(),
                            EnumSet.of(Act.SEND, Act.RECEIVE, Act.OPEN),
                            SECRET),
                    new Least(new Condition.MarkedInExercise(), EACH, ALL),
                    new Least(new Condition.UnmarkedInProduction(), EACH, ALL));

    private Floor() {}

    /** A condition that some demands together must ask for at least here. */
    private record Least(Condition condition, Set<Act> acts, Set<Level> levels) {}

    static void check(
            LocalDate from,
            Optional<LocalDate> to,
            Map<Level, LevelRule> levels,
            List<ChannelProfile> channels,
            Map<String, Duration> deadlines,
            List<Rule> rules) {
        require(
                to.isEmpty() || !to.get().isBefore(from),
                "ngày hết hiệu lực ở trước ngày có hiệu lực",
                "the last day is before the first");
        checkLevels(levels);
        Set<String> ids = new HashSet<>();
        for (ChannelProfile channel : channels) {
            require(
                    ids.add(channel.id()),
                    "kênh " + channel.id() + " có hai lần",
                    "channel " + channel.id() + " is there twice");
        }
        ids.clear();
        for (Rule rule : rules) {
            require(
                    ids.add(rule.id()),
                    "quy tắc " + rule.id() + " có hai lần",
                    "rule " + rule.id() + " is there twice");
        }
        require(
                deadlines.containsKey(RulePack.ORDINARY),
                "thiếu thời hạn ký nhận của mức " + RulePack.ORDINARY,
                "the receipt deadline of urgency " + RulePack.ORDINARY + " is missing");
        deadlines.forEach((urgency, time) ->
                require(
                        time.isPositive() && time.compareTo(Duration.ofDays(30)) <= 0,
                        "thời hạn ký nhận của mức "
                                + urgency
                                + " không nằm trong khoảng từ 1 giây đến 30 ngày",
                        "the receipt deadline of "
                                + urgency
                                + " is not between a second and 30 days"));
        for (Least least : LEAST) {
            checkLeast(least, rules);
        }
        checkExerciseMark(rules);
    }

    private static void checkLevels(Map<Level, LevelRule> levels) {
        Set<Badge> badges = new HashSet<>();
        for (Level level : Level.values()) {
            LevelRule rule = levels.get(level);
            if (rule == null) {
                throw new RuleConflict(
                        "thiếu độ mật " + level.code(), "level " + level.code() + " is missing");
            }
            require(
                    badges.add(rule.badge()),
                    "nhãn màu của " + level.code() + " trùng với độ mật khác",
                    "the badge of " + level.code() + " is that of another level");
            boolean secret = level != Level.KHONG_MAT;
            require(
                    rule.term().isPresent() == secret && rule.mark().isEmpty() != secret,
                    secret
                            ? "độ mật " + level.code() + " phải có dấu và thời hạn"
                            : level.code() + " không có dấu và không có thời hạn",
                    secret
                            ? "level " + level.code() + " needs a mark and a term"
                            : "level " + level.code() + " has no mark and no term");
        }
    }

    private static void checkLeast(Least least, List<Rule> rules) {
        for (Act act : least.acts()) {
            Set<Level> open = EnumSet.copyOf(least.levels());
            for (Rule rule : rules) {
                if (rule instanceof Rule.Demand demand
                        && demand.condition().equals(least.condition())
                        && demand.scope().acts().contains(act)) {
                    open.removeAll(demand.scope().levels());
                }
            }
            if (!open.isEmpty()) {
                throw new RuleConflict(
                        "không quy tắc nào đòi hỏi "
                                + least.condition().code()
                                + " khi "
                                + act.vietnamese()
                                + " ("
                                + act.code()
                                + ") văn bản độ "
                                + Collections.min(open).code(),
                        "no rule demands "
                                + least.condition().code()
                                + " for "
                                + act.code()
                                + " at level "
                                + Collections.min(open).code());
            }
        }
    }

    private static void checkExerciseMark(List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule instanceof Rule.Duty duty
                    && duty.task() == Task.EXERCISE_MARK
                    && duty.scope().acts().containsAll(EACH)
                    && duty.scope().levels().containsAll(ALL)) {
                return;
            }
        }
        throw new RuleConflict(
                "thiếu nhiệm vụ exercise_mark cho mọi việc và mọi độ mật",
                "the duty exercise_mark for every act and level is missing");
    }

    private static void require(boolean holds, String vietnamese, String english) {
        if (!holds) {
            throw new RuleConflict(vietnamese, english);
        }
    }
}

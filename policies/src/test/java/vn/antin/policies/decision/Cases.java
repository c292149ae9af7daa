package vn.antin.policies.decision;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.rule.Act;

/** Facts for tests: one good case to vary, and random ones. */
public final class Cases {
    /** The day of every fixed case. */
    public static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    private static final List<Optional<String>> CHANNELS =
            List.of(
                    Optional.empty(),
                    Optional.of("LAN_DOC_LAP"),
                    Optional.of("CO_YEU"),
                    Optional.of("COURIER"),
                    Optional.of("INTERNET"));

    private Cases() {}

    /** Two officers cleared for Tuyệt mật in one premises, over a cipher link, nothing amiss. */
    public static Facts good(Level level) {
        return new Facts(
                        DAY,
                        SecurityLabel.of(level),
                        officer(Level.TUYET_MAT),
                        officer(Level.TUYET_MAT),
                        new Link(Optional.of("CO_YEU"), true, provider(true)),
                        false)
                .inLayers(true);
    }

    /** A module that is approved or not. */
    public static Provider provider(boolean approved) {
        return approved
                ? Provider.approved("Máy A")
                : Provider.unapproved("Máy A", "hết hiệu lực", "ended");
    }

    /** An officer of premises P1 with a clearance of one more year. */
    public static Party officer(Level level) {
        return new Party(
                Optional.of(clearance(level, DAY.plusYears(1))),
                Set.of(Role.OFFICER),
                true,
                true,
                "P1");
    }

    /** A clearance until a day. */
    public static Clearance clearance(Level level, LocalDate until) {
        return new Clearance(level, until, "QĐ 12/QĐ-UBND");
    }

    /** The case with another label. */
    public static Facts with(Facts facts, SecurityLabel label) {
        return new Facts(
                facts.on(),
                label,
                facts.sender(),
                facts.recipient(),
                facts.link(),
                facts.exercise(),
                facts.urgency(),
                facts.nested());
    }

    /** The case with other parties. */
    public static Facts with(Facts facts, Party sender, Party recipient) {
        return new Facts(
                facts.on(),
                facts.label(),
                sender,
                recipient,
                facts.link(),
                facts.exercise(),
                facts.urgency(),
                facts.nested());
    }

    /** The case with another way. */
    public static Facts with(Facts facts, Link link) {
        return new Facts(
                facts.on(),
                facts.label(),
                facts.sender(),
                facts.recipient(),
                link,
                facts.exercise(),
                facts.urgency(),
                facts.nested());
    }

    /** The case as an exercise or not. */
    public static Facts exercise(Facts facts, boolean exercise) {
        return new Facts(
                facts.on(),
                facts.label(),
                facts.sender(),
                facts.recipient(),
                facts.link(),
                exercise,
                facts.urgency(),
                facts.nested());
    }

    /** The case as an exercise with a marked document, or as none with one that is not marked. */
    public static Facts trial(Facts facts, boolean exercise) {
        EnumSet<HandlingFlag> flags = EnumSet.noneOf(HandlingFlag.class);
        flags.addAll(facts.label().flags());
        flags.remove(HandlingFlag.EXERCISE);
        if (exercise) {
            flags.add(HandlingFlag.EXERCISE);
        }
        return exercise(with(facts, new SecurityLabel(facts.label().level(), flags)), exercise);
    }

    /** Any facts at all. */
    public static Facts random(Random random) {
        List<String> urgencies = List.of("thuong", "khan", "thuong_khan", "hoa_toc", "", "gấp");
        return new Facts(
                day(random),
                SecurityLabel.of(any(Level.values(), random), some(HandlingFlag.class, random)),
                party(random),
                party(random),
                new Link(
                        CHANNELS.get(random.nextInt(CHANNELS.size())),
                        random.nextBoolean(),
                        provider(random.nextBoolean())),
                random.nextBoolean(),
                urgencies.get(random.nextInt(urgencies.size())),
                random.nextBoolean());
    }

    /** Any act. */
    public static Act act(Random random) {
        return any(Act.values(), random);
    }

    private static Party party(Random random) {
        Optional<Clearance> clearance =
                random.nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(clearance(any(Level.values(), random), day(random)));
        return new Party(
                clearance,
                some(Role.class, random),
                random.nextInt(5) > 0,
                random.nextInt(5) > 0,
                any(new String[] {"P1", "P2", ""}, random));
    }

    private static LocalDate day(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> LocalDate.MIN;
            case 1 -> LocalDate.MAX;
            default -> DAY.plusDays(random.nextInt(-1500, 1500));
        };
    }

    private static <T> T any(T[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static <E extends Enum<E>> Set<E> some(Class<E> type, Random random) {
        EnumSet<E> some = EnumSet.allOf(type);
        some.removeIf(each -> random.nextBoolean());
        return some;
    }
}

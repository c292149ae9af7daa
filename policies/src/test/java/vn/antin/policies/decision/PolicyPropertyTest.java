package vn.antin.policies.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.antin.policies.decision.Applied.Outcome;
import vn.antin.policies.label.Level;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.ChannelProfile;
import vn.antin.policies.rule.Rule;
import vn.antin.policies.rule.RulePack;

/** What holds for every case, on random ones. The seed stands in the test; a failure repeats. */
class PolicyPropertyTest {
    private static final int CASES = 10_000;

    static List<RulePack> packs() {
        return RulePacks.shippedIds().stream().map(RulePacks::shipped).toList();
    }

    @ParameterizedTest
    @MethodSource("packs")
    void no_secret_reaches_anyone_without_a_clearance_that_covers_it(RulePack pack) {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            Act act = Cases.act(random);
            Facts facts = Cases.random(random);
            if (PolicyEngine.decide(pack, act, facts).permitted()) {
                Invariants.check(pack, act, facts);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void the_same_facts_give_the_same_answer(RulePack pack) {
        RulePack again = RulePacks.shipped(pack.id());
        Random random = new Random(2);
        for (int i = 0; i < CASES; i++) {
            Act act = Cases.act(random);
            Facts facts = Cases.random(random);
            assertThat(PolicyEngine.decide(again, act, facts))
                    .isEqualTo(PolicyEngine.decide(pack, act, facts));
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void every_rule_that_counts_is_listed_and_every_unmet_demand_is_a_reason(RulePack pack) {
        Random random = new Random(3);
        for (int i = 0; i < CASES; i++) {
            Act act = Cases.act(random);
            Facts facts = Cases.random(random);
            Decision decision = PolicyEngine.decide(pack, act, facts);
            Level level = facts.label().level();
            List<Rule> counting =
                    pack.rules().stream().filter(rule -> rule.scope().covers(act, level)).toList();
            assertThat(decision.applied().stream().map(Applied::rule).toList())
                    .isEqualTo(counting)
                    .isNotEmpty();
            List<String> unmet =
                    decision.applied().stream()
                            .filter(applied -> applied.outcome() == Outcome.NOT_MET)
                            .map(applied -> ((Rule.Demand) applied.rule()).condition().code())
                            .toList();
            List<String> told =
                    decision instanceof Decision.Deny deny
                            ? deny.reasons().stream().map(Reason::code).toList()
                            : List.of();
            assertThat(told).isEqualTo(unmet);
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void reasons_are_whole_sentences_in_both_languages(RulePack pack) {
        Random random = new Random(4);
        for (int i = 0; i < CASES; i++) {
            if (PolicyEngine.decide(pack, Cases.act(random), Cases.random(random))
                    instanceof Decision.Deny deny) {
                for (Reason reason : deny.reasons()) {
                    assertThat(reason.vietnamese()).isNotBlank().doesNotContain("{", "}");
                    assertThat(reason.english()).isNotBlank().doesNotContain("{", "}");
                    assertThat(reason.legalBasis()).isNotBlank();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void a_higher_or_longer_clearance_never_takes_a_permit_away(RulePack pack) {
        Random random = new Random(5);
        for (int i = 0; i < CASES; i++) {
            Act act = Cases.act(random);
            Facts facts = Cases.random(random);
            Facts better = Cases.with(facts, raised(facts.sender()), raised(facts.recipient()));
            assertThat(
                            !PolicyEngine.decide(pack, act, facts).permitted()
                                    || PolicyEngine.decide(pack, act, better).permitted())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void an_exercise_waives_the_approval_of_the_module_and_nothing_else(RulePack pack) {
        Random random = new Random(6);
        for (int i = 0; i < CASES; i++) {
            Act act = Cases.act(random);
            Facts facts = Cases.random(random);
            List<String> real = codes(PolicyEngine.decide(pack, act, Cases.trial(facts, false)));
            Decision trial = PolicyEngine.decide(pack, act, Cases.trial(facts, true));
            assertThat(codes(trial))
                    .isEqualTo(
                            real.stream().filter(c -> !c.equals("provider.unapproved")).toList());
            if (trial instanceof Decision.Permit permit) {
                assertThat(permit.obligations())
                        .anyMatch(Obligation.ExerciseMark.class::isInstance);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void every_combination_of_the_yes_and_no_facts_is_decided(RulePack pack) {
        List<Optional<String>> channels =
                List.of(
                        Optional.empty(),
                        Optional.of(ChannelProfile.LAN_DOC_LAP),
                        Optional.of(ChannelProfile.CO_YEU),
                        Optional.of(ChannelProfile.COURIER),
                        Optional.of("?"));
        int decided = 0;
        for (int bits = 0; bits < 1 << 9; bits++) {
            Party sender = party(bits, 0, Level.TOI_MAT);
            Party recipient = party(bits, 3, Level.MAT);
            for (Optional<String> channel : channels) {
                Link link = new Link(channel, bit(bits, 6), Cases.provider(bit(bits, 7)));
                for (Level level : Level.values()) {
                    Facts facts =
                            Cases.exercise(
                                    Cases.with(
                                            Cases.with(Cases.good(level), sender, recipient), link),
                                    bit(bits, 8));
                    for (Act act : Act.values()) {
                        Decision decision = PolicyEngine.decide(pack, act, facts);
                        if (decision.permitted()) {
                            Invariants.check(pack, act, facts);
                        }
                        decided++;
                    }
                }
            }
        }
        assertThat(decided).isEqualTo(512 * 5 * 4 * 4);
    }

    private static Party party(int bits, int at, Level level) {
        Party officer = Cases.officer(level);
        return new Party(
                bit(bits, at) ? officer.clearance() : Optional.empty(),
                officer.roles(),
                bit(bits, at + 1),
                bit(bits, at + 2),
                "P1");
    }

    private static boolean bit(int bits, int at) {
        return (bits >> at & 1) == 1;
    }

    private static Party raised(Party party) {
        return new Party(
                Optional.of(Cases.clearance(Level.TUYET_MAT, LocalDate.MAX)),
                party.roles(),
                party.active(),
                party.deviceInspected(),
                party.premises());
    }

    private static List<String> codes(Decision decision) {
        return decision instanceof Decision.Deny deny
                ? deny.reasons().stream().map(Reason::code).toList()
                : List.of();
    }
}

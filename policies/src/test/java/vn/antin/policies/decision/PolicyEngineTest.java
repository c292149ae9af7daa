package vn.antin.policies.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.decision.Applied.Outcome;
import vn.antin.policies.decision.Obligation.Book;
import vn.antin.policies.label.HandlingFlag;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.RulePack;

class PolicyEngineTest {
    private static final RulePack PACK = RulePacks.shipped("vn-2025");
    private static final LocalDate DAY = Cases.DAY;

    @Test
    void an_officer_with_clearance_sends_over_a_cipher_link() {
        assertThat(obligations(Act.SEND, Cases.good(Level.MAT)))
                .containsExactly(
                        new Obligation.Register(Book.OUTGOING),
                        new Obligation.ReceiptBy(Duration.ofHours(24)));
    }

    @Test
    void a_recipient_cleared_too_low_is_refused_with_both_levels_and_the_law() {
        Facts good = Cases.good(Level.TOI_MAT);
        Facts facts = Cases.with(good, good.sender(), Cases.officer(Level.MAT));
        assertThat(reasons(Act.SEND, facts))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("clearance.recipient");
                    assertThat(reason.vietnamese()).contains("Tối mật (B)", "Mật (C)");
                    assertThat(reason.english()).contains("Tối mật (B)", "Mật (C)");
                    assertThat(reason.legalBasis()).contains("Điều 26");
                });
    }

    @ParameterizedTest
    @EnumSource(
            value = Act.class,
            names = {"SEND", "RECEIVE", "OPEN"})
    void without_any_clearance_nobody_gets_a_secret(Act act) {
        Facts good = Cases.good(Level.MAT);
        Party bare = new Party(Optional.empty(), Set.of(Role.OFFICER), true, true, "P1");
        assertThat(codes(act, Cases.with(good, good.sender(), bare)))
                .containsExactly("clearance.recipient");
    }

    @Test
    void a_document_that_is_no_secret_asks_for_no_clearance_and_no_approved_module() {
        Party bare = new Party(Optional.empty(), Set.of(Role.OFFICER), true, false, "");
        Facts facts =
                Cases.with(
                        Cases.with(Cases.good(Level.KHONG_MAT), bare, bare),
                        new Link(Optional.empty(), false, Cases.provider(false)));
        for (Act act : Act.values()) {
            assertThat(PolicyEngine.decide(PACK, act, facts).permitted()).as(act.code()).isTrue();
        }
    }

    @Test
    void a_clearance_counts_on_its_last_day_and_not_on_the_next() {
        Facts good = Cases.good(Level.MAT);
        Party last = cleared(Level.MAT, DAY);
        Party past = cleared(Level.MAT, DAY.minusDays(1));
        assertThat(codes(Act.OPEN, Cases.with(good, good.sender(), last))).isEmpty();
        assertThat(reasons(Act.OPEN, Cases.with(good, good.sender(), past)))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("clearance.expired");
                    assertThat(reason.vietnamese()).contains("21/11/2026");
                });
    }

    @Test
    void who_may_no_longer_read_can_still_sign_for_what_he_holds() {
        Facts good = Cases.good(Level.TOI_MAT);
        Facts facts = Cases.with(good, good.sender(), cleared(Level.MAT, DAY.minusDays(1)));
        assertThat(obligations(Act.ACKNOWLEDGE, facts))
                .containsExactly(
                        new Obligation.Register(Book.HANDOVER), new Obligation.CheckPages());
    }

    @Test
    void every_reason_is_told_at_once_in_the_order_of_the_pack() {
        Party nobody = new Party(Optional.empty(), Set.of(Role.AUDITOR), false, false, "");
        Facts facts =
                new Facts(
                        LocalDate.of(2026, 2, 28),
                        SecurityLabel.of(Level.TUYET_MAT),
                        nobody,
                        nobody,
                        new Link(Optional.of("LAN_DOC_LAP"), false, Cases.provider(false)),
                        false,
                        "gấp");
        assertThat(codes(Act.SEND, facts))
                .containsExactly(
                        "pack.period",
                        "party.suspended",
                        "party.suspended",
                        "role.sender",
                        "clearance.sender",
                        "clearance.recipient",
                        "level.electronic",
                        "channel.none",
                        "channel.premises",
                        "provider.unapproved",
                        "nesting.missing",
                        "device.expired",
                        "urgency.unknown");
    }

    @Test
    void without_a_channel_nothing_secret_is_sent_and_the_words_are_those_of_the_glossary() {
        Facts facts =
                Cases.with(
                        Cases.good(Level.MAT),
                        new Link(Optional.empty(), true, Cases.provider(true)));
        assertThat(reasons(Act.SEND, facts))
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("channel.none");
                    assertThat(reason.vietnamese())
                            .startsWith(
                                    "Không có kênh truyền được phê duyệt cho độ mật này."
                                            + " Văn bản chưa được gửi.");
                });
    }

    @Test
    void a_channel_that_the_pack_does_not_know_is_no_channel() {
        Facts facts =
                Cases.with(
                        Cases.good(Level.MAT),
                        new Link(Optional.of("INTERNET"), true, Cases.provider(true)));
        assertThat(codes(Act.SEND, facts)).containsExactly("channel.none");
    }

    @Test
    void an_independent_lan_stays_inside_one_premises() {
        Facts good = Cases.good(Level.MAT);
        Link inside = new Link(Optional.of("LAN_DOC_LAP"), true, Cases.provider(true));
        Link outside = new Link(Optional.of("LAN_DOC_LAP"), false, Cases.provider(true));
        assertThat(codes(Act.SEND, Cases.with(good, inside))).isEmpty();
        assertThat(codes(Act.SEND, Cases.with(good, outside))).containsExactly("channel.premises");
    }

    @Test
    void a_link_that_claims_one_premises_is_not_believed_when_the_parties_are_in_two() {
        Facts inside =
                Cases.with(
                        Cases.good(Level.MAT),
                        new Link(Optional.of("LAN_DOC_LAP"), true, Cases.provider(true)));
        for (String elsewhere : List.of("P2", "", " ")) {
            Party away =
                    new Party(inside.recipient().clearance(), officer(), true, true, elsewhere);
            assertThat(codes(Act.SEND, Cases.with(inside, inside.sender(), away)))
                    .containsExactly("channel.premises");
        }
        Party unknown = new Party(inside.sender().clearance(), officer(), true, true, "");
        assertThat(codes(Act.SEND, Cases.with(inside, unknown, unknown)))
                .containsExactly("channel.premises");
    }

    @Test
    void tuyet_mat_does_not_travel_as_data_but_a_courier_carries_it_without_an_abstract() {
        Facts data = Cases.good(Level.TUYET_MAT);
        assertThat(codes(Act.SEND, data)).containsExactly("level.electronic", "channel.none");
        Facts paper =
                Cases.with(data, new Link(Optional.of("COURIER"), false, Cases.provider(false)));
        assertThat(obligations(Act.SEND, paper))
                .containsExactly(
                        new Obligation.Register(Book.OUTGOING),
                        new Obligation.NoAbstract(),
                        new Obligation.ReceiptBy(Duration.ofHours(24)));
    }

    @Test
    void a_document_is_marked_in_an_exercise_and_only_there_for_every_act_and_level() {
        for (Act act : Act.values()) {
            for (Level level : Level.values()) {
                Facts real = Cases.good(level);
                assertThat(codes(act, Cases.exercise(real, true))).contains("exercise.unmarked");
                assertThat(codes(act, Cases.exercise(Cases.trial(real, true), false)))
                        .contains("exercise.marked");
                assertThat(codes(act, real)).doesNotContain("exercise.unmarked", "exercise.marked");
                assertThat(codes(act, Cases.trial(real, true)))
                        .doesNotContain("exercise.unmarked", "exercise.marked");
            }
        }
    }

    @Test
    void an_unapproved_module_is_refused_except_in_an_exercise_and_then_everything_is_marked() {
        Facts facts =
                Cases.with(
                        Cases.good(Level.MAT),
                        new Link(Optional.of("CO_YEU"), false, Cases.provider(false)));
        assertThat(codes(Act.SEND, facts)).containsExactly("provider.unapproved");
        assertThat(((Decision.Deny) PolicyEngine.decide(PACK, Act.SEND, facts)).reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.vietnamese())
                            .contains("Máy A")
                            .contains("Mật (C)")
                            .contains("hết hiệu lực");
                    assertThat(reason.english()).contains("Máy A").contains("ended");
                });

        Decision trial = PolicyEngine.decide(PACK, Act.SEND, Cases.trial(facts, true));
        assertThat(((Decision.Permit) trial).obligations())
                .contains(
                        new Obligation.ExerciseMark(
                                "BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC",
                                "TRIAL BUILD – NOT FOR STATE SECRETS"));
        assertThat(trial.applied())
                .filteredOn(applied -> applied.outcome() == Outcome.WAIVED)
                .singleElement()
                .satisfies(
                        applied -> assertThat(applied.rule().id()).isEqualTo("provider-approved"));
    }

    @Test
    void an_overdue_inspection_blocks_sending_and_opening_but_not_taking_in() {
        Facts good = Cases.good(Level.MAT);
        Party overdue = new Party(good.sender().clearance(), officer(), true, false, "P1");
        Facts facts = Cases.with(good, overdue, overdue);
        assertThat(codes(Act.SEND, facts)).containsExactly("device.expired");
        assertThat(codes(Act.OPEN, facts)).containsExactly("device.expired");
        assertThat(codes(Act.RECEIVE, facts)).isEmpty();
    }

    @Test
    void a_suspended_party_does_nothing_more() {
        Facts good = Cases.good(Level.KHONG_MAT);
        Party out = new Party(good.sender().clearance(), officer(), false, true, "P1");
        for (Act act : Act.values()) {
            assertThat(codes(act, Cases.with(good, good.sender(), out)))
                    .as(act.code())
                    .containsExactly("party.suspended");
        }
        assertThat(codes(Act.SEND, Cases.with(good, out, good.recipient())))
                .containsExactly("party.suspended");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"KEY_CUSTODIAN", "DEVICE_ADMINISTRATOR", "AUDITOR", "OPERATOR", "GATEWAY"})
    void who_runs_the_system_neither_sends_nor_reads(Role role) {
        Facts good = Cases.good(Level.MAT);
        Party staff = new Party(good.sender().clearance(), Set.of(role), true, true, "P1");
        Facts facts = Cases.with(good, staff, staff);
        assertThat(codes(Act.SEND, facts)).containsExactly("role.sender");
        assertThat(codes(Act.OPEN, facts)).containsExactly("role.recipient");
        assertThat(reasons(Act.SEND, facts).getFirst().vietnamese()).contains("Văn thư");
    }

    @Test
    void handling_flags_become_obligations() {
        Facts plain = Cases.good(Level.MAT);
        Facts flagged =
                Cases.with(
                        plain,
                        SecurityLabel.of(
                                Level.MAT,
                                EnumSet.complementOf(EnumSet.of(HandlingFlag.EXERCISE))));
        assertThat(obligations(Act.OPEN, plain))
                .containsExactly(new Obligation.CheckPages(), new Obligation.NoCopying());
        assertThat(obligations(Act.OPEN, flagged))
                .containsExactly(
                        new Obligation.CheckPages(),
                        new Obligation.NamedOnly(),
                        new Obligation.ReturnDocument());
    }

    @Test
    void what_is_protected_for_20_years_or_more_travels_in_the_quantum_safe_layer() {
        assertThat(codes(Act.SEND, Cases.good(Level.TOI_MAT))).isEmpty();
        for (Act act : List.of(Act.SEND, Act.RECEIVE)) {
            assertThat(reasons(act, Cases.good(Level.TOI_MAT).inLayers(false)))
                    .singleElement()
                    .satisfies(reason -> {
                        assertThat(reason.code()).isEqualTo("nesting.missing");
                        assertThat(reason.vietnamese()).contains("Tối mật", "20 năm");
                        assertThat(reason.english()).contains("20 years");
                    });
            assertThat(codes(act, Cases.good(Level.MAT).inLayers(false))).isEmpty();
        }
        assertThat(codes(Act.OPEN, Cases.good(Level.TOI_MAT).inLayers(false))).isEmpty();
    }

    @Test
    void a_pack_without_the_rule_asks_for_no_layer() {
        RulePack older = RulePacks.shipped("vn-2018");
        for (Level level : Level.values()) {
            assertThat(older.needsNesting(level)).isFalse();
            assertThat(PACK.needsNesting(level))
                    .isEqualTo(level == Level.TOI_MAT || level == Level.TUYET_MAT);
        }
    }

    @Test
    void the_deadline_follows_the_urgency() {
        Facts good = Cases.good(Level.MAT);
        Facts flash =
                new Facts(
                        DAY,
                        good.label(),
                        good.sender(),
                        good.recipient(),
                        good.link(),
                        false,
                        "hoa_toc");
        assertThat(obligations(Act.SEND, flash))
                .contains(new Obligation.ReceiptBy(Duration.ofHours(1)));
    }

    private static Party cleared(Level level, LocalDate until) {
        return new Party(Optional.of(Cases.clearance(level, until)), officer(), true, true, "P1");
    }

    private static Set<Role> officer() {
        return Set.of(Role.OFFICER);
    }

    private static List<Obligation> obligations(Act act, Facts facts) {
        return ((Decision.Permit) PolicyEngine.decide(PACK, act, facts)).obligations();
    }

    private static List<Reason> reasons(Act act, Facts facts) {
        return PolicyEngine.decide(PACK, act, facts) instanceof Decision.Deny deny
                ? deny.reasons()
                : List.of();
    }

    private static List<String> codes(Act act, Facts facts) {
        return reasons(act, facts).stream().map(Reason::code).toList();
    }
}

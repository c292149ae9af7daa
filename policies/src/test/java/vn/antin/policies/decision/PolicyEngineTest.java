package vn.antin.policies.decision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.antin.policies.clearance.Clearance;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.policies.label.SecurityLabel;
import vn.antin.policies.pack.RulePacks;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.RulePack;

class PolicyEngineTest {
    private static final RulePack PACK = RulePacks.shipped("vn-2025");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    @Test
    void an_officer_with_clearance_sends_over_an_approved_channel() {
        Decision decision =
                PolicyEngine.decide(PACK, Act.SEND, facts(Level.MAT, Level.MAT, "CO_YEU"));
        assertThat(decision).isInstanceOf(Decision.Permit.class);
        assertThat(((Decision.Permit) decision).obligations())
                .contains(new Obligation.ReceiptBy(Duration.ofHours(24)));
    }

    @Test
    void a_recipient_without_clearance_is_refused_with_level_and_basis() {
        Decision decision =
                PolicyEngine.decide(PACK, Act.SEND, facts(Level.TOI_MAT, Level.MAT, "CO_YEU"));
        assertThat(((Decision.Deny) decision).reasons())
                .singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("clearance.recipient");
                    assertThat(reason.vietnamese()).contains("Tối mật (B)", "Mật (C)");
                    assertThat(reason.english()).contains("Tối mật (B)");
                    assertThat(reason.legalBasis()).contains("Điều 26");
                });
    }

    private static Facts facts(Level document, Level recipient, String channel) {
        return new Facts(
                DAY,
                SecurityLabel.of(document),
                party(Level.TUYET_MAT),
                party(recipient),
                new Link(Optional.of(channel), false, true),
                false);
    }

    private static Party party(Level level) {
        return new Party(
                Optional.of(new Clearance(level, DAY.plusYears(1), "QĐ 1")),
                Set.of(Role.OFFICER),
                true,
                true,
                "P1");
    }
}

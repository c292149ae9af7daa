package vn.antin.policies.decision;

import static org.assertj.core.api.Assertions.assertThat;

import vn.antin.policies.label.Level;
import vn.antin.policies.rule.Act;
import vn.antin.policies.rule.ChannelProfile;
import vn.antin.policies.rule.RulePack;

/** What must hold whenever an act is permitted, said a second time without the engine. */
public final class Invariants {
    private Invariants() {}

    /** Checks a permitted act. */
    public static void check(RulePack pack, Act act, Facts facts) {
        assertThat(facts.label().exercise()).isEqualTo(facts.exercise());
        assertThat(facts.recipient().active()).isTrue();
        if (act == Act.SEND) {
            assertThat(facts.sender().active()).isTrue();
        }
        Level level = facts.label().level();
        if (act == Act.ACKNOWLEDGE || level == Level.KHONG_MAT) {
            return;
        }
        assertThat(dominates(facts.recipient(), facts)).as("recipient's clearance").isTrue();
        if (act == Act.SEND) {
            assertThat(dominates(facts.sender(), facts)).as("sender's clearance").isTrue();
        }
        String channel = facts.link().channelProfile().orElseThrow();
        assertThat(pack.channel(channel).orElseThrow().levels()).contains(level);
        if (channel.equals(ChannelProfile.LAN_DOC_LAP)) {
            assertThat(facts.sender().premises())
                    .isNotBlank()
                    .isEqualTo(facts.recipient().premises());
            assertThat(facts.link().samePremises()).isTrue();
        }
        if (!channel.equals(ChannelProfile.COURIER)) {
            assertThat(facts.link().provider().approved() || facts.exercise()).isTrue();
            if (act != Act.OPEN) {
                assertThat(pack.level(level).electronic()).isTrue();
            }
        }
    }

    private static boolean dominates(Party party, Facts facts) {
        return party.clearance()
                .map(held -> held.dominates(facts.label(), facts.on()))
                .orElse(false);
    }
}

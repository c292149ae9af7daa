package vn.antin.gateway.consignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.evidence.EvidenceEvent;

/** The states of a delivery follow from evidence and from nothing else. */
class DeliveryTransitionTest {
    @Test
    void a_state_and_an_event_lead_to_one_state_at_most() {
        for (DeliveryTransition one : DeliveryTransition.values()) {
            for (DeliveryTransition other : DeliveryTransition.values()) {
                if (one != other) {
                    assertThat(one.from() == other.from() && one.event() == other.event())
                            .as(one + " and " + other)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void every_state_is_reached_and_none_leads_back_to_the_beginning() {
        Set<DeliveryState> reached = EnumSet.of(DeliveryState.NEW);
        for (int round = 0; round < DeliveryState.values().length; round++) {
            for (DeliveryTransition step : DeliveryTransition.values()) {
                if (reached.contains(step.from())) {
                    reached.add(step.to());
                }
                assertThat(step.to()).isNotEqualTo(DeliveryState.NEW);
            }
        }
        assertThat(reached).containsExactlyInAnyOrder(DeliveryState.values());
    }

    @Test
    void a_signature_is_never_undone() {
        for (EvidenceEvent event : EvidenceEvent.values()) {
            DeliveryTransition.of(DeliveryState.HANDED_OVER, event)
                    .ifPresent(step -> assertThat(step.to()).isEqualTo(DeliveryState.HANDED_OVER));
        }
    }

    @Test
    void nobody_signs_for_what_was_not_delivered() {
        for (DeliveryState state : DeliveryState.values()) {
            boolean legal =
                    DeliveryTransition.of(state, EvidenceEvent.CONTENT_HANDOVER).isPresent();
            assertThat(legal)
                    .as(state.name())
                    .isEqualTo(
                            state == DeliveryState.CONSIGNED
                                    || state == DeliveryState.HANDOVER_FAILED);
        }
    }

    @Test
    void the_walk_at_the_origin_ends_handed_over() {
        assertThat(
                        DeliveryTransition.fold(
                                List.of(
                                        EvidenceEvent.SUBMISSION_ACCEPTANCE,
                                        EvidenceEvent.RELAY_ACCEPTANCE,
                                        EvidenceEvent.CONTENT_CONSIGNMENT,
                                        EvidenceEvent.CONTENT_HANDOVER)))
                .contains(DeliveryState.HANDED_OVER);
    }

    @Test
    void news_may_overtake_the_answer_to_the_relay() {
        assertThat(
                        DeliveryTransition.fold(
                                List.of(
                                        EvidenceEvent.SUBMISSION_ACCEPTANCE,
                                        EvidenceEvent.CONTENT_CONSIGNMENT,
                                        EvidenceEvent.CONTENT_HANDOVER,
                                        EvidenceEvent.RELAY_ACCEPTANCE)))
                .contains(DeliveryState.HANDED_OVER);
    }

    @Test
    void folding_is_stepping_for_random_events() {
        Random random = new Random(20261122);
        EvidenceEvent[] events = EvidenceEvent.values();
        for (int round = 0; round < 5000; round++) {
            List<EvidenceEvent> walk = new ArrayList<>();
            DeliveryState state = DeliveryState.NEW;
            boolean legal = true;
            for (int i = random.nextInt(6); i >= 0; i--) {
                EvidenceEvent event = events[random.nextInt(events.length)];
                walk.add(event);
                var step = DeliveryTransition.of(state, event);
                legal &= step.isPresent();
                state = step.map(DeliveryTransition::to).orElse(state);
            }
            var fold = DeliveryTransition.fold(walk);
            assertThat(fold.isPresent()).isEqualTo(legal);
            if (legal) {
                assertThat(fold).contains(state);
            }
        }
    }

    @Test
    void a_consignment_is_complete_when_every_recipient_signed() {
        assertThat(
                        ConsignmentState.of(
                                List.of(DeliveryState.HANDED_OVER, DeliveryState.HANDED_OVER)))
                .isEqualTo(ConsignmentState.COMPLETED);
        assertThat(ConsignmentState.of(List.of(DeliveryState.HANDED_OVER, DeliveryState.CONSIGNED)))
                .isEqualTo(ConsignmentState.DELIVERED);
        assertThat(
                        ConsignmentState.of(
                                List.of(DeliveryState.HANDED_OVER, DeliveryState.RELAY_FAILED)))
                .isEqualTo(ConsignmentState.ENDED_WITH_FAILURE);
        assertThat(ConsignmentState.of(List.of(DeliveryState.ACCEPTED, DeliveryState.CONSIGNED)))
                .isEqualTo(ConsignmentState.UNDER_WAY);
        assertThat(ConsignmentState.of(List.of(DeliveryState.ACCEPTED)))
                .isEqualTo(ConsignmentState.ACCEPTED);
    }
}

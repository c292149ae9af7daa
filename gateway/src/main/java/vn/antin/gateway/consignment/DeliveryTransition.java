package vn.antin.gateway.consignment;

import java.util.List;
import java.util.Optional;
import vn.antin.crypto.evidence.EvidenceEvent;

/**
 * Every legal step of a delivery: in which state which evidence leads where. A step that is not
 * here is refused.
 *
 * <p>News from the recipient's gateway may overtake the answer to the relay, and a success may come
 * after a failure was stated; these have names of their own.
 */
public enum DeliveryTransition {
    /** The origin accepts. */
    SUBMIT(DeliveryState.NEW, EvidenceEvent.SUBMISSION_ACCEPTANCE, DeliveryState.ACCEPTED),
    /** The origin refuses. */
    REJECT(DeliveryState.NEW, EvidenceEvent.SUBMISSION_REJECTION, DeliveryState.REJECTED),
    /** The recipient's gateway takes over, seen from there. */
    TAKE_OVER(DeliveryState.NEW, EvidenceEvent.RELAY_ACCEPTANCE, DeliveryState.RELAYED),
    /** The recipient's gateway took over, seen from the origin. */
    RELAY(DeliveryState.ACCEPTED, EvidenceEvent.RELAY_ACCEPTANCE, DeliveryState.RELAYED),
    /** The recipient's gateway refused, seen from the origin. */
    REFUSE_RELAY(
            DeliveryState.ACCEPTED, EvidenceEvent.RELAY_REJECTION, DeliveryState.RELAY_REFUSED),
    /** The origin gives up. */
    GIVE_UP_RELAY(DeliveryState.ACCEPTED, EvidenceEvent.RELAY_FAILURE, DeliveryState.RELAY_FAILED),
    /** It was taken over although the origin had given up. */
    RELAY_AFTER_ALL(
            DeliveryState.RELAY_FAILED, EvidenceEvent.RELAY_ACCEPTANCE, DeliveryState.RELAYED),
    /** Into the mailbox, at the recipient's gateway or told by it. */
    CONSIGN(DeliveryState.RELAYED, EvidenceEvent.CONTENT_CONSIGNMENT, DeliveryState.CONSIGNED),
    /** Into the mailbox at the origin itself, or the news overtook the answer to the relay. */
    CONSIGN_AT_ONCE(
            DeliveryState.ACCEPTED, EvidenceEvent.CONTENT_CONSIGNMENT, DeliveryState.CONSIGNED),
    /** Into the mailbox although the origin had given up the relay. */
    CONSIGN_AFTER_GIVING_UP(
            DeliveryState.RELAY_FAILED, EvidenceEvent.CONTENT_CONSIGNMENT, DeliveryState.CONSIGNED),
    /** Into the mailbox at a later attempt. */
    CONSIGN_AFTER_FAILURE(
            DeliveryState.CONSIGNMENT_FAILED,
            EvidenceEvent.CONTENT_CONSIGNMENT,
            DeliveryState.CONSIGNED),
    /** The mailbox could not take it. */
    FAIL_CONSIGNMENT(
            DeliveryState.RELAYED,
            EvidenceEvent.CONTENT_CONSIGNMENT_FAILURE,
            DeliveryState.CONSIGNMENT_FAILED),
    /** The mailbox at the origin itself could not take it. */
    FAIL_CONSIGNMENT_AT_ONCE(
            DeliveryState.ACCEPTED,
            EvidenceEvent.CONTENT_CONSIGNMENT_FAILURE,
            DeliveryState.CONSIGNMENT_FAILED),
    /** The answer to the relay came after the news. */
    RELAY_TOLD_LATE(
            DeliveryState.CONSIGNED, EvidenceEvent.RELAY_ACCEPTANCE, DeliveryState.CONSIGNED),
    /** The answer to the relay came after the signature. */
    RELAY_TOLD_LAST(
            DeliveryState.HANDED_OVER, EvidenceEvent.RELAY_ACCEPTANCE, DeliveryState.HANDED_OVER),
    /** The recipient was told that it is there. */
    NOTIFY(
            DeliveryState.CONSIGNED,
            EvidenceEvent.CONSIGNMENT_NOTIFICATION,
            DeliveryState.CONSIGNED),
    /** The recipient signs. */
    HAND_OVER(DeliveryState.CONSIGNED, EvidenceEvent.CONTENT_HANDOVER, DeliveryState.HANDED_OVER),
    /** The recipient refuses, or the time to sign is over. */
    FAIL_HANDOVER(
            DeliveryState.CONSIGNED,
            EvidenceEvent.CONTENT_HANDOVER_FAILURE,
            DeliveryState.HANDOVER_FAILED),
    /** The recipient signs after the time was over. */
    HAND_OVER_LATE(
            DeliveryState.HANDOVER_FAILED,
            EvidenceEvent.CONTENT_HANDOVER,
            DeliveryState.HANDED_OVER);

    private final DeliveryState from;
    private final EvidenceEvent event;
    private final DeliveryState to;

    DeliveryTransition(DeliveryState from, EvidenceEvent event, DeliveryState to) {
        this.from = from;
        this.event = event;
        this.to = to;
    }

    /** The state in which it may happen. */
    public DeliveryState from() {
        return from;
    }

    /** The evidence that makes it happen. */
    public EvidenceEvent event() {
        return event;
    }

    /** The state it leads to. */
    public DeliveryState to() {
        return to;
    }

    /** The step that this event makes in this state; empty when it is not legal. */
    public static Optional<DeliveryTransition> of(DeliveryState state, EvidenceEvent event) {
        for (DeliveryTransition transition : values()) {
            if (transition.from == state && transition.event == event) {
                return Optional.of(transition);
            }
        }
        return Optional.empty();
    }

    /**
     * The state after these events, from {@link DeliveryState#NEW} in order of arrival; empty when
     * one of them is not legal where it stands.
     */
    public static Optional<DeliveryState> fold(List<EvidenceEvent> events) {
        DeliveryState state = DeliveryState.NEW;
        for (EvidenceEvent event : events) {
            Optional<DeliveryTransition> step = of(state, event);
            if (step.isEmpty()) {
                return Optional.empty();
            }
            state = step.get().to();
        }
        return Optional.of(state);
    }
}

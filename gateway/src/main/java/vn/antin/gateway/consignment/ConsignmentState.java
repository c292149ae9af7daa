package vn.antin.gateway.consignment;

import java.util.Collection;

/** Where a consignment as a whole is: a fold over the states of its deliveries. */
public enum ConsignmentState {
    /** Accepted; it has left for no recipient yet. */
    ACCEPTED,
    /** On its way to at least one recipient. */
    UNDER_WAY,
    /** In every recipient's mailbox; signatures are awaited. */
    DELIVERED,
    /** Every recipient signed. */
    COMPLETED,
    /** Nothing is awaited any more, and at least one recipient did not sign. */
    ENDED_WITH_FAILURE;

    /**
     * The state of a consignment with these deliveries.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ConsignmentState of(Collection<DeliveryState> deliveries) {
        if (deliveries.isEmpty()) {
            throw new IllegalArgumentException("a consignment has at least one delivery");
        }
        if (deliveries.stream().allMatch(state -> state == DeliveryState.HANDED_OVER)) {
            return COMPLETED;
        }
        if (deliveries.stream().allMatch(DeliveryState::settled)) {
            return ENDED_WITH_FAILURE;
        }
        if (deliveries.stream()
                .allMatch(state -> state == DeliveryState.CONSIGNED || state.settled())) {
            return DELIVERED;
        }
        if (deliveries.stream()
                .allMatch(state -> state == DeliveryState.ACCEPTED || state == DeliveryState.NEW)) {
            return ACCEPTED;
        }
        return UNDER_WAY;
    }
}

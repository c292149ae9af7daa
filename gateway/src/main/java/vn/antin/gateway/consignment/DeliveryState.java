package vn.antin.gateway.consignment;

/**
 * Where a consignment is on its way to one recipient: a fold over the evidence about it, by {@link
 * DeliveryTransition}. The stored value is a cache that the store's check recomputes.
 */
public enum DeliveryState {
    /** Before the first evidence; only inside a transaction. */
    NEW,
    /** The origin accepted it from the sender. */
    ACCEPTED,
    /** The recipient's gateway took it over. */
    RELAYED,
    /** The recipient's gateway refused it. */
    RELAY_REFUSED,
    /** The origin gave up handing it to the recipient's gateway. */
    RELAY_FAILED,
    /** It lies in the recipient's mailbox. */
    CONSIGNED,
    /** It could not be put into the recipient's mailbox. */
    CONSIGNMENT_FAILED,
    /** The recipient signed for it. */
    HANDED_OVER,
    /** The recipient refused it or did not sign in time. */
    HANDOVER_FAILED,
    /** The origin refused it; nothing of it was kept. */
    REJECTED;

    /** Whether no further event is awaited. A late success may still come after a failure. */
    public boolean settled() {
        return switch (this) {
            case HANDED_OVER,
                    HANDOVER_FAILED,
                    CONSIGNMENT_FAILED,
                    RELAY_FAILED,
                    RELAY_REFUSED,
                    REJECTED ->
                    true;
            case NEW, ACCEPTED, RELAYED, CONSIGNED -> false;
        };
    }

    /** Whether it ended without the recipient's signature. */
    public boolean failed() {
        return settled() && this != HANDED_OVER;
    }
}

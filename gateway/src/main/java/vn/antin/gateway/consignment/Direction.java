package vn.antin.gateway.consignment;

/** Where a consignment goes, seen from this gateway. */
public enum Direction {
    /** From an endpoint of this agency; at least one recipient is served by a peer. */
    OUTGOING,
    /** From a peer to endpoints of this agency. */
    INCOMING,
    /** Sender and all recipients are served by this gateway. */
    LOCAL
}

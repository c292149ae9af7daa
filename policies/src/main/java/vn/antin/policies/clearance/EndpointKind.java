package vn.antin.policies.clearance;

/** What stands behind an endpoint's keys. */
public enum EndpointKind {
    /** A person with a card. */
    OFFICER,
    /** A system of the agency; the gateway seals for it with its own module. */
    SYSTEM,
    /** A gateway, own or a peer's. */
    GATEWAY
}

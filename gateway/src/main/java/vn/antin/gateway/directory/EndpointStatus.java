package vn.antin.gateway.directory;

/** Whether an endpoint may act. */
public enum EndpointStatus {
    /** May act within its roles. */
    ACTIVE,
    /** May not act for now; certificates stay valid. */
    SUSPENDED,
    /** Will never act again under these keys; certificates are revoked. */
    REVOKED
}

package vn.antin.sdk.transport;

import org.jspecify.annotations.Nullable;

/** The gateway was not reached, or the connection broke before the answer. */
public final class GatewayUnavailable extends GatewayException {
    private static final long serialVersionUID = 1L;

    /** At which point. */
    public enum Reason {
        /** Nothing answers at the address. */
        CANNOT_CONNECT,
        /** No answer in time. */
        TIMEOUT,
        /** The connection broke. */
        BROKEN,
        /** The gateway ended the TLS handshake: it does not take our certificate. */
        CERTIFICATE_REFUSED
    }

    private final Reason reason;

    GatewayUnavailable(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** At which point. */
    public Reason reason() {
        return reason;
    }

    @Override
    public boolean isTemporary() {
        return reason != Reason.CERTIFICATE_REFUSED;
    }
}

package vn.antin.sdk.transport;

import org.jspecify.annotations.Nullable;

/**
 * A call to a gateway did not give its answer. The kinds say who is at fault: {@link
 * GatewayProblem} (the gateway refused, and says why), {@link GatewayUnavailable} (it was not
 * reached) and {@link GatewayMisbehaved} (it is not who or what it should be).
 */
public abstract sealed class GatewayException extends RuntimeException
        permits GatewayProblem, GatewayUnavailable, GatewayMisbehaved {
    private static final long serialVersionUID = 1L;

    GatewayException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether the same call may succeed later without anybody doing anything. */
    public abstract boolean isTemporary();
}

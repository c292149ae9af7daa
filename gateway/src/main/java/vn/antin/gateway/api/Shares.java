package vn.antin.gateway.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.gateway.directory.Caller;
import vn.antin.gateway.intake.Refused;
import vn.antin.sdk.wire.ProblemCode;

/**
 * How much each caller does at the same time, so that one enrolled card does not keep the gateway
 * from all others. Thread-safe.
 */
final class Shares {
    private final int endpoints;
    private final int gateways;
    private final String busy;
    private final Map<EndpointId, Integer> taken = new ConcurrentHashMap<>();

    /**
     * Limits.
     *
     * @param endpoints for each person or system
     * @param gateways for each gateway, which speaks for many
     * @param busy which of the texts of UNAVAILABLE is told
     */
    Shares(int endpoints, int gateways, String busy) {
        this.endpoints = endpoints;
        this.gateways = gateways;
        this.busy = busy;
    }

    /**
     * Takes one; to be given back.
     *
     * @throws Refused UNAVAILABLE when the caller has all of its own
     */
    void take(Caller caller) {
        int limit = caller.isGateway() ? gateways : endpoints;
        boolean[] refused = new boolean[1];
        taken.compute(
                caller.endpoint(),
                (id, count) -> {
                    int now = count == null ? 0 : count;
                    refused[0] = now >= limit;
                    return refused[0] ? now : now + 1;
                });
        if (refused[0]) {
            throw Refused.of(ProblemCode.UNAVAILABLE, busy, limit);
        }
    }

    /** Gives one back. */
    void giveBack(Caller caller) {
        taken.computeIfPresent(caller.endpoint(), (id, count) -> count > 1 ? count - 1 : null);
    }
}

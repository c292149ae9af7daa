package vn.antin.sdk;

import java.time.Instant;
import vn.antin.policies.decision.Provider;
import vn.antin.policies.label.Level;

/**
 * The cipher module of the caller's own keys: it signs and opens documents, and so must be approved
 * for their level as the gateway's is (Law on Cipher 05/2011/QH13, art. 11.2). Thread-safe.
 */
@FunctionalInterface
public interface CardModule {
    /**
     * What the agency's records say of it.
     *
     * @param records {@code providers.json} of the agency's gateway (docs/formats/
     *     provider-records.md); empty when it has none
     * @param level of the document
     * @param at the moment
     */
    Provider approval(String records, Level level, Instant at);
}

package vn.antin.gateway.exchange;

import java.time.Instant;
import vn.antin.crypto.cert.EndpointId;

/**
 * Something an endpoint is told. Immutable.
 *
 * @param endpoint who is told
 * @param sequence its number for this endpoint, from 1 without a gap
 * @param kind {@code consignment}, {@code receipt} or {@code evidence}
 * @param consignment about which consignment
 * @param event name of the evidence event, or the state reached
 * @param at when
 */
public record EventRecord(
        EndpointId endpoint,
        long sequence,
        String kind,
        String consignment,
        String event,
        Instant at) {}

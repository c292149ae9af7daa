package vn.antin.gateway.exchange;

import java.time.Instant;
import java.util.List;
import vn.antin.crypto.cert.EndpointId;

/** Reads what endpoints are told. Port; thread-safety is that of the view it came from. */
public interface Events {
    /** Events for the endpoint after a sequence number, in order. */
    List<EventRecord> after(EndpointId endpoint, long sequence, int limit);

    /** The endpoint's last sequence number; 0 when there was no event. */
    long last(EndpointId endpoint);

    /** Writes the event feed within a transaction. Port; only for the thread of the transaction. */
    interface Writer extends Events {
        /**
         * Adds an event under the endpoint's next sequence number. Wake those who wait for it after
         * the commit, not before.
         */
        EventRecord tell(
                EndpointId endpoint, String kind, String consignment, String event, Instant at);
    }
}

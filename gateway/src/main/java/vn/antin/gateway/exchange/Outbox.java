package vn.antin.gateway.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.cert.EndpointId;

/** Reads what waits to be sent to peers. Port; thread-safety is that of the view. */
public interface Outbox {
    /** What may be tried now: highest priority first, then the longest waiting. */
    List<OutboxRecord> due(Instant now, int limit);

    /** When the next one falls due; empty when nothing waits. */
    Optional<Instant> nextDue();

    /** What waits about a consignment. */
    List<OutboxRecord> about(String consignment);

    /** Writes the outbox within a transaction. Port; only for the thread of the transaction. */
    interface Writer extends Outbox {
        /**
         * Asks for sending, now. When the same is waiting already its generation grows, and it is
         * due at once unless an earlier attempt failed; then it keeps its time.
         */
        void ask(
                OutboxRecord.Kind kind,
                String consignment,
                EndpointId target,
                int priority,
                Instant now);

        /**
         * Sending succeeded. The row goes away unless it was asked for again since {@code sent} was
         * read; then it stays, due at once.
         */
        void done(OutboxRecord sent);

        /** Sending failed and is tried again later. */
        void failed(OutboxRecord tried, Instant nextAttempt, String error);

        /** Gives up: the row goes away. */
        void giveUp(OutboxRecord record);
    }
}

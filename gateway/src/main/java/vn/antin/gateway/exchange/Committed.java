package vn.antin.gateway.exchange;

import java.util.List;
import vn.antin.crypto.evidence.EvidenceReceipt;

/**
 * What a durable task gave back. Thread-safe.
 *
 * @param <R> type of its result
 */
public interface Committed<R> {
    /** What the task returned. */
    R value();

    /**
     * Receipts for the evidence that the task appended, in that order, each with a proof against
     * the signed checkpoint of its transaction. The proofs are made on the thread that asks.
     */
    List<EvidenceReceipt> receipts();
}

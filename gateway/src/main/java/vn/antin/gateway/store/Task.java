package vn.antin.gateway.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.tlog.HashReader;
import vn.antin.crypto.tlog.LogProof;
import vn.antin.gateway.exchange.Committed;

/** One task of the writer and what becomes of it. Not thread-safe, but for its future. */
final class Task<R> {
    private final Function<? super SqlTx, ? extends R> body;
    private final CompletableFuture<Committed<R>> future = new CompletableFuture<>();
    private @Nullable R value;
    private List<PendingLog.Entry> entries = List.of();
    private @Nullable Throwable failure;

    Task(Function<? super SqlTx, ? extends R> body) {
        this.body = body;
    }

    CompletableFuture<Committed<R>> future() {
        return future;
    }

    /** Runs the body; whatever it throws is kept. */
    @SuppressWarnings("CatchingUnchecked")
    boolean run(SqlTx tx) {
        int before = tx.pending().count();
        try {
            value = body.apply(tx);
            entries = tx.pending().from(before);
            return true;
        } catch (Throwable e) {
            failure = e;
            tx.pending().keepFirst(before);
            return false;
        }
    }

    /** The transaction is durable. */
    void committed(@Nullable Proofs proofs, Executor told) {
        if (failure != null) {
            failed(failure, told);
            return;
        }
        @SuppressWarnings("NullAway") // the body may give back null where R allows it
        Committed<R> done = new Done<>(value, entries, proofs);
        told.execute(() -> future.complete(done));
    }

    /** The transaction is not durable, or the task itself failed. */
    void failed(Throwable e, Executor told) {
        Throwable why = failure == null ? e : failure;
        told.execute(() -> future.completeExceptionally(why));
    }

    /**
     * What a transaction's entries are proved with.
     *
     * @param size the log's size under the checkpoint
     * @param hashes hashes for the proofs
     * @param checkpoint the signed checkpoint
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Proofs(long size, HashReader hashes, byte[] checkpoint) {
        EvidenceReceipt receipt(PendingLog.Entry entry) {
            return new EvidenceReceipt(
                    entry.evidence(),
                    entry.salt(),
                    LogProof.of(entry.index(), size, hashes, checkpoint).text());
        }
    }

    private record Done<R>(R value, List<PendingLog.Entry> entries, @Nullable Proofs proofs)
            implements Committed<R> {
        @Override
        public List<EvidenceReceipt> receipts() {
            return proofs == null ? List.of() : entries.stream().map(proofs::receipt).toList();
        }
    }
}

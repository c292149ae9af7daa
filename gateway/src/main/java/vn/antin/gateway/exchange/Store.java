package vn.antin.gateway.exchange;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Durable state of the exchange. Port; thread-safe. */
public interface Store {
    /**
     * Runs the task in a transaction. Tasks run one after the other in the order of submission,
     * several to one transaction, each of its own: when the task throws, the future fails with that
     * exception, nothing of the task remains, and its neighbours are not hurt.
     *
     * <p>The future completes only after the change is durable and a signed checkpoint covers the
     * evidence that the task appended. It fails with a {@link StoreException} when the transaction
     * cannot be made durable; then nothing of the task remains.
     *
     * <p>The task runs on the writer thread: it must be short, must not wait for anything, and must
     * not keep the {@code Tx}. What follows the future runs on another thread.
     */
    <R> CompletableFuture<Committed<R>> commit(Function<? super Tx, ? extends R> task);

    /** Lends one consistent committed state to the reader; the view must not be kept. */
    <R> R read(Function<? super View, ? extends R> reader);
}

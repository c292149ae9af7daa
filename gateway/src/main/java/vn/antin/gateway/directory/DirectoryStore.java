package vn.antin.gateway.directory;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Durable changes of the directory. Port; thread-safe. */
public interface DirectoryStore {
    /** Runs the task in a transaction; the future completes after the change is durable. */
    <R> CompletableFuture<R> commitDirectory(Function<? super DirectoryTx, ? extends R> task);

    /** Lends one consistent state to the reader; it must not be kept. */
    <R> R readDirectory(Function<? super Directory, ? extends R> reader);
}

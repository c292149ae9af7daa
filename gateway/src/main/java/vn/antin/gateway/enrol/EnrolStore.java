package vn.antin.gateway.enrol;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Durable changes of what enrolment keeps. Port; thread-safe. */
public interface EnrolStore {
    /**
     * Runs the task in a transaction. The future completes after the change is durable, or fails
     * and nothing of the task remains. The task runs on the writer thread: it must be short and
     * must not wait for anything.
     */
    <R> CompletableFuture<R> commitEnrolment(Function<? super EnrolTx, ? extends R> task);

    /** Lends one consistent state to the reader; the view must not be kept. */
    <R> R readEnrolment(Function<? super EnrolView, ? extends R> reader);
}

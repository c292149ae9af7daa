package vn.antin.gateway.tlog;

import java.util.function.Function;

/** Lends the stored log. Port; thread-safe. */
@FunctionalInterface
public interface LogSource {
    /** Lends one consistent committed state; it must not be kept. */
    <R> R readLog(Function<? super EntryLog, ? extends R> reader);
}

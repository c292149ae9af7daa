package vn.antin.sdk.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import vn.antin.sdk.Watcher;

/** Does several things at once, as many as there are processors, at most four. */
public final class Together {
    /** Each attachment takes 10 MiB while it is worked on. */
    private static final int MOST = 4;

    private Together() {}

    /**
     * Results in the order of the tasks. The first failure interrupts the others; this returns when
     * all have ended.
     *
     * @throws IOException or an unchecked exception, what the first task that failed has thrown
     */
    public static <T> List<T> run(List<Callable<T>> tasks) throws IOException {
        int threads =
                Math.min(tasks.size(), Math.min(MOST, Runtime.getRuntime().availableProcessors()));
        if (threads == 0) {
            return List.of();
        }
        try (ExecutorService pool =
                Executors.newFixedThreadPool(
                        threads, Thread.ofPlatform().daemon().name("antin-file-", 0).factory())) {
            CompletionService<T> completion = new ExecutorCompletionService<>(pool);
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(completion.submit(task));
            }
            try {
                for (int i = 0; i < futures.size(); i++) {
                    T unused = completion.take().get();
                }
                List<T> results = new ArrayList<>();
                for (Future<T> future : futures) {
                    results.add(future.resultNow());
                }
                return results;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while files were worked on");
            } catch (ExecutionException e) {
                throw thrown(e);
            } finally {
                List<Runnable> unused = pool.shutdownNow();
            }
        }
    }

    private static IOException thrown(ExecutionException failure) {
        return switch (failure.getCause()) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case null, default -> new IOException(failure);
        };
    }

    /**
     * Tells a watcher how far a stage is that several threads work on; one call after the other.
     */
    public static final class Tally {
        private final Watcher watcher;
        private final Watcher.Stage stage;
        private final long total;
        private long done;

        /** Tells at once that the stage begins. */
        public Tally(Watcher watcher, Watcher.Stage stage, long total) {
            this.watcher = watcher;
            this.stage = stage;
            this.total = total;
            add(0);
        }

        /** {@code more} bytes are done. */
        public synchronized void add(long more) {
            done += more;
            watcher.at(stage, done, total);
        }
    }
}

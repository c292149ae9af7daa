package vn.antin.gateway.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.evidence.EvidenceReceipt;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.tlog.HashReader;
import vn.antin.crypto.tlog.LogProof;
import vn.antin.crypto.tlog.MerkleTree;
import vn.antin.gateway.exchange.Committed;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;
import vn.antin.gateway.store.disk.Database;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.gateway.tlog.PendingLog;
import vn.antin.gateway.tlog.Sequencer;
import vn.antin.gateway.tlog.TreeHead;

/**
 * The only writer: runs tasks one after the other on one thread, as many to a transaction as have
 * come while the one before was synced. Thread-safe.
 *
 * <p>Life of a batch: BEGIN; each task within a savepoint; the log grows by what they appended; one
 * checkpoint is signed; COMMIT, which syncs; then those who wait are told. The checkpoint leaves
 * this class only after the sync, so a crash in between forks nothing. After an error of the device
 * the disk's state is unknown: the writer stops until the store is opened again. After a full disk
 * it goes on with a new connection.
 */
final class GroupCommit implements AutoCloseable {
    private static final int MAX_WAITING = 16_384;
    private static final int MAX_BATCH = 512;

    private final Database database;
    private final Sequencer sequencer;
    private final DurableStep.Listener steps;
    private final BlockingQueue<Task<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Task<Object> end = new Task<>(tx -> tx);
    private final ExecutorService told =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("told-", 0).factory());
    private final Thread thread;
    private final Object closing = new Object();
    private boolean closed;
    private @Nullable StoreException stopped;

    private @Nullable Sql sql;
    private @Nullable TreeHead head;

    GroupCommit(Database database, Sequencer sequencer, DurableStep.Listener steps) {
        this.database = database;
        this.sequencer = sequencer;
        this.steps = steps;
        this.thread = Thread.ofPlatform().name("store-writer").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    <R> CompletableFuture<Committed<R>> submit(Function<? super SqlTx, ? extends R> body) {
        Task<R> task = new Task<>(body);
        synchronized (closing) {
            if (closed) {
                task.failed(new StoreException(Reason.CLOSED, "the store is closed"), told());
            } else if (!waiting.offer(task)) {
                task.failed(
                        new StoreException(Reason.BUSY, "too many changes wait already"), told());
            }
        }
        return task.future();
    }

    private java.util.concurrent.Executor told() {
        return closed ? Runnable::run : told;
    }

    private void loop() {
        List<Task<?>> batch = new ArrayList<>();
        boolean last = false;
        while (!last) {
            batch.clear();
            try {
                batch.add(waiting.take());
            } catch (InterruptedException e) {
                continue;
            }
            int unused = waiting.drainTo(batch, MAX_BATCH - 1);
            last = batch.remove(end);
            if (!batch.isEmpty()) {
                commit(batch);
            }
        }
        dropConnection();
    }

    /** Nothing that goes wrong may end the writer: whoever waits must be told. */
    private void commit(List<Task<?>> batch) {
        try {
            if (stopped != null) {
                throw new StoreException(
                        stopped.reason(), "the store stopped after an error; open it again");
            }
            Task.@Nullable Proofs proofs = write(batch);
            steps.reached(DurableStep.BATCH_COMMITTED);
            for (Task<?> task : batch) {
                task.committed(proofs, told);
            }
            steps.reached(DurableStep.BATCH_TOLD);
        } catch (StoreException e) {
            abandon(batch, e);
        } catch (KeyException e) {
            abandon(
                    batch,
                    new StoreException(
                            Reason.SIGNER_UNAVAILABLE, "the log could not be signed", e));
        } catch (RuntimeException | Error e) {
            abandon(batch, new StoreException(Reason.DEVICE_FAILURE, "the writer failed", e));
        }
    }

    private Task.@Nullable Proofs write(List<Task<?>> batch) {
        Sql connection = connection();
        LogTable log = new LogTable(connection);
        connection.run("BEGIN IMMEDIATE");
        steps.reached(DurableStep.BATCH_BEGUN);
        TreeHead before = head(log);
        PendingLog pending = new PendingLog(before.size());
        SqlTx tx = new SqlTx(connection, pending);
        for (Task<?> task : batch) {
            connection.run("SAVEPOINT task");
            if (!task.run(tx)) {
                connection.run("ROLLBACK TO task");
            }
            connection.run("RELEASE task");
            steps.reached(DurableStep.TASK_RUN);
        }
        steps.reached(DurableStep.TASKS_RUN);
        TreeHead after = before;
        Task.Proofs proofs = null;
        if (pending.count() > 0) {
            TreeHead.Growth growth = before.append(pending.bytes());
            after = growth.head();
            byte[] checkpoint = sequencer.sign(after);
            steps.reached(DurableStep.CHECKPOINT_SIGNED);
            for (MerkleTree.Node node : growth.nodes()) {
                log.addNode(node);
            }
            log.addCheckpoint(after.size(), checkpoint);
            proofs = new Task.Proofs(after.size(), growth.hashes(), checkpoint);
        }
        steps.reached(DurableStep.BATCH_WRITTEN);
        connection.run("COMMIT");
        head = after;
        return proofs;
    }

    private Sql connection() {
        Sql open = sql;
        if (open == null) {
            open = database.openWriter();
            open.own();
            sql = open;
            head = null;
        }
        return open;
    }

    private TreeHead head(LogTable log) {
        TreeHead known = head;
        long size = log.size();
        if (known == null) {
            return TreeHead.of(size, log.hashes());
        }
        if (known.size() != size) {
            throw new StoreException(
                    Reason.CORRUPT, "somebody else wrote into the log: it has " + size);
        }
        return known;
    }

    private void abandon(List<Task<?>> batch, StoreException why) {
        dropConnection();
        if (why.reason() == Reason.DEVICE_FAILURE || why.reason() == Reason.CORRUPT) {
            stopped = why;
        }
        for (Task<?> task : batch) {
            task.failed(why, told);
        }
    }

    /** Closing rolls back what is open. */
    private void dropConnection() {
        Sql open = sql;
        sql = null;
        head = null;
        if (open != null) {
            try {
                open.close();
            } catch (StoreException e) {
                stopped = e;
            }
        }
    }

    /** Lets the tasks that wait finish, then ends. */
    @Override
    public void close() {
        synchronized (closing) {
            if (closed) {
                return;
            }
            closed = true;
        }
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            try {
                waiting.put(end);
                thread.join();
                done = true;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        told.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** One task of the writer and what becomes of it. Not thread-safe, but for its future. */
    private static final class Task<R> {
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
            Optional<EvidenceReceipt> receipt(PendingLog.Entry entry) {
                return entry.evidence()
                        .map(evidence ->
                                new EvidenceReceipt(
                                        evidence,
                                        entry.salt(),
                                        LogProof.of(entry.index(), size, hashes, checkpoint)
                                                .text()));
            }
        }

        private record Done<R>(R value, List<PendingLog.Entry> entries, @Nullable Proofs proofs)
                implements Committed<R> {
            @Override
            public List<EvidenceReceipt> receipts() {
                return proofs == null
                        ? List.of()
                        : entries.stream().map(proofs::receipt).flatMap(Optional::stream).toList();
            }
        }
    }
}

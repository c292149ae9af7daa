package vn.antin.gateway.store;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.tlog.LogKey;
import vn.antin.gateway.consignment.Consignments;
import vn.antin.gateway.directory.Directory;
import vn.antin.gateway.enrol.EnrolStore;
import vn.antin.gateway.enrol.EnrolTx;
import vn.antin.gateway.enrol.EnrolView;
import vn.antin.gateway.evidence.EvidenceBook;
import vn.antin.gateway.exchange.Committed;
import vn.antin.gateway.exchange.Events;
import vn.antin.gateway.exchange.Outbox;
import vn.antin.gateway.exchange.Store;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.Tx;
import vn.antin.gateway.exchange.View;
import vn.antin.gateway.records.Registers;
import vn.antin.gateway.store.disk.Database;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.gateway.store.disk.Sql;
import vn.antin.gateway.tlog.EntryLog;
import vn.antin.gateway.tlog.LogSource;
import vn.antin.gateway.tlog.PendingLog;
import vn.antin.gateway.tlog.Sequencer;

/** Everything durable of one gateway, in one SQLite file. Thread-safe. */
public final class SqliteStore implements Store, EnrolStore, LogSource, AutoCloseable {
    private final Database database;
    private final GroupCommit writer;
    private final Sequencer sequencer;

    private SqliteStore(Database database, GroupCommit writer, Sequencer sequencer) {
        this.database = database;
        this.writer = writer;
        this.sequencer = sequencer;
    }

    /**
     * Opens or makes the store in a folder.
     *
     * @param folder where; locked against a second process until {@link #close}
     * @param origin name of the evidence log, {@code log.antin/H26.01}
     * @param logSigner the log's Ed25519 key
     * @param clock dates the migrations
     * @throws StoreException BUSY, SCHEMA, CORRUPT, DISK_FULL or DEVICE_FAILURE
     */
    public static SqliteStore open(
            Path folder, String origin, Signer logSigner, InstantSource clock) {
        return open(folder, origin, logSigner, clock, DurableStep.Listener.NONE);
    }

    /** Like the other, with somebody who is told of each durable step. */
    public static SqliteStore open(
            Path folder,
            String origin,
            Signer logSigner,
            InstantSource clock,
            DurableStep.Listener steps) {
        Database database = Database.open(folder, clock);
        Sequencer sequencer = new Sequencer(origin, logSigner);
        GroupCommit writer = new GroupCommit(database, sequencer, steps);
        writer.start();
        return new SqliteStore(database, writer, sequencer);
    }

    @Override
    public <R> CompletableFuture<Committed<R>> commit(Function<? super Tx, ? extends R> task) {
        return writer.submit(task);
    }

    @Override
    public <R> R read(Function<? super View, ? extends R> reader) {
        return database.read(sql -> reader.apply(new SqlView(sql)));
    }

    @Override
    public <R> CompletableFuture<R> commitEnrolment(Function<? super EnrolTx, ? extends R> task) {
        CompletableFuture<Committed<R>> committed =
                writer.submit(
                        tx -> task.apply(new EnrolTable(tx.sql(), tx.directory(), tx.pending())));
        return committed.thenApply(Committed::value);
    }

    @Override
    public <R> R readEnrolment(Function<? super EnrolView, ? extends R> reader) {
        return database.read(
                sql -> reader.apply(new EnrolTable(sql, new DirectoryTable(sql), null)));
    }

    @Override
    public <R> R readLog(Function<? super EntryLog, ? extends R> reader) {
        return database.read(sql -> reader.apply(new LogTable(sql)));
    }

    /**
     * Keeps the record of a ceremony and enters it into the log; durable when the future completes.
     *
     * @param salt 32 random bytes of the commitment
     */
    public CompletableFuture<CeremonyReceipt> enterCeremony(SignedRecord signed, byte[] salt) {
        CompletableFuture<Committed<Long>> entered =
                writer.submit(tx -> {
                    PendingLog.Entry entry = tx.pending().append(signed, salt);
                    LogTable log = new LogTable(tx.sql());
                    log.addEntry(entry.index(), entry.bytes());
                    log.addCeremony(entry.index(), signed, salt);
                    return entry.index();
                });
        return entered.thenApply(done -> ceremonies().getLast());
    }

    /** The records of ceremonies with their proofs, oldest first. */
    public List<CeremonyReceipt> ceremonies() {
        return database.read(sql -> new LogTable(sql).ceremonies());
    }

    /** The key with which others check the evidence log. */
    public LogKey logKey() {
        return sequencer.key();
    }

    /** Lends the tables themselves to the check. */
    <R> R inspect(Function<Sql, R> reader) {
        return database.read(reader);
    }

    /** Lets the tasks that wait finish, then closes. */
    @Override
    public void close() {
        writer.close();
        database.close();
    }

    /** A committed state. Not thread-safe. */
    private record SqlView(Sql sql) implements View {
        @Override
        public Directory directory() {
            return new DirectoryTable(sql);
        }

        @Override
        public Consignments consignments() {
            return new ConsignmentTable(sql);
        }

        @Override
        public EvidenceBook evidence() {
            return new EvidenceTable(sql, new LogTable(sql), null);
        }

        @Override
        public Registers registers() {
            return new RegisterTable(sql);
        }

        @Override
        public Outbox outbox() {
            return new OutboxTable(sql);
        }

        @Override
        public Events events() {
            return new EventTable(sql);
        }
    }
}

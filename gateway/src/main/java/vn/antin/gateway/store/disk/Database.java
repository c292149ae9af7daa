package vn.antin.gateway.store.disk;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/**
 * The SQLite file of a gateway: write-ahead log, a sync with every commit, foreign keys on; one
 * connection that writes, a pool that reads. Thread-safe.
 *
 * <p>A lock on the folder keeps a second process out: two writers would fork the evidence log.
 */
public final class Database implements AutoCloseable {
    /** Name of the file in the folder. */
    public static final String FILE_NAME = "gateway.sqlite";

    private static final String LOCK_NAME = "gateway.lock";
    private static final int READERS = 8;
    private static final int WAIT_MILLIS = 10_000;

    private final Path file;
    private final FileChannel lockFile;
    private final HikariDataSource readers;
    private final Map<Connection, Sql> readerSql = new ConcurrentHashMap<>();

    private Database(Path file, FileChannel lockFile, HikariDataSource readers) {
        this.file = file;
        this.lockFile = lockFile;
        this.readers = readers;
    }

    /**
     * Opens or makes the file and brings its schema up to date.
     *
     * @throws StoreException BUSY when another process has the folder; SCHEMA; CORRUPT; DISK_FULL
     */
    public static Database open(Path folder, InstantSource clock) {
        FileChannel lockFile = lock(folder);
        try {
            Path file = folder.resolve(FILE_NAME);
            make(file);
            try (Connection writer = connect(file)) {
                Migrations.shipped().apply(writer, clock.instant());
            }
            return new Database(file, lockFile, pool(file));
        } catch (SQLException e) {
            close(lockFile);
            throw Failures.of(e, "opening the database");
        } catch (RuntimeException e) {
            close(lockFile);
            throw e;
        }
    }

    private static FileChannel lock(Path folder) {
        try {
            Folders.make(folder);
            FileChannel channel =
                    Folders.open(
                            folder.resolve(LOCK_NAME),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return channel;
                }
            } catch (OverlappingFileLockException e) {
                close(channel);
                throw new StoreException(Reason.BUSY, "this process has the folder open", e);
            }
            close(channel);
            throw new StoreException(Reason.BUSY, "another process has the folder open");
        } catch (IOException e) {
            throw Failures.of(e, "locking the folder");
        }
    }

    /** SQLite gives its other files the permissions of this one. */
    private static void make(Path file) {
        try {
            Folders.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
        } catch (IOException e) {
            throw Failures.of(e, "making the database");
        }
    }

    private static void close(FileChannel lockFile) {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw Failures.of(e, "unlocking the folder");
        }
    }

    private static SQLiteConfig config(boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(WAIT_MILLIS);
        config.setPragma(SQLiteConfig.Pragma.TRANSACTION_MODE, "DEFERRED");
        if (readOnly) {
            config.setOpenMode(SQLiteOpenMode.READWRITE);
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return config;
    }

    private static Connection connect(Path file) throws SQLException {
        return config(false).createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    private static HikariDataSource pool(Path file) {
        SQLiteDataSource source = new SQLiteDataSource(config(true));
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("readers");
        pool.setDataSource(source);
        pool.setAutoCommit(false);
        pool.setConnectionInitSql("PRAGMA query_only=ON");
        pool.setMaximumPoolSize(READERS);
        pool.setMinimumIdle(1);
        pool.setIdleTimeout(0);
        pool.setMaxLifetime(0);
        pool.setConnectionTimeout(Duration.ofMillis(WAIT_MILLIS).toMillis());
        return new HikariDataSource(pool);
    }

    /**
     * A new connection to write with, with statements of its own. Only one may be in use.
     *
     * @throws StoreException when the file cannot be opened
     */
    public Sql openWriter() {
        try {
            return new Sql(connect(file));
        } catch (SQLException e) {
            throw Failures.of(e, "opening the database to write");
        }
    }

    /** Lends one consistent committed state. */
    public <R> R read(Function<Sql, R> reader) {
        try (Connection lent = readers.getConnection()) {
            Connection own = lent.unwrap(org.sqlite.SQLiteConnection.class);
            Sql sql = readerSql.computeIfAbsent(own, Sql::new);
            try {
                return reader.apply(sql);
            } finally {
                lent.rollback();
            }
        } catch (SQLException e) {
            throw Failures.of(e, "reading");
        }
    }

    /**
     * In which tables, indexes and triggers a database differs from what the migrations make, in
     * words; empty when in none.
     */
    public static List<String> schemaChanges(Sql sql) {
        Map<String, String> should;
        try (Connection empty = config(false).createConnection("jdbc:sqlite::memory:");
                Sql fresh = new Sql(empty)) {
            Migrations.shipped().apply(empty, Instant.EPOCH);
            should = schema(fresh);
        } catch (SQLException e) {
            throw Failures.of(e, "making an empty schema");
        }
        Map<String, String> is = schema(sql);
        List<String> changes = new ArrayList<>();
        should.forEach((name, text) -> {
            String there = is.get(name);
            if (!text.equals(there)) {
                changes.add(name + (there == null ? " is missing" : " was changed"));
            }
        });
        is.keySet().stream()
                .filter(name -> !should.containsKey(name))
                .forEach(name -> changes.add(name + " is not of this program"));
        return changes;
    }

    private static Map<String, String> schema(Sql sql) {
        Map<String, String> schema = new TreeMap<>();
        for (List<String> item :
                sql.list(
                        "SELECT type || ' ' || name, sql FROM sqlite_schema"
                                + " WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
                        row -> List.of(row.text(1), row.text(2)))) {
            schema.put(item.get(0), item.get(1));
        }
        return schema;
    }

    /** Closes the readers and lets go of the folder; the writer is closed before by its owner. */
    @Override
    public void close() {
        readers.close();
        close(lockFile);
    }
}

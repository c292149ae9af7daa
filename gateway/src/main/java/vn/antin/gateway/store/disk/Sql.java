package vn.antin.gateway.store.disk;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.Digest;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/**
 * One connection and its prepared statements. Not thread-safe.
 *
 * <p>Parameters: text, numbers and bytes as they are, digests as bytes, instants as milliseconds
 * since 1970, days as ISO text, enums by name, optionals as their value or NULL, anything else by
 * {@code toString}. After an error that ends the transaction every further call is refused.
 */
public final class Sql implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable StoreException broken;
    private @Nullable Thread owner;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** From now on only the calling thread may use it. */
    public void own() {
        owner = Thread.currentThread();
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        /** The value of the row. */
        T read(Row row) throws SQLException;
    }

    /**
     * Changes rows.
     *
     * @return how many
     * @throws StoreException CONFLICT when a constraint forbids it, or as {@link Failures} says
     */
    public int update(String sql, @Nullable Object... parameters) {
        requireWhole();
        try {
            PreparedStatement statement = bind(sql, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e, "writing");
        }
    }

    /** Adds a row and gives back its row number. */
    public long insert(String sql, @Nullable Object... parameters) {
        int unused = update(sql, parameters);
        return one("SELECT last_insert_rowid()", row -> row.number(1)).orElseThrow();
    }

    /** All rows. */
    public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        requireWhole();
        try {
            PreparedStatement statement = bind(sql, parameters);
            try (ResultSet result = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                Row row = new Row(result);
                while (result.next()) {
                    rows.add(reader.read(row));
                }
                return rows;
            }
        } catch (SQLException e) {
            throw failed(e, "reading");
        }
    }

    /** The first row. */
    public <T> Optional<T> one(String sql, RowReader<T> reader, @Nullable Object... parameters) {
        List<T> rows = list(sql, reader, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(0));
    }

    /** A number that is always there. */
    public long number(String sql, @Nullable Object... parameters) {
        return one(sql, row -> row.number(1), parameters).orElseThrow();
    }

    /** Runs statements without parameters, such as BEGIN or SAVEPOINT. */
    public void run(String sql) {
        requireWhole();
        try {
            PreparedStatement statement = bind(sql);
            boolean unused = statement.execute();
        } catch (SQLException e) {
            throw failed(e, sql);
        }
    }

    /** Runs a script of several statements; returns changed rows. */
    static void script(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int unused = statement.executeUpdate(script);
        }
    }

    private void requireWhole() {
        if (owner != null && !owner.equals(Thread.currentThread())) {
            throw new IllegalStateException("a transaction is used outside of its task");
        }
        if (broken != null) {
            throw new StoreException(
                    broken.reason(), "the transaction ended with an error before", broken);
        }
    }

    private StoreException failed(SQLException e, String doing) {
        StoreException failure = Failures.of(e, doing);
        if (Failures.endsTransaction(failure)) {
            broken = failure;
        }
        return failure;
    }

    private PreparedStatement bind(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            bind(statement, i + 1, parameters[i]);
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, int at, @Nullable Object value)
            throws SQLException {
        switch (value) {
            case null -> statement.setNull(at, java.sql.Types.NULL);
            case String text -> statement.setString(at, text);
            case Long number -> statement.setLong(at, number);
            case Integer number -> statement.setLong(at, number);
            case Boolean flag -> statement.setLong(at, flag ? 1 : 0);
            case byte[] bytes -> statement.setBytes(at, bytes);
            case Digest digest -> statement.setBytes(at, digest.toBytes());
            case Instant instant -> statement.setLong(at, instant.toEpochMilli());
            case LocalDate day -> statement.setString(at, day.toString());
            case Enum<?> constant -> statement.setString(at, constant.name());
            case Optional<?> optional -> bind(statement, at, optional.orElse(null));
            case OptionalInt optional ->
                    bind(statement, at, optional.isPresent() ? optional.getAsInt() : null);
            default -> statement.setString(at, value.toString());
        }
    }

    /** Closes the connection; a transaction that is open is rolled back. */
    @Override
    public void close() {
        try {
            for (PreparedStatement statement : statements.values()) {
                statement.close();
            }
            statements.clear();
            connection.close();
        } catch (SQLException e) {
            throw Failures.of(e, "closing the database");
        }
    }

    /** The current row of a result; columns count from 1. */
    public static final class Row {
        private final ResultSet result;

        private Row(ResultSet result) {
            this.result = result;
        }

        /** Text. */
        public String text(int column) throws SQLException {
            return present(column, result.getString(column));
        }

        /** Text that may be NULL. */
        public Optional<String> optionalText(int column) throws SQLException {
            return Optional.ofNullable(result.getString(column));
        }

        /** A number. */
        public long number(int column) throws SQLException {
            return result.getLong(column);
        }

        /** A number as int. */
        public int small(int column) throws SQLException {
            return Math.toIntExact(result.getLong(column));
        }

        /** Whether the column is NULL. */
        public boolean isNull(int column) throws SQLException {
            return result.getObject(column) == null;
        }

        /** Bytes. */
        public byte[] bytes(int column) throws SQLException {
            return present(column, result.getBytes(column));
        }

        /** Bytes that may be NULL. */
        public Optional<byte[]> optionalBytes(int column) throws SQLException {
            return Optional.ofNullable(result.getBytes(column));
        }

        /** A digest. */
        public Digest digest(int column) throws SQLException {
            return Digest.ofValue(bytes(column));
        }

        /** An instant. */
        public Instant instant(int column) throws SQLException {
            return Instant.ofEpochMilli(number(column));
        }

        /** An instant that may be NULL. */
        public Optional<Instant> optionalInstant(int column) throws SQLException {
            return isNull(column) ? Optional.empty() : Optional.of(instant(column));
        }

        /** A day that may be NULL. */
        public Optional<LocalDate> optionalDay(int column) throws SQLException {
            try {
                return optionalText(column).map(LocalDate::parse);
            } catch (DateTimeException e) {
                throw new StoreException(Reason.CORRUPT, "column " + column + " is no day", e);
            }
        }

        private static <T> T present(int column, @Nullable T value) {
            if (value == null) {
                throw new StoreException(Reason.CORRUPT, "column " + column + " is empty");
            }
            return value;
        }
    }
}

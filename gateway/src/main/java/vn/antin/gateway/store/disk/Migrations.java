package vn.antin.gateway.store.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vn.antin.crypto.bytes.Digest;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/**
 * Numbered steps that bring a database up to date, each in one transaction, each only once, with
 * its digest kept. A step that was ever released is never changed. Immutable.
 *
 * @param steps in order, from 1
 */
record Migrations(List<Step> steps) {
    private static final List<String> SHIPPED =
            List.of(
                    "V001__first.sql",
                    "V002__signed_peer_cards.sql",
                    "V003__register_rows_are_final.sql",
                    "V004__exercise_peers.sql",
                    "V005__ceremonies.sql",
                    "V006__endpoint_orders.sql",
                    "V007__kem_keys.sql",
                    "V008__agency_seals.sql");

    /**
     * One step.
     *
     * @param version its number
     * @param name its file name
     * @param script SQL
     */
    record Step(int version, String name, String script) {
        /** SHA-256 of the script. */
        Digest digest() {
            return Digest.of(script.getBytes(StandardCharsets.UTF_8));
        }
    }

    Migrations {
        steps = List.copyOf(steps);
    }

    /** The steps that come with the program. */
    static Migrations shipped() {
        List<Step> steps = new ArrayList<>();
        for (String name : SHIPPED) {
            steps.add(new Step(steps.size() + 1, name, resource(name)));
        }
        return new Migrations(steps);
    }

    private static String resource(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + name)) {
            if (in == null) {
                throw new AssertionError("the program lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Applies what the database lacks.
     *
     * @throws StoreException SCHEMA when a newer program made it or a step was changed
     */
    void apply(Connection connection, Instant now) throws SQLException {
        Sql.script(
                connection,
                """
                CREATE TABLE IF NOT EXISTS schema_migration (
                    version INTEGER PRIMARY KEY,
                    name TEXT NOT NULL,
                    sha256 TEXT NOT NULL,
                    applied_at INTEGER NOT NULL
                ) STRICT
                """);
        int done = check(connection);
        for (Step step : steps.subList(done, steps.size())) {
            apply(connection, step, now);
        }
    }

    private int check(Connection connection) throws SQLException {
        int done = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT version, name, sha256 FROM schema_migration"
                                        + " ORDER BY version")) {
            while (rows.next()) {
                String name = rows.getString(2);
                if (done >= steps.size()) {
                    throw new StoreException(
                            Reason.SCHEMA,
                            "the database was made by a newer program: it has step " + name);
                }
                Step step = steps.get(done);
                if (rows.getInt(1) != step.version()
                        || !step.digest().hex().equals(rows.getString(3))) {
                    throw new StoreException(
                            Reason.SCHEMA, "the database has another step " + name);
                }
                done++;
            }
        }
        return done;
    }

    private static void apply(Connection connection, Step step, Instant now) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Sql.script(connection, step.script());
            try (PreparedStatement insert =
                    connection.prepareStatement(
                            "INSERT INTO schema_migration VALUES (?, ?, ?, ?)")) {
                insert.setInt(1, step.version());
                insert.setString(2, step.name());
                insert.setString(3, step.digest().hex());
                insert.setLong(4, now.toEpochMilli());
                int unused = insert.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}

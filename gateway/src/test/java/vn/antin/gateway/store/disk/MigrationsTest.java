package vn.antin.gateway.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/** A database is brought up to date step by step, each step once. */
class MigrationsTest {
    private static final Migrations.Step FIRST =
            new Migrations.Step(1, "V001__a.sql", "CREATE TABLE a (x INTEGER);");
    private static final Migrations.Step SECOND =
            new Migrations.Step(
                    2, "V002__b.sql", "CREATE TABLE b (x INTEGER); INSERT INTO a VALUES (7);");

    @TempDir Path folder;

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("m.sqlite"));
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.getLong(1);
        }
    }

    @Test
    void the_shipped_steps_make_an_empty_file_usable_and_opening_again_changes_nothing()
            throws SQLException {
        for (int round = 0; round < 3; round++) {
            try (Database database = Database.open(folder, InstantSource.system())) {
                assertThat(
                                database.<Long>read(
                                        sql -> sql.number("SELECT count(*) FROM schema_migration")))
                        .isEqualTo(Migrations.shipped().steps().size());
                assertThat(database.<Long>read(sql -> sql.number("PRAGMA foreign_keys")))
                        .isEqualTo(1);
                assertThat(database.<Long>read(sql -> sql.number("PRAGMA synchronous")))
                        .isEqualTo(2);
                assertThat(
                                database.<String>read(sql ->
                                        sql.one("PRAGMA journal_mode", row -> row.text(1))
                                                .orElseThrow()))
                        .isEqualTo("wal");
            }
        }
    }

    @Test
    void only_missing_steps_are_applied() throws SQLException {
        try (Connection connection = connect()) {
            new Migrations(List.of(FIRST)).apply(connection, Instant.EPOCH);
            new Migrations(List.of(FIRST, SECOND)).apply(connection, Instant.EPOCH);
            new Migrations(List.of(FIRST, SECOND)).apply(connection, Instant.EPOCH);
            assertThat(number(connection, "SELECT count(*) FROM a")).isEqualTo(1);
        }
    }

    @Test
    void a_changed_step_is_refused() throws SQLException {
        try (Connection connection = connect()) {
            new Migrations(List.of(FIRST)).apply(connection, Instant.EPOCH);
            Migrations.Step changed =
                    new Migrations.Step(1, FIRST.name(), FIRST.script() + " -- changed");
            refusedWithSchema(new Migrations(List.of(changed)), connection);
        }
    }

    @Test
    void a_database_of_a_newer_program_is_refused() throws SQLException {
        try (Connection connection = connect()) {
            new Migrations(List.of(FIRST, SECOND)).apply(connection, Instant.EPOCH);
            refusedWithSchema(new Migrations(List.of(FIRST)), connection);
        }
    }

    private static void refusedWithSchema(Migrations migrations, Connection connection) {
        assertThatThrownBy(() -> migrations.apply(connection, Instant.EPOCH))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA));
    }

    @Test
    void a_step_that_fails_leaves_nothing() throws SQLException {
        Migrations.Step broken =
                new Migrations.Step(
                        2,
                        "V002__b.sql",
                        "CREATE TABLE b (x INTEGER); INSERT INTO nowhere VALUES (1);");
        try (Connection connection = connect()) {
            assertThatThrownBy(() ->
                            new Migrations(List.of(FIRST, broken)).apply(connection, Instant.EPOCH))
                    .isInstanceOf(SQLException.class);
            new Migrations(List.of(FIRST, SECOND)).apply(connection, Instant.EPOCH);
            assertThat(number(connection, "SELECT count(*) FROM b")).isZero();
        }
    }

    @Test
    void a_file_that_is_no_database_is_named_as_damaged() throws Exception {
        Files.write(folder.resolve(Database.FILE_NAME), new byte[8192]);
        Files.writeString(folder.resolve(Database.FILE_NAME), "not a database ".repeat(1000));
        assertThatThrownBy(() -> Database.open(folder, InstantSource.system()))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT));
    }
}

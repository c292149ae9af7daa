package vn.antin.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.disk.Database;

/** Whatever is changed behind the program's back is found and named. */
class FsckTest {
    @TempDir static Path filled;
    @TempDir Path folder;

    @BeforeAll
    static void fill() throws Exception {
        try (TestGateway gateway = TestGateway.open(filled)) {
            for (int n = 1; n <= 140; n++) {
                TestGateway.Submission submission = TestGateway.submission(n);
                gateway.upload(submission);
                var unused = gateway.store.commit(tx -> gateway.accept(tx, submission));
            }
            gateway.submit(TestGateway.submission(1, TestGateway.FAR_RECIPIENT)).get();
            assertThat(gateway.check()).isEmpty();
        }
    }

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(filled)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = folder.resolve(filled.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private List<Kind> afterSql(String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            List<String> triggers = new java.util.ArrayList<>();
            try (var rows =
                    statement.executeQuery(
                            "SELECT name FROM sqlite_schema WHERE type = 'trigger'")) {
                while (rows.next()) {
                    triggers.add(rows.getString(1));
                }
            }
            for (String trigger : triggers) {
                int unused = statement.executeUpdate("DROP TRIGGER " + trigger);
            }
            for (String change : statements) {
                assertThat(statement.executeUpdate(change)).as(change).isPositive();
            }
        }
        return kinds();
    }

    private List<Kind> kinds() {
        try (TestGateway gateway = TestGateway.open(folder)) {
            return gateway.check().stream()
                    .map(Finding::kind)
                    .filter(kind -> kind != Kind.SCHEMA) // the triggers that were dropped before
                    .distinct()
                    .toList();
        }
    }

    @Test
    void a_changed_log_entry() throws SQLException {
        assertThat(afterSql("UPDATE log_entry SET entry = randomblob(33)" + " WHERE idx = 17"))
                .contains(Kind.LOG_ROOT, Kind.EVIDENCE_LOG);
    }

    @Test
    void a_missing_log_entry() throws SQLException {
        assertThat(afterSql("DELETE FROM log_entry WHERE idx = 40")).contains(Kind.LOG_ROOT);
    }

    @Test
    void a_log_that_was_cut_at_the_end() throws SQLException {
        assertThat(
                        afterSql(
                                "DELETE FROM evidence WHERE log_index = 280",
                                "DELETE FROM log_entry WHERE idx = 280"))
                .contains(Kind.LOG_ROOT);
    }

    @Test
    void a_changed_inner_hash() throws SQLException {
        assertThat(afterSql("UPDATE log_node SET hash = randomblob(32)"))
                .containsExactly(Kind.LOG_NODE);
    }

    @Test
    void a_changed_checkpoint() throws SQLException {
        assertThat(
                        afterSql(
                                "UPDATE checkpoint SET note = CAST(replace(CAST(note AS TEXT),"
                                        + " 'H26', 'H27') AS BLOB)"
                                        + " WHERE size = (SELECT max(size) FROM checkpoint)"))
                .containsExactly(Kind.CHECKPOINT_SIGNATURE);
    }

    @Test
    void changed_evidence() throws SQLException {
        assertThat(
                        afterSql(
                                "UPDATE evidence SET bytes = CAST(replace(CAST(bytes AS TEXT),"
                                        + " 'ttb', 'ttc') AS BLOB) WHERE log_index = 5"))
                .contains(Kind.EVIDENCE_LOG);
    }

    @Test
    void evidence_that_was_taken_away() throws SQLException {
        assertThat(afterSql("DELETE FROM evidence WHERE log_index = 5"))
                .contains(Kind.EVIDENCE_LOG, Kind.STATE);
    }

    @Test
    void a_state_that_was_set_by_hand() throws SQLException {
        assertThat(afterSql("UPDATE delivery SET state = 'HANDED_OVER' WHERE position = 3"))
                .containsExactly(Kind.STATE);
    }

    @Test
    void a_register_row_that_was_taken_away() throws SQLException {
        assertThat(
                        afterSql(
                                "DELETE FROM register_line WHERE serial = 9",
                                "DELETE FROM register_row WHERE serial = 9"))
                .containsExactly(Kind.REGISTER);
    }

    @Test
    void an_event_that_was_taken_away() throws SQLException {
        assertThat(afterSql("DELETE FROM event WHERE sequence = 4")).containsExactly(Kind.EVENT);
    }

    @Test
    void a_changed_outer_signature() throws SQLException {
        assertThat(afterSql("UPDATE outer_signature SET bytes = x'00' WHERE consignment = 2"))
                .containsExactly(Kind.OUTER_SIGNATURE);
    }

    @Test
    void a_missing_or_changed_blob() throws Exception {
        String hex = TestGateway.submission(1).note().envelope().sha256().hex();
        Path blob = folder.resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex);
        byte[] bytes = Files.readAllBytes(blob);
        bytes[0] ^= 1;
        Files.write(blob, bytes);
        assertThat(kinds()).containsExactly(Kind.BLOB);
        Files.delete(blob);
        assertThat(kinds()).containsExactly(Kind.BLOB);
    }

    @Test
    void the_program_itself_cannot_undo_what_is_written() throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            for (String change :
                    List.of(
                            "DELETE FROM evidence",
                            "UPDATE evidence SET salt = x'00'",
                            "DELETE FROM log_entry",
                            "UPDATE log_entry SET entry = x'00'",
                            "DELETE FROM checkpoint",
                            "UPDATE checkpoint SET note = x'00'",
                            "DELETE FROM register_row",
                            "UPDATE register_row SET serial = 99",
                            "UPDATE register_row SET level = 'TOI_MAT'",
                            "UPDATE register_row SET entered_on = '2020-01-01'",
                            "UPDATE register_line SET recipient = 'H26.01/x'",
                            "UPDATE register_counter SET last = 0")) {
                org.assertj.core.api.Assertions.assertThatThrownBy(
                                () -> statement.executeUpdate(change))
                        .as(change)
                        .isInstanceOf(SQLException.class);
            }
        }
    }
}

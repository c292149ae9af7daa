package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.antin.crypto.ceremony.Papertrail;
import vn.antin.crypto.evidence.Evidence;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.seal.Sealed;
import vn.antin.gateway.store.Fsck;
import vn.antin.gateway.store.Fsck.Finding;
import vn.antin.gateway.store.Fsck.Finding.Kind;
import vn.antin.gateway.store.SqliteStore;
import vn.antin.gateway.store.disk.Database;
import vn.antin.gateway.store.disk.DiskBlobStore;
import vn.antin.gateway.store.disk.DurableStep;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.World;
import vn.antin.policies.clearance.Role;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.wire.Mailbox;
import vn.antin.sdk.wire.Suspension;

/** What a gateway recorded of real documents is compared with what was signed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FsckWalkTest {
    @TempDir static Path folder;
    private World world;
    private int copies;

    @BeforeAll
    void walk() throws Exception {
        world = new World(folder.resolve("world"));
        Person sender = world.one().enrol("nva", "Nguyễn Văn A", Level.TOI_MAT);
        Person away = world.one().enrol("vang", "Người vắng", Level.MAT);
        Person back = world.one().enrol("ve", "Người về", Level.MAT);
        Person gone = world.one().enrol("cu", "Người cũ", Level.MAT);
        Person recipient = world.two().enrol("ttb", "Trần Thị B", Level.TOI_MAT);
        world.acquaint();
        Person clerk = world.one().enrol("vt", "Văn Thư", Level.MAT, Set.of(Role.REGISTRY_CLERK));
        byte[] seal = Seals.seal(clerk, "17/BC-SNV", Seals.bare(world, sender, recipient));
        assertThat(seal).isNotEmpty();
        Sealed signed = world.seal(sender, Level.MAT, "một", recipient);
        world.send(sender, signed);
        await(sender, signed, Mailbox.DeliveryState.DELIVERED);
        world.signFor(recipient, signed);
        await(sender, signed, Mailbox.DeliveryState.HANDED_OVER);
        try (GatewayClient custodian = world.one().custodian().client()) {
            custodian.suspend(gone.endpoint(), new Suspension("nghỉ hưu", true));
            custodian.suspend(away.endpoint(), new Suspension("nghỉ phép", false));
            custodian.resume(back.endpoint(), suspended(custodian, back));
        }
        world.two().stop();
        world.send(sender, world.seal(sender, Level.MAT, "hai", recipient));
        world.one().stop();
        try (SqliteStore store = open(world.one(), world.one().config().data())) {
            Papertrail trail = new Papertrail(world.one().vault(), true);
            var made = store.enterCeremony(trail.signed(), new byte[32]).join().signed();
            var backup = store.enterCeremony(trail.signedBackUp(made), new byte[32]).join();
            assertThat(backup).isNotNull();
        }
    }

    private static Suspension.Resumption suspended(GatewayClient custodian, Person person) {
        custodian.suspend(person.endpoint(), new Suspension("đi công tác", false));
        return new Suspension.Resumption("đã về");
    }

    private SqliteStore open(Office office, Path data) {
        return SqliteStore.open(
                data,
                Evidence.logOf(office.config().organization()),
                office.vault().signer(KeyLabel.LOG),
                world.clock());
    }

    private static void await(Person sender, Sealed sealed, Mailbox.DeliveryState state)
            throws InterruptedException {
        World.await(
                state.name(),
                () -> {
                    try (GatewayClient client = sender.client()) {
                        return client.consignment(sealed.note().id()).recipients().stream()
                                .allMatch(r -> r.state() == state);
                    }
                });
    }

    /** Changes a copy of the data as somebody would who can write the file, and checks it. */
    private List<Finding> after(Office office, String... changes) throws IOException, SQLException {
        Path copy = copy(office);
        change(copy, changes);
        return check(office, copy);
    }

    private Path copy(Office office) throws IOException {
        Path copy = folder.resolve("copy" + copies++);
        try (Stream<Path> files = Files.walk(office.config().data())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = copy.resolve(office.config().data().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        return copy;
    }

    private static void change(Path copy, String... changes) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + copy.resolve(Database.FILE_NAME));
                Statement statement = connection.createStatement()) {
            Map<String, String> triggers = new LinkedHashMap<>();
            try (var rows =
                    statement.executeQuery(
                            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")) {
                while (rows.next()) {
                    triggers.put(rows.getString(1), rows.getString(2));
                }
            }
            for (String name : triggers.keySet()) {
                int unused = statement.executeUpdate("DROP TRIGGER " + name);
            }
            for (String change : changes) {
                int changed = statement.executeUpdate(change);
                assertThat(changed).as(change).isGreaterThanOrEqualTo(0);
            }
            for (String sql : triggers.values()) {
                int unused = statement.executeUpdate(sql);
            }
        }
    }

    private List<Finding> check(Office office, Path data) {
        try (SqliteStore store = open(office, data)) {
            return new Fsck(store, new DiskBlobStore(data, 0, DurableStep.Listener.NONE))
                    .run(office.ca(), office.config().exercise());
        }
    }

    @Test
    void a_logged_backup_that_the_makers_did_not_approve_and_a_second_making_are_found()
            throws Exception {
        Path copy = copy(world.one());
        try (SqliteStore store = open(world.one(), copy)) {
            Papertrail strangers = new Papertrail(world.one().vault(), true);
            var again = store.enterCeremony(strangers.signed(), new byte[32]).join().signed();
            var unused = store.enterCeremony(strangers.signedBackUp(again), new byte[32]).join();
        }
        assertThat(check(world.one(), copy))
                .extracting(Finding::kind)
                .containsExactly(Kind.CEREMONY, Kind.CEREMONY);
        assertThat(check(world.one(), copy).getFirst().what()).contains("a second making");
        assertThat(check(world.one(), copy).getLast().what())
                .contains("no custodian of the making");
    }

    @Test
    void two_logged_records_of_one_plan_are_found() throws Exception {
        Path copy = copy(world.one());
        try (SqliteStore store = open(world.one(), copy)) {
            Papertrail trail = new Papertrail(world.one().vault(), true);
            var made = store.ceremonies().getFirst().signed();
            for (int backup = 0; backup < 2; backup++) {
                var unused = store.enterCeremony(trail.signedBackUp(made), new byte[32]).join();
            }
        }
        assertThat(check(world.one(), copy))
                .extracting(Finding::what)
                .filteredOn(what -> what.contains("is of the same plan as the ceremony at entry"))
                .hasSize(1);
    }

    @Test
    void nothing_is_found_in_what_nobody_touched() throws Exception {
        assertThat(after(world.one())).isEmpty();
        assertThat(after(world.two())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    REGISTER      | UPDATE register_row SET level = 'TOI_MAT'
                    REGISTER      | UPDATE register_row SET level = 'toi_mat'
                    REGISTER      | UPDATE register_row SET sender = 'H26.01/cu'
                    REGISTER      | UPDATE register_row SET entered_on = '2020-01-01'
                    REGISTER      | UPDATE register_row SET entered_at = entered_at + 1
                    REGISTER      | UPDATE register_row SET note = 'thêm sau'
                    REGISTER      | UPDATE register_row SET consignment = 'khác'
                    REGISTER      | UPDATE register_line SET signed_at = signed_at + 1 WHERE signed_at > 0
                    REGISTER      | UPDATE register_line SET signed_by = 'Ai đó' WHERE signed_at > 0
                    REGISTER      | UPDATE register_line SET recipient = 'H27.02/khac'
                    REGISTER      | UPDATE register_line SET signed_by = NULL, signed_at = NULL, receipt = NULL
                    CONSIGNMENT   | UPDATE consignment SET sender = 'H26.01/cu'
                    CONSIGNMENT   | UPDATE consignment SET accepted_at = accepted_at + 1
                    CONSIGNMENT   | UPDATE consignment SET policy = 'vn-2018@1'
                    CONSIGNMENT   | UPDATE consignment SET note = zeroblob(4)
                    CONSIGNMENT   | UPDATE consignment SET note = (SELECT note FROM consignment WHERE position = 2)
                    CONSIGNMENT   | UPDATE consignment SET direction = 'LOCAL'
                    CONSIGNMENT   | UPDATE delivery SET sequence = sequence + 7
                    CONSIGNMENT   | DELETE FROM consignment_blob WHERE consignment = 1
                    STATE         | UPDATE delivery SET changed_at = 1
                    RECEIPT       | DELETE FROM signed_receipt
                    RECEIPT       | UPDATE signed_receipt SET receipt = zeroblob(10)
                    RECEIPT       | UPDATE signed_receipt SET digest = zeroblob(32)
                    OUTBOX        | DELETE FROM outbox
                    EVENT         | DELETE FROM event
                    PEER_EVIDENCE | UPDATE evidence SET bytes = zeroblob(5) WHERE receipt IS NOT NULL
                    PEER_EVIDENCE | UPDATE evidence SET receipt = zeroblob(5) WHERE receipt IS NOT NULL
                    PEER_EVIDENCE | UPDATE evidence SET salt = zeroblob(32) WHERE receipt IS NOT NULL
                    EVIDENCE_LOG  | UPDATE evidence SET consignment = 'khác'
                    PEER          | UPDATE peer SET log_key = replace(log_key, 'H27.02', 'H27.03')
                    PEER          | UPDATE peer SET url = 'https://gw.example'
                    PEER          | UPDATE peer SET card_signature = x''
                    PEER          | UPDATE peer SET ca = (SELECT der FROM certificate WHERE profile = 'SIGNATURE')
                    CERTIFICATE   | UPDATE certificate SET revoked_at = NULL, revoked_reason = NULL
                    CERTIFICATE   | UPDATE certificate SET endpoint = 'H26.01/nva' WHERE endpoint = 'H26.01/cu'
                    CEREMONY      | UPDATE ceremony SET record = zeroblob(400)
                    CEREMONY      | UPDATE ceremony SET signature = zeroblob(70)
                    CEREMONY      | UPDATE ceremony SET salt = randomblob(32)
                    EVIDENCE_LOG  | DELETE FROM ceremony
                    ORDER         | UPDATE endpoint_order SET bytes = zeroblob(9)
                    ORDER         | UPDATE endpoint_order SET salt = randomblob(32)
                    ORDER         | UPDATE endpoint_order SET endpoint = 'H26.01/cu'
                    EVIDENCE_LOG  | DELETE FROM endpoint_order
                    SEAL          | UPDATE agency_seal SET bytes = zeroblob(9)
                    SEAL          | UPDATE agency_seal SET bytes = CAST(replace(CAST(bytes AS TEXT), '17/BC', '18/BC') AS BLOB)
                    SEAL          | UPDATE agency_seal SET salt = randomblob(32)
                    SEAL          | UPDATE certificate SET profile = 'TLS' WHERE profile = 'SEAL'
                    EVIDENCE_LOG  | DELETE FROM agency_seal
                    ENDPOINT      | UPDATE endpoint SET roles = 'officer key-custodian' WHERE id = 'H26.01/nva'
                    ENDPOINT      | UPDATE endpoint SET clearance_level = 'TUYET_MAT' WHERE id = 'H26.01/nva'
                    ENDPOINT      | UPDATE endpoint SET clearance_until = '2099-01-01' WHERE id = 'H26.01/nva'
                    ENDPOINT      | UPDATE endpoint SET status = 'ACTIVE' WHERE id = 'H26.01/vang'
                    ENDPOINT      | UPDATE endpoint SET status = 'SUSPENDED' WHERE id = 'H26.01/ve'
                    ENDPOINT      | UPDATE endpoint SET status = 'ACTIVE' WHERE id = 'H26.01/cu'
                    ENDPOINT      | UPDATE endpoint SET workstation = 'khác' WHERE id = 'H26.01/nva'
                    ENDPOINT      | UPDATE endpoint SET search = '' WHERE id = 'H26.01/nva'
                    ENDPOINT      | UPDATE endpoint SET organization = 'H27.02' WHERE id = 'H26.01/nva'
                    ENDPOINT      | UPDATE endpoint SET status = 'LẠ' WHERE organization = 'H27.02'
                    ENDPOINT      | INSERT INTO endpoint_kem_key VALUES ('H26.01/nva', x'7b7d')
                    ENDPOINT      | UPDATE endpoint SET roles = 'vua' WHERE organization = 'H27.02'
                    ENDPOINT      | UPDATE endpoint SET clearance_level = 'MAT', clearance_until = 'mai', clearance_basis = 'x'
                    PEER          | UPDATE peer SET channel_profile = 'internet'
                    PEER          | UPDATE peer SET active = 0
                    CERTIFICATE   | UPDATE crl SET der = (SELECT crl FROM peer)
                    CERTIFICATE   | UPDATE crl SET number = number + 1000
                    CERTIFICATE   | UPDATE crl SET this_update = this_update + 1
                    CERTIFICATE   | UPDATE crl SET next_update = next_update + 86400000
                    CERTIFICATE   | INSERT INTO crl SELECT 1000, der, this_update, next_update FROM crl LIMIT 1
                    CERTIFICATE   | INSERT INTO crl SELECT 1000, crl, 0, 0 FROM peer
                    CERTIFICATE   | UPDATE certificate SET profile = 'SIGNATURE' WHERE endpoint = 'H26.01/nva'
                    CERTIFICATE   | UPDATE certificate SET profile = 'LẠ' WHERE endpoint = 'H26.01/nva'
                    CERTIFICATE   | UPDATE certificate SET profile = 'TLS' WHERE endpoint = 'H27.02/ttb' AND profile = 'SIGNATURE'
                    """)
    void a_change_behind_the_programs_back_is_named(Kind kind, String change) throws Exception {
        assertThat(after(world.one(), change)).extracting(Finding::kind).contains(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    UPDATE peer SET url = 'https://gw.example'
                    UPDATE peer SET log_key = replace(log_key, 'H27.02', 'H27.03')
                    UPDATE peer SET card_signature = x''
                    """)
    void a_changed_peer_is_one_finding_that_names_what_it_kept_from_being_checked(String change)
            throws Exception {
        assertThat(after(world.one(), change))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.PEER);
                    assertThat(finding.what()).contains("evidence could not be checked");
                });
    }

    @Test
    void the_recipients_gateway_is_checked_in_the_same_way() throws Exception {
        assertThat(after(world.two(), "UPDATE register_row SET level = 'TUYET_MAT'"))
                .extracting(Finding::kind)
                .containsOnly(Kind.REGISTER);
        assertThat(after(world.two(), "UPDATE signed_receipt SET received_at = 1"))
                .extracting(Finding::kind)
                .contains(Kind.RECEIPT);
    }

    @Test
    void triggers_tables_and_indexes_are_as_the_migrations_make_them() throws Exception {
        for (String change :
                List.of(
                        "DROP INDEX delivery_inbox",
                        "CREATE TABLE them (x)",
                        "CREATE TRIGGER them AFTER INSERT ON event BEGIN DELETE FROM outbox; END")) {
            assertThat(after(world.one(), change))
                    .as(change)
                    .extracting(Finding::kind)
                    .containsOnly(Kind.SCHEMA);
        }
    }
}

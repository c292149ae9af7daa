package vn.antin.gateway.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyReceipt;
import vn.antin.crypto.ceremony.Papertrail;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.gateway.store.SqliteStore;

/** Records of ceremonies that were held while the gateway was stopped. */
class CeremonyInboxTest {
    @TempDir private Path home = Path.of("");

    private final SoftwareVault keys = vault();
    private SqliteStore store = none();

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // set before each test
    private static <T> T none() {
        return null;
    }

    private static SoftwareVault vault() {
        return new SoftwareVault()
                .ecP384(KeyLabel.CA)
                .ecP256(KeyLabel.SEAL)
                .ecP256(KeyLabel.TLS)
                .ecP256(KeyLabel.TIMESTAMP)
                .ed25519(KeyLabel.LOG);
    }

    @BeforeEach
    void open() {
        store =
                SqliteStore.open(
                        home.resolve("data"),
                        "log.antin/H26.01",
                        keys.signer(KeyLabel.LOG),
                        InstantSource.system());
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A backup by the custodians whose making stands in the log. */
    private SignedRecord backUp() throws Exception {
        Papertrail trail = new Papertrail(keys, true);
        CeremonyReceipt made = new StoreLog().enter(trail.signed(), new byte[32]);
        return trail.signedBackUp(made.signed());
    }

    private CeremonyInbox inbox() {
        return new CeremonyInbox(home, keys.signer(KeyLabel.SEAL).publicKey(), new SecureRandom());
    }

    private class StoreLog implements CeremonyInbox.Log {
        @Override
        public List<CeremonyReceipt> ceremonies() {
            return store.ceremonies();
        }

        @Override
        public CeremonyReceipt enter(SignedRecord signed, byte[] salt) {
            return store.enterCeremony(signed, salt).join();
        }
    }

    private Path put(String name, byte[] content) throws IOException {
        Path folder = Files.createDirectories(home.resolve(CeremonyInbox.FOLDER));
        return Files.write(folder.resolve(name), content);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve(CeremonyInbox.FOLDER))) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_record_comes_into_the_log_once_and_is_left_as_receipt_and_paper() throws Exception {
        assertThat(inbox().enterInto(new StoreLog())).isZero();
        SignedRecord signed = backUp();
        Path unused = put("x.json", signed.toBytes());
        assertThat(inbox().enterInto(new StoreLog())).isEqualTo(1);
        assertThat(inbox().enterInto(new StoreLog())).isZero();
        assertThat(files()).containsExactly("x.receipt.json", "x.txt");
        Path folder = home.resolve(CeremonyInbox.FOLDER);
        CeremonyReceipt receipt =
                CeremonyReceipt.parse(Files.readAllBytes(folder.resolve("x.receipt.json")));
        receipt.verify(store.logKey());
        assertThat(receipt.signed().record().digest()).isEqualTo(signed.record().digest());
        assertThat(Files.readString(folder.resolve("x.txt")))
                .startsWith("BẢN DÙNG THỬ")
                .contains("\nTRIAL BUILD")
                .contains(signed.record().digest().hex());
    }

    @Test
    void one_that_was_entered_before_the_program_ended_is_not_entered_again() throws Exception {
        Path unused = put("x.json", backUp().toBytes());
        assertThatThrownBy(() ->
                        inbox().enterInto(
                                        new StoreLog() {
                                            @Override
                                            public CeremonyReceipt enter(
                                                    SignedRecord signed, byte[] salt) {
                                                CeremonyReceipt entered = super.enter(signed, salt);
                                                throw new IllegalStateException(
                                                        "killed after "
                                                                + entered.signed()
                                                                        .record()
                                                                        .digest());
                                            }
                                        }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(files()).containsExactly("x.json");
        assertThat(inbox().enterInto(new StoreLog())).isZero();
        assertThat(files()).containsExactly("x.receipt.json", "x.txt");
        assertThat(store.ceremonies()).hasSize(2);
    }

    @Test
    void what_is_no_record_under_the_seal_is_left_and_the_others_are_entered() throws Exception {
        Path garbage = put("a.json", new byte[] {1, 2, 3});
        Path stranger = put("b.json", new Papertrail(vault()).signed().toBytes());
        Path good = put("c.json", backUp().toBytes());
        assertThat(inbox().enterInto(new StoreLog())).isEqualTo(1);
        assertThat(garbage).exists();
        assertThat(stranger).exists();
        assertThat(good).doesNotExist();
        assertThat(store.ceremonies()).hasSize(2);
        assertThatThrownBy(() -> SignedRecord.parse(Files.readAllBytes(garbage)))
                .isInstanceOfSatisfying(
                        CeremonyProblem.class,
                        e -> assertThat(e.reason()).isEqualTo(CeremonyProblem.Reason.MALFORMED));
    }

    @Test
    void a_backup_by_other_custodians_and_a_second_making_are_not_entered() throws Exception {
        CeremonyReceipt made = new StoreLog().enter(new Papertrail(keys).signed(), new byte[32]);
        Papertrail strangers = new Papertrail(keys);
        Path own = put("a.json", strangers.signedBackUp(strangers.signed()).toBytes());
        Path borrowed = put("b.json", strangers.signedBackUp(made.signed()).toBytes());
        Path again = put("c.json", strangers.signed().toBytes());
        assertThat(inbox().enterInto(new StoreLog())).isZero();
        assertThat(List.of(own, borrowed, again)).allMatch(Files::exists);
        assertThat(store.ceremonies()).hasSize(1);
    }

    @Test
    void a_second_record_of_one_plan_is_not_entered_and_stays() throws Exception {
        Papertrail trail = new Papertrail(keys);
        CeremonyReceipt made = new StoreLog().enter(trail.signed(), new byte[32]);
        Path unused = put("a.json", trail.signedBackUp(made.signed()).toBytes());
        Path second = put("b.json", trail.signedBackUp(made.signed()).toBytes());
        assertThat(inbox().enterInto(new StoreLog())).isEqualTo(1);
        assertThat(inbox().enterInto(new StoreLog())).isZero();
        assertThat(CeremonyInbox.waiting(home)).containsExactly(second);
        assertThat(store.ceremonies()).hasSize(2);
    }

    @Test
    void a_backup_is_not_entered_while_the_log_does_not_say_who_made_the_keys() throws Exception {
        Papertrail trail = new Papertrail(keys);
        Path file = put("a.json", trail.signedBackUp(trail.signed()).toBytes());
        assertThat(inbox().enterInto(new StoreLog())).isZero();
        assertThat(file).exists();
    }

    @Test
    void a_backup_in_the_log_whose_file_is_gone_is_told() throws Exception {
        Path waiting = put("x.json", backUp().toBytes());
        assertThat(CeremonyFiles.differences(home, store.ceremonies(), store.logKey())).isEmpty();
        assertThat(inbox().enterInto(new StoreLog())).isEqualTo(1);
        assertThat(waiting).doesNotExist();
        assertThat(CeremonyFiles.differences(home, store.ceremonies(), store.logKey())).isEmpty();
        String record = store.ceremonies().get(1).signed().record().digest().hex();
        Files.delete(waiting.resolveSibling("x.receipt.json"));
        assertThat(CeremonyFiles.differences(home, store.ceremonies(), store.logKey()))
                .singleElement()
                .asString()
                .contains(record);
    }

    @Test
    void a_sheet_that_does_not_say_what_the_record_says_is_told() throws Exception {
        Path unused = put("x.json", backUp().toBytes());
        assertThat(inbox().enterInto(new StoreLog())).isEqualTo(1);
        assertThat(CeremonyFiles.changedPapers(home)).isEmpty();
        Path paper = home.resolve(CeremonyInbox.FOLDER).resolve("x.txt");
        Files.writeString(paper, Files.readString(paper).replace("TRIAL", "REAL"));
        assertThat(CeremonyFiles.changedPapers(home)).containsExactly(paper);
        Files.delete(paper);
        assertThat(CeremonyFiles.changedPapers(home)).isEmpty();
    }
}

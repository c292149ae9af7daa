package vn.antin.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.cms.CmsEnvelope;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.ceremony.Approval;
import vn.antin.crypto.ceremony.ApprovedPlan;
import vn.antin.crypto.ceremony.BackupKey;
import vn.antin.crypto.ceremony.CeremonyPlan;
import vn.antin.crypto.ceremony.CeremonyPlan.Act;
import vn.antin.crypto.ceremony.CeremonyProblem;
import vn.antin.crypto.ceremony.CeremonyProblem.Reason;
import vn.antin.crypto.ceremony.CeremonyRecord;
import vn.antin.crypto.ceremony.Custodian;
import vn.antin.crypto.ceremony.KeyBackup;
import vn.antin.crypto.ceremony.RecordedKey;
import vn.antin.crypto.ceremony.SignedRecord;
import vn.antin.crypto.ceremony.WrappedKey;
import vn.antin.crypto.cert.CertificateProfile;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.testkit.TestAgency;
import vn.antin.hsm.KeyInfo;
import vn.antin.hsm.KeyTemplates;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.key.Extraction;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.ObjectName;

/**
 * Three custodians, two of whom suffice: a gateway's keys go into a second token by the token's own
 * key wrap, and what was closed for the first opens in the second.
 */
class BackupCeremonyTest {
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> ALL = CeremonyPlan.RECOVERABLE;

    private final SoftHsm first = SoftHsm.create();
    private final SoftHsm second = SoftHsm.create();
    private final List<TokenVault> cards = new ArrayList<>();
    private final List<Custodian> persons = new ArrayList<>();
    private Optional<CeremonyRecord> making = Optional.empty();

    @BeforeEach
    void introduce() {
        for (String name : List.of("Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường")) {
            TokenVault card = SoftHsm.create().open();
            cards.add(card);
            persons.add(new CustodianCard(card).introduce(name));
        }
    }

    @AfterEach
    void close() {
        cards.forEach(TokenVault::close);
    }

    private ApprovedPlan approved(Act act, List<String> keys, List<String> recoverable)
            throws CeremonyProblem {
        CeremonyPlan plan =
                new CeremonyPlan(
                        act,
                        OrganizationId.parse("H26.01"),
                        first.config().tokenLabel(),
                        first.config().serial().orElseThrow(),
                        keys,
                        recoverable,
                        persons,
                        2,
                        Digest.of(new byte[] {1}),
                        NOON,
                        NOON.plusSeconds(3600),
                        false);
        List<Approval> approvals = new ArrayList<>();
        for (TokenVault card : cards.subList(1, 3)) {
            approvals.add(new CustodianCard(card).approve(plan, NOON));
        }
        return ApprovedPlan.of(plan, approvals, NOON);
    }

    private CeremonyRecord make(TokenVault vault) throws CeremonyProblem {
        CeremonyRecord made =
                new GatewayCeremony(vault.admin(), InstantSource.fixed(NOON))
                        .hold(approved(Act.MAKE_KEYS, CeremonyPlan.keysOf(Act.MAKE_KEYS), ALL));
        making = Optional.of(made);
        return made;
    }

    private KeyBackup backUp(List<String> keys) throws CeremonyProblem {
        try (Pin pin = first.pin();
                Pin officer = first.securityOfficerPin()) {
            BackupCeremony.Held held =
                    new BackupCeremony(first.config(), pin, officer, RANDOM)
                            .hold(approved(Act.BACK_UP, keys, keys), making.orElseThrow(), NOON);
            assertRecorded(held, keys);
            return held.backup();
        }
    }

    /** Who, when, which token, which keys and which backup; and nothing of the backup's content. */
    private void assertRecorded(BackupCeremony.Held held, List<String> keys)
            throws CeremonyProblem {
        CeremonyRecord record = SignedRecord.parse(held.record().toBytes()).record();
        assertThat(record.backup()).contains(Digest.of(held.backup().toBytes()));
        assertThat(record.seal()).isEqualTo(held.backup().content().seal());
        assertThat(record.token().serial()).isEqualTo(first.config().serial().orElseThrow());
        assertThat(record.keys()).extracting(RecordedKey::label).containsExactlyElementsOf(keys);
        String text = new String(held.record().toBytes(), StandardCharsets.UTF_8);
        for (WrappedKey key : held.backup().content().keys()) {
            assertThat(text).doesNotContain(Base64.getEncoder().encodeToString(key.wrapped()));
        }
        for (Locale locale : List.of(Locale.of("vi"), Locale.ENGLISH)) {
            assertThat(record.text(locale))
                    .contains("Trần Thị Bình", record.backup().orElseThrow().hex())
                    .contains(record.digest().hex());
        }
    }

    private List<BackupKey.Opened> shares(KeyBackup backup, int... numbers) throws CeremonyProblem {
        List<BackupKey.Opened> opened = new ArrayList<>();
        for (int number : numbers) {
            opened.add(new CustodianCard(cards.get(number)).openShare(backup));
        }
        return opened;
    }

    private static void refused(Reason reason, Attempt attempt) {
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        CeremonyProblem.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private interface Attempt {
        void run() throws Exception;
    }

    @Test
    void an_old_document_and_an_old_stored_key_open_in_the_second_token() throws Exception {
        byte[] document = "Nội dung mật".getBytes(StandardCharsets.UTF_8);
        byte[] envelope;
        byte[] stored;
        KeyBackup backup;
        try (TokenVault vault = first.open()) {
            CeremonyRecord record = make(vault);
            assertThat(SignedRecord.sign(record, vault.signer(KeyLabel.SEAL)).record().keys())
                    .hasSize(7);
            X509Certificate certificate =
                    new TestAgency("H26.01", "Sở Nội vụ")
                            .issue(
                                    vault.admin().publicKey(KeyLabel.ENCRYPTION),
                                    "vt",
                                    CertificateProfile.ENCRYPTION);
            envelope = CmsEnvelope.seal(document, List.of(certificate), RANDOM);
            try (SecretBytes key =
                    SecretBytes.owning("0123456789abcdef".getBytes(StandardCharsets.US_ASCII))) {
                stored = vault.wrap(KeyLabel.STORAGE, key);
            }
        }
        backup = KeyBackup.parse(backUp(ALL).toBytes());
        try (TokenVault vault = second.open()) {
            List<BackupKey.Opened> two = shares(backup, 0, 2);
            assertThat(new RestoreCeremony(vault, RANDOM).hold(backup, two)).isEqualTo(ALL);
            assertThat(CmsEnvelope.open(envelope, vault::decryptionKey)).isEqualTo(document);
            try (SecretBytes key = vault.unwrap(KeyLabel.STORAGE, stored)) {
                assertThat(key.<String>use(bytes -> new String(bytes, StandardCharsets.US_ASCII)))
                        .isEqualTo("0123456789abcdef");
            }
            for (String label : ALL) {
                assertThat(vault.admin().checkAttributes(label, Extraction.RESTORED).problems())
                        .isEmpty();
                assertThat(vault.admin().checkAttributes(label).passed()).isFalse();
            }
            assertThat(new RestoreCeremony(vault, RANDOM).hold(backup, two)).isEmpty();
        }
    }

    @Test
    void a_restoration_is_recorded_under_the_signatures_of_those_who_opened_shares()
            throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
        }
        KeyBackup backup = backUp(ALL);
        try (TokenVault vault = second.open()) {
            RestoreCeremony restore = new RestoreCeremony(vault, RANDOM);
            CeremonyPlan plan =
                    backup.restoration(vault.status().label(), vault.status().serial(), NOON);
            List<Approval> approvals = new ArrayList<>();
            for (int number : new int[] {0, 2}) {
                approvals.add(new CustodianCard(cards.get(number)).approve(plan, NOON));
            }
            ApprovedPlan approved = ApprovedPlan.of(plan, approvals, NOON);
            assertThat(restore.hold(backup, shares(backup, 0, 2))).isEqualTo(ALL);
            CeremonyRecord record =
                    CeremonyRecord.parse(restore.record(approved, backup, NOON, NOON).toBytes());
            assertThat(record.isRestoration()).isTrue();
            assertThat(record.backup()).contains(Digest.of(backup.toBytes()));
            assertThat(record.token().serial()).isEqualTo(vault.status().serial());
            assertThat(record.keys()).extracting(RecordedKey::label).isEqualTo(ALL);
            try (TokenVault other = SoftHsm.create().open()) {
                refused(
                        Reason.WRONG_SUBJECT,
                        () ->
                                new RestoreCeremony(other, RANDOM)
                                        .record(approved, backup, NOON, NOON));
            }
        }
    }

    @Test
    void custodians_who_did_not_make_the_keys_do_not_back_them_up() throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
        }
        List<Custodian> makers = List.copyOf(persons);
        for (int i = 1; i < 3; i++) {
            TokenVault stranger = SoftHsm.create().open();
            cards.set(i, stranger).close();
            var unused =
                    persons.set(i, new CustodianCard(stranger).introduce(makers.get(i).name()));
        }
        refused(Reason.OTHER_CUSTODIAN, () -> backUp(ALL));
    }

    @Test
    void keys_of_another_making_are_not_backed_up() throws Exception {
        try (TokenVault vault = first.open()) {
            CeremonyRecord told = make(vault);
            ALL.forEach(vault.admin()::delete);
            vault.admin().delete(KeyLabel.SEAL);
            for (String label : List.of(KeyLabel.TLS, KeyLabel.TIMESTAMP, KeyLabel.LOG)) {
                vault.admin().delete(label);
            }
            var unused = make(vault);
            making = Optional.of(told);
        }
        refused(Reason.WRONG_SUBJECT, () -> backUp(ALL));
    }

    @Test
    void too_few_doubled_and_strange_shares_write_nothing() throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
        }
        KeyBackup backup = backUp(ALL);
        try (TokenVault vault = second.open();
                TokenVault stranger = SoftHsm.create().open()) {
            RestoreCeremony restore = new RestoreCeremony(vault, RANDOM);
            refused(Reason.TOO_FEW, () -> restore.hold(backup, shares(backup, 1)));
            refused(Reason.TOO_FEW, () -> restore.hold(backup, List.of()));
            refused(Reason.REPEATED, () -> restore.hold(backup, shares(backup, 1, 1)));
            var unused = new CustodianCard(stranger).introduce("Người lạ");
            refused(Reason.CARD_OF_NOBODY, () -> new CustodianCard(stranger).openShare(backup));
            BackupKey.Opened good = shares(backup, 0).getFirst();
            BackupKey.Opened wrong =
                    new BackupKey.Opened(2, "Trần Thị Bình", SecretBytes.owning(new byte[32]));
            refused(Reason.SHARES_DIFFER, () -> restore.hold(backup, List.of(good, wrong)));
            assertThat(vault.admin().keys()).isEmpty();
        }
    }

    @Test
    void a_token_with_another_key_of_that_name_is_left_as_it_is() throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
        }
        KeyBackup backup = backUp(ALL);
        try (TokenVault vault = second.open()) {
            var unused = vault.admin().generate(KeyLabel.ENCRYPTION, KeyType.EC_P256);
            assertThatThrownBy(() ->
                            new RestoreCeremony(vault, RANDOM).hold(backup, shares(backup, 0, 1)))
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT));
            assertThat(vault.admin().keys())
                    .extracting(KeyInfo::label)
                    .containsExactly(KeyLabel.ENCRYPTION);
        }
    }

    @Test
    void a_restore_that_was_cut_off_is_completed_by_a_repeat() throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
        }
        KeyBackup backup = backUp(ALL);
        try (TokenVault vault = second.open()) {
            List<BackupKey.Opened> two = shares(backup, 1, 2);
            assertThat(new RestoreCeremony(vault, RANDOM).hold(backup, two)).isEqualTo(ALL);
            // As a kill leaves it between the public and the private half of the last key.
            with(
                    second,
                    session ->
                            session.find(
                                            ObjectName.ofLabel(
                                                            Template.PRIVATE_KEY,
                                                            KeyLabel.ENCRYPTION)
                                                    .template())
                                    .forEach(session::destroy));
            vault.admin().delete(KeyLabel.STORAGE);
            assertThat(new RestoreCeremony(vault, RANDOM).hold(backup, two))
                    .containsExactly(KeyLabel.STORAGE, KeyLabel.ENCRYPTION);
        }
    }

    @Test
    void a_key_that_could_be_read_out_or_never_leaves_is_not_backed_up() throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
            vault.admin().delete(KeyLabel.CA);
            vault.admin().delete(KeyLabel.ENCRYPTION);
            assertThat(vault.admin().generate(KeyLabel.CA, KeyType.EC_P384).label())
                    .isEqualTo(KeyLabel.CA);
            with(
                    first,
                    session -> {
                        var pair =
                                session.generateKeyPair(
                                        Mechanism.EC_KEY_PAIR,
                                        KeyTemplates.publicKey(
                                                KeyLabel.ENCRYPTION,
                                                KeyType.EC_P256,
                                                KeyUse.DECRYPT),
                                        KeyTemplates.privateKey(
                                                        KeyLabel.ENCRYPTION,
                                                        KeyType.EC_P256,
                                                        KeyUse.DECRYPT)
                                                .with(Attribute.EXTRACTABLE, true));
                        assertThat(pair.privateKey()).isNotZero();
                    });
        }
        for (String label : List.of(KeyLabel.CA, KeyLabel.ENCRYPTION)) {
            assertThatThrownBy(() -> backUp(List.of(label)))
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.UNSUPPORTED))
                    .hasMessageContaining("WRAP_WITH_TRUSTED must be true");
        }
    }

    @Test
    void the_token_wraps_such_a_key_only_under_a_trusted_one() throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
            with(
                    first,
                    session -> {
                        long key =
                                session.find(
                                                ObjectName.ofLabel(
                                                                Template.PRIVATE_KEY, KeyLabel.CA)
                                                        .template())
                                        .getFirst();
                        Template own =
                                Template.ofKey(Template.SECRET_KEY, Template.AES)
                                        .with(Attribute.TOKEN, false)
                                        .with(Attribute.WRAP, true)
                                        .with(Attribute.VALUE, new byte[32]);
                        long untrusted = session.create(own);
                        assertThatThrownBy(() ->
                                        session.wrap(Mechanism.AES_KEY_WRAP_PAD, untrusted, key))
                                .isInstanceOf(KeyException.class);
                    });
            with(
                    first,
                    session ->
                            assertThatThrownBy(() ->
                                            session.create(
                                                    Template.ofKey(
                                                                    Template.SECRET_KEY,
                                                                    Template.AES)
                                                            .with(Attribute.TOKEN, false)
                                                            .with(Attribute.TRUSTED, true)
                                                            .with(Attribute.VALUE, new byte[32])))
                                    .isInstanceOf(KeyException.class));
        }
    }

    @Test
    void every_changed_byte_of_a_backup_is_found() throws Exception {
        try (TokenVault vault = first.open()) {
            var unused = make(vault);
        }
        byte[] backup = backUp(List.of(KeyLabel.STORAGE)).toBytes();
        for (int at = 0; at < backup.length; at += 53) {
            byte[] changed = backup.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> KeyBackup.parse(changed))
                    .as("byte " + at)
                    .isInstanceOf(CeremonyProblem.class);
        }
    }

    private static void with(SoftHsm hsm, java.util.function.Consumer<Pkcs11Session> work) {
        try (Pkcs11Module module = Pkcs11Module.acquire(SoftHsm.module(), ModuleOptions.PARALLEL)) {
            long slot =
                    module.tokens().stream()
                            .filter(token ->
                                    Optional.of(token.serial()).equals(hsm.config().serial()))
                            .findFirst()
                            .orElseThrow()
                            .slot();
            try (Pkcs11Session session = module.openSession(slot, true)) {
                work.accept(session);
            }
        }
    }
}

package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.hsm.key.PublicKeyReader;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.ObjectName;

/** What new keys may do, and that they cannot leave. */
class NewKeysTest {
    private static SoftHsm hsm;
    private static TokenVault vault;
    private static Pkcs11Module module;
    private static Pkcs11Session session;

    @BeforeAll
    static void open() {
        hsm = SoftHsm.create();
        vault = hsm.open();
        module = Pkcs11Module.acquire(SoftHsm.module(), ModuleOptions.PARALLEL);
        long slot =
                module.tokens().stream()
                        .filter(token -> token.label().equals(hsm.config().tokenLabel()))
                        .findFirst()
                        .orElseThrow()
                        .slot();
        session = module.openSession(slot, true);
    }

    @AfterAll
    static void close() {
        session.close();
        vault.close();
        module.close();
    }

    private static void assertReason(Runnable act, KeyException.Reason reason) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        KeyException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static long handle(long objectClass, String label) {
        return session.find(ObjectName.ofLabel(objectClass, label).template()).getFirst();
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void a_private_key_shows_nothing_and_cannot_be_wrapped(KeyType type) {
        String label = "locked " + type;
        vault.admin().generate(label, type);
        long key = handle(Template.PRIVATE_KEY, label);
        assertThat(session.bytes(key, Attribute.VALUE)).isEmpty();
        assertThat(session.flag(key, Attribute.SENSITIVE)).contains(true);
        assertThat(session.flag(key, Attribute.EXTRACTABLE)).contains(false);
        String wrapping = "wrapping " + type;
        vault.admin().generateStorageKey(wrapping);
        long wrappingKey = handle(Template.SECRET_KEY, wrapping);
        assertReason(
                () -> session.wrap(Mechanism.AES_KEY_WRAP, wrappingKey, key),
                KeyException.Reason.UNSUPPORTED);
    }

    @Test
    void a_key_has_one_use() {
        vault.admin().generate("only signs", KeyType.EC_P256);
        vault.admin().generate("only derives", KeyType.EC_P256, KeyUse.DECRYPT);
        assertThat(vault.admin().checkAttributes("only signs").attributes())
                .containsEntry("SIGN", true)
                .containsEntry("DERIVE", false)
                .containsEntry("DECRYPT", false)
                .containsEntry("UNWRAP", false);
        assertReason(
                () -> vault.signer("only derives").sign(new byte[1]),
                KeyException.Reason.UNSUPPORTED);
    }

    @Test
    void an_encryption_key_decrypts_by_its_label_alone() {
        assertThat(KeyUse.of("encryption")).isEqualTo(KeyUse.DECRYPT);
        assertThat(KeyUse.of("encryption-2025")).isEqualTo(KeyUse.DECRYPT);
        assertThat(KeyUse.of("signature")).isEqualTo(KeyUse.SIGN);
        assertReason(
                () -> vault.admin().generate("encryption-ed", KeyType.ED25519),
                KeyException.Reason.BAD_INPUT);
    }

    @Test
    void a_label_is_given_once() {
        vault.admin().generate("once", KeyType.EC_P256);
        assertReason(
                () -> vault.admin().generate("once", KeyType.EC_P256),
                KeyException.Reason.BAD_INPUT);
        assertReason(() -> vault.admin().generateStorageKey("once"), KeyException.Reason.BAD_INPUT);
        vault.admin().delete("once");
        vault.admin().generate("once", KeyType.EC_P256);
        assertReason(() -> vault.admin().delete("never"), KeyException.Reason.NO_SUCH_KEY);
    }

    @Test
    void a_key_that_others_made_too_open_is_told() {
        Template open =
                Template.ofKey(Template.PRIVATE_KEY, Template.EC)
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, true)
                        .with(Attribute.SENSITIVE, false)
                        .with(Attribute.EXTRACTABLE, true)
                        .with(Attribute.LABEL, "open");
        Template half =
                Template.ofKey(Template.PUBLIC_KEY, Template.EC)
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.LABEL, "open")
                        .with(Attribute.EC_PARAMS, PublicKeyReader.P256);
        session.generateKeyPair(Mechanism.EC_KEY_PAIR, half, open);
        KeyCheck check = vault.admin().checkAttributes("open");
        assertThat(check.passed()).isFalse();
        assertThat(check.problems())
                .contains(
                        "SENSITIVE must be true",
                        "EXTRACTABLE must be false",
                        "NEVER_EXTRACTABLE must be true",
                        "DECRYPT must be false");
    }

    @Test
    void two_keys_with_one_label_are_not_chosen_between() {
        vault.admin().generate("twin", KeyType.EC_P256);
        Template twin = KeyTemplates.privateKey("twin", KeyType.EC_P256, KeyUse.SIGN);
        Template half = KeyTemplates.publicKey("twin", KeyType.EC_P256, KeyUse.SIGN);
        session.generateKeyPair(Mechanism.EC_KEY_PAIR, half, twin);
        assertReason(() -> vault.signer("twin"), KeyException.Reason.NO_SUCH_KEY);
    }

    @Test
    void a_key_that_is_renamed_is_found_under_its_new_label_only_and_still_works() {
        vault.admin().generate("before", KeyType.EC_P256);
        var key = vault.admin().publicKey("before");
        vault.admin().generate("taken", KeyType.EC_P256);
        assertReason(() -> vault.admin().rename("before", "taken"), KeyException.Reason.BAD_INPUT);
        vault.admin().rename("before", "afterwards");
        assertReason(() -> vault.admin().publicKey("before"), KeyException.Reason.NO_SUCH_KEY);
        assertThat(vault.admin().publicKey("afterwards")).isEqualTo(key);
        byte[] message = {1, 2, 3};
        assertThat(PublicKeys.verifies(key, message, vault.signer("afterwards").sign(message)))
                .isTrue();
        assertReason(
                () -> vault.admin().rename("before", "nowhere"), KeyException.Reason.NO_SUCH_KEY);
    }
}

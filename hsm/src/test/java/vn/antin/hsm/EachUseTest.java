package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.PinRequest;

/** Keys that want the PIN for every use: each signature, decryption and agreement asks once. */
class EachUseTest {
    private final SoftHsm hsm = SoftHsm.create();
    private final List<PinRequest.Purpose> asked = new ArrayList<>();

    private void make(String label, KeyType type, KeyUse use) {
        try (Pkcs11Module module = Pkcs11Module.acquire(SoftHsm.module(), ModuleOptions.PARALLEL)) {
            long slot =
                    module.tokens().stream()
                            .filter(token -> token.label().equals(hsm.config().tokenLabel()))
                            .findFirst()
                            .orElseThrow()
                            .slot();
            try (Pkcs11Session session = module.openSession(slot, true);
                    Pin pin = hsm.pin()) {
                pin.use(session::login);
                Pkcs11Session.Pair unused =
                        session.generateKeyPair(
                                KeyTemplates.mechanism(type),
                                KeyTemplates.publicKey(label, type, use),
                                KeyTemplates.privateKey(label, type, use)
                                        .with(Attribute.ALWAYS_AUTHENTICATE, true));
            }
        }
    }

    private TokenVault open(TokenOptions.Quirk... quirks) {
        return TokenVault.open(
                hsm.config(),
                request -> {
                    asked.add(request.purpose());
                    return hsm.pin();
                },
                TokenOptions.defaults().with(quirks));
    }

    private void assertAskedForEachOf(int uses) {
        assertThat(asked).first().isEqualTo(PinRequest.Purpose.LOGIN);
        assertThat(asked.subList(1, asked.size()))
                .hasSize(uses)
                .containsOnly(PinRequest.Purpose.ONE_USE);
    }

    @Test
    void each_signature_asks_for_the_pin() {
        make("key", KeyType.EC_P256, KeyUse.SIGN);
        try (TokenVault vault = open()) {
            Signer signer = vault.signer("key");
            byte[] message = {1, 2, 3};
            assertThat(PublicKeys.verifies(signer.publicKey(), message, signer.sign(message)))
                    .isTrue();
            assertThat(signer.sign(message)).isNotEmpty();
        }
        assertAskedForEachOf(2);
    }

    @Test
    void each_agreement_asks_for_the_pin() throws Exception {
        make("key", KeyType.EC_P256, KeyUse.DECRYPT);
        try (TokenVault vault = open()) {
            PublicKey own = vault.admin().publicKey("key");
            var agreer = (KeyAgreer) vault.decryptionKey(KeyIdentifier.of(own)).orElseThrow();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair other = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(other.getPrivate());
            Object unused = agreement.doPhase(own, true);
            byte[] expected = agreement.generateSecret();
            for (int i = 0; i < 2; i++) {
                try (SecretBytes z = agreer.agree(other.getPublic())) {
                    z.with(bytes -> assertThat(bytes).isEqualTo(expected));
                }
            }
        }
        assertAskedForEachOf(2);
    }

    @Test
    void each_decryption_asks_for_the_pin_and_the_first_no_more_than_the_others() throws Exception {
        make("key", KeyType.RSA_3072, KeyUse.DECRYPT);
        try (TokenVault vault = open(TokenOptions.Quirk.OAEP_PADDING_IN_SOFTWARE)) {
            PublicKey own = vault.admin().publicKey("key");
            var unwrapper = (Unwrapper) vault.decryptionKey(KeyIdentifier.of(own)).orElseThrow();
            Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
            oaep.init(
                    Cipher.ENCRYPT_MODE,
                    own,
                    new OAEPParameterSpec(
                            "SHA-256",
                            "MGF1",
                            MGF1ParameterSpec.SHA256,
                            PSource.PSpecified.DEFAULT));
            var secret = new byte[32];
            secret[31] = 7;
            byte[] encrypted = oaep.doFinal(secret);
            for (int i = 0; i < 2; i++) {
                try (SecretBytes opened = unwrapper.unwrap(encrypted)) {
                    opened.with(bytes -> assertThat(bytes).isEqualTo(secret));
                }
            }
        }
        assertAskedForEachOf(2);
    }

    @Test
    void after_a_wrong_pin_for_one_use_nobody_is_asked_again() {
        make("key", KeyType.EC_P256, KeyUse.SIGN);
        TokenVault opened =
                TokenVault.open(
                        hsm.config(),
                        request -> {
                            asked.add(request.purpose());
                            return request.purpose() == PinRequest.Purpose.LOGIN
                                    ? hsm.pin()
                                    : Pin.owning("00000000".toCharArray());
                        });
        try (TokenVault vault = opened) {
            Signer signer = vault.signer("key");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> signer.sign(new byte[1]))
                        .isInstanceOfSatisfying(
                                KeyException.class,
                                e ->
                                        assertThat(e.reason())
                                                .isEqualTo(KeyException.Reason.PIN_WRONG));
            }
        }
        assertAskedForEachOf(1);
    }
}

package vn.antin.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;

/** What every {@link KeyVault} does, in memory or in any token. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KeyVaultContract {
    private static final byte[] MESSAGE = "Công văn số 15/UBND".getBytes(UTF_8);

    /** The vault under test. */
    abstract KeyVault vault();

    /** Makes a key in it; the public half. */
    abstract PublicKey make(String label, KeyType type, KeyUse use);

    /** Whether the vault has keys of this type. */
    boolean has(KeyType type) {
        return true;
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void a_signature_verifies_with_the_jdk_and_not_for_another_message(KeyType type)
            throws Exception {
        assumeTrue(has(type));
        PublicKey made = make("sign " + type, type, KeyUse.SIGN);
        Signer signer = vault().signer("sign " + type);
        assertThat(signer.publicKey()).isEqualTo(made);
        byte[] signature = signer.sign(MESSAGE);
        assertThat(verifies(signer.algorithm(), made, MESSAGE, signature)).isTrue();
        byte[] other = MESSAGE.clone();
        other[0] ^= 1;
        assertThat(verifies(signer.algorithm(), made, other, signature)).isFalse();
    }

    private static boolean verifies(
            SignatureAlgorithm algorithm, PublicKey key, byte[] message, byte[] signature)
            throws Exception {
        Signature verifier =
                switch (algorithm) {
                    case ECDSA_P256_SHA256 -> Signature.getInstance("SHA256withECDSA");
                    case ECDSA_P384_SHA384 -> Signature.getInstance("SHA384withECDSA");
                    case ED25519 -> Signature.getInstance("Ed25519");
                    case RSA_PSS_SHA256 -> {
                        Signature pss = Signature.getInstance("RSASSA-PSS");
                        pss.setParameter(
                                new PSSParameterSpec(
                                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                        yield pss;
                    }
                };
        verifier.initVerify(key);
        verifier.update(message);
        return verifier.verify(signature);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000_000})
    void messages_of_any_length_are_signed(int length) throws Exception {
        PublicKey made = make("length " + length, KeyType.EC_P256, KeyUse.SIGN);
        byte[] message = new byte[length];
        Signer signer = vault().signer("length " + length);
        assertThat(verifies(signer.algorithm(), made, message, signer.sign(message))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384"})
    void both_sides_of_an_agreement_get_the_same_secret(KeyType type) throws Exception {
        PublicKey made = make("agree " + type, type, KeyUse.DECRYPT);
        var key = (KeyAgreer) vault().decryptionKey(KeyIdentifier.of(made)).orElseThrow();
        assertThat(key.publicKey()).isEqualTo(made);
        for (int i = 0; i < 20; i++) {
            KeyPair other = newPair(type == KeyType.EC_P256 ? "secp256r1" : "secp384r1");
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(other.getPrivate());
            agreement.doPhase(made, true);
            byte[] expected = agreement.generateSecret();
            try (SecretBytes z = key.agree(other.getPublic())) {
                z.with(bytes -> assertThat(bytes).isEqualTo(expected));
            }
        }
    }

    @Test
    void agreement_with_a_key_of_another_curve_is_bad_input() throws Exception {
        PublicKey made = make("other curve", KeyType.EC_P256, KeyUse.DECRYPT);
        var key = (KeyAgreer) vault().decryptionKey(KeyIdentifier.of(made)).orElseThrow();
        PublicKey other = newPair("secp384r1").getPublic();
        assertReason(() -> key.agree(other), KeyException.Reason.BAD_INPUT);
    }

    private static KeyPair newPair(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    @Test
    void what_is_encrypted_with_oaep_is_unwrapped_and_what_is_changed_is_bad_input()
            throws Exception {
        PublicKey made = make("unwrap", KeyType.RSA_3072, KeyUse.DECRYPT);
        var key = (Unwrapper) vault().decryptionKey(KeyIdentifier.of(made)).orElseThrow();
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                made,
                new OAEPParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        byte[] secret = new byte[32];
        secret[7] = 1;
        byte[] encrypted = cipher.doFinal(secret);
        try (SecretBytes found = key.unwrap(encrypted)) {
            found.with(bytes -> assertThat(bytes).isEqualTo(secret));
        }
        encrypted[100] ^= 1;
        assertReason(() -> key.unwrap(encrypted), KeyException.Reason.BAD_INPUT);
        assertReason(() -> key.unwrap(new byte[10]), KeyException.Reason.BAD_INPUT);
    }

    @Test
    void a_key_that_is_not_there_is_told_by_its_label() {
        assertThatThrownBy(() -> vault().signer("khóa không có"))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> {
                            assertThat(e.reason()).isEqualTo(KeyException.Reason.NO_SUCH_KEY);
                            assertThat(e).hasMessageContaining("khóa không có");
                        });
        assertThat(vault().decryptionKey(new byte[20])).isEmpty();
        assertThat(vault().certificate("khóa không có")).isEmpty();
    }

    private static void assertReason(Runnable act, KeyException.Reason reason) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        KeyException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}

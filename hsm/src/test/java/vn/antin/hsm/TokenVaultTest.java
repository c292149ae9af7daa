package vn.antin.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;
import vn.antin.hsm.testkit.SoftHsm;

/** What a vault over a real token does. */
class TokenVaultTest {
    private static final byte[] MESSAGE = "Công văn số 15/UBND".getBytes(UTF_8);
    private static SoftHsm hsm;
    private static TokenVault vault;

    @BeforeAll
    static void open() {
        hsm = SoftHsm.create("thẻ thử nghiệm");
        vault = hsm.open();
    }

    @AfterAll
    static void close() {
        vault.close();
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void a_signature_of_the_token_verifies_with_the_jdk(KeyType type) throws Exception {
        String label = "sign " + type;
        KeyPairInfo made = vault.admin().generate(label, type);
        Signer signer = vault.signer(label);
        byte[] signature = signer.sign(MESSAGE);
        Signature verifier =
                switch (signer.algorithm()) {
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
        verifier.initVerify(made.publicKey());
        verifier.update(MESSAGE);
        assertThat(verifier.verify(signature)).isTrue();
        assertThat(signer.publicKey()).isEqualTo(made.publicKey());
        assertThat(vault.admin().checkAttributes(label).problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"EC_P256", "EC_P384"})
    void both_sides_of_an_agreement_get_the_same_secret(KeyType type) throws Exception {
        KeyPairInfo made = vault.admin().generate("agree " + type, type, KeyUse.DECRYPT);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(
                new ECGenParameterSpec(type == KeyType.EC_P256 ? "secp256r1" : "secp384r1"));
        KeyPair other = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(other.getPrivate());
        agreement.doPhase(made.publicKey(), true);
        byte[] expected = agreement.generateSecret();

        var key = (KeyAgreer) vault.decryptionKey(made.id()).orElseThrow();
        try (SecretBytes z = key.agree(other.getPublic())) {
            z.with(bytes -> assertThat(bytes).isEqualTo(expected));
        }
    }

    @Test
    void what_is_encrypted_with_oaep_is_unwrapped() throws Exception {
        KeyPairInfo made = vault.admin().generate("unwrap", KeyType.RSA_3072, KeyUse.DECRYPT);
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                made.publicKey(),
                new OAEPParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        byte[] secret = new byte[32];
        secret[7] = 1;
        byte[] encrypted = cipher.doFinal(secret);
        var key = (Unwrapper) vault.decryptionKey(made.id()).orElseThrow();
        try (SecretBytes found = key.unwrap(encrypted)) {
            found.with(bytes -> assertThat(bytes).isEqualTo(secret));
        }
        encrypted[100] ^= 1;
        assertThatThrownBy(() -> key.unwrap(encrypted))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT));
    }

    @Test
    void a_storage_key_wraps_and_unwraps_secrets() {
        vault.admin().generateStorageKey("storage");
        byte[] content = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
        byte[] wrapped;
        try (SecretBytes secret = SecretBytes.owning(content.clone())) {
            wrapped = vault.wrap("storage", secret);
        }
        assertThat(wrapped).hasSize(40);
        try (SecretBytes again = vault.unwrap("storage", wrapped)) {
            again.with(bytes -> assertThat(bytes).isEqualTo(content));
        }
        wrapped[3] ^= 1;
        assertThatThrownBy(() -> vault.unwrap("storage", wrapped)).isInstanceOf(KeyException.class);
        assertThat(vault.admin().checkAttributes("storage").problems()).isEmpty();
    }

    @Test
    void the_token_is_listed() {
        assertThat(TokenVault.tokens(SoftHsm.module()))
                .anySatisfy(token -> {
                    assertThat(token.label()).isEqualTo("thẻ thử nghiệm");
                    assertThat(token.pinInitialized()).isTrue();
                });
    }
}

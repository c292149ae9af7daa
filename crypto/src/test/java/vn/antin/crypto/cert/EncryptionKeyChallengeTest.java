package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;

class EncryptionKeyChallengeTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void the_holder_of_the_key_answers_right(KeyType type) throws CertificateProblem {
        SoftwareVault vault = new SoftwareVault().generate("encryption", type);
        var issued = EncryptionKeyChallenge.issue(vault.publicKey("encryption"), RANDOM);
        byte[] answer =
                EncryptionKeyChallenge.answer(
                        issued.challenge(), vault.decryptionKey("encryption"));
        assertThat(answer).hasSize(32);
        assertThat(issued.isAnsweredBy(answer)).isTrue();
    }

    @Test
    void another_key_does_not_answer() {
        SoftwareVault vault = new SoftwareVault().ecP256("encryption").ecP256("other");
        var issued = EncryptionKeyChallenge.issue(vault.publicKey("encryption"), RANDOM);
        assertThatThrownBy(() ->
                        EncryptionKeyChallenge.answer(
                                issued.challenge(), vault.decryptionKey("other")))
                .isInstanceOf(CertificateProblem.class);
    }

    @Test
    void a_key_for_logs_gets_no_challenge() {
        SoftwareVault vault = new SoftwareVault().ed25519("log");
        assertThatThrownBy(() -> EncryptionKeyChallenge.issue(vault.publicKey("log"), RANDOM))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whatever is changed, the answer is a refusal, and never another exception. */
    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "RSA_3072"})
    void a_changed_challenge_is_never_answered(KeyType type) {
        SoftwareVault vault = new SoftwareVault().generate("encryption", type);
        var issued = EncryptionKeyChallenge.issue(vault.publicKey("encryption"), RANDOM);
        Random random = new Random(20261122);
        for (int i = 0; i < 600; i++) {
            byte[] changed = Mutations.mutate(issued.challenge(), random);
            try {
                EncryptionKeyChallenge.answer(changed, vault.decryptionKey("encryption"));
                assertThat(changed).as("answered").isEqualTo(issued.challenge());
            } catch (CertificateProblem | KeyException refused) {
                assertThat(refused).isNotNull();
            }
        }
    }
}

package vn.antin.hsm.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;

/** Padding as the JDK puts it on comes off; every other padding is the same error. */
class OaepPaddingTest {
    private static final int SIZE = 256;
    private static KeyPair pair;

    @BeforeAll
    static void makeKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(SIZE * 8);
        pair = generator.generateKeyPair();
    }

    /** The encoded message inside an encryption by the JDK. */
    private static byte[] encoded(byte[] message) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                pair.getPublic(),
                new OAEPParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));
        var key = (RSAPrivateKey) pair.getPrivate();
        byte[] bare =
                new BigInteger(1, cipher.doFinal(message))
                        .modPow(key.getPrivateExponent(), key.getModulus())
                        .toByteArray();
        var encoded = new byte[SIZE];
        int length = Math.min(bare.length, SIZE);
        System.arraycopy(bare, bare.length - length, encoded, SIZE - length, length);
        return encoded;
    }

    @Test
    void messages_of_every_length_come_back() throws Exception {
        var random = new Random(1);
        for (int length = 0; length <= SIZE - 66; length += 5) {
            var message = new byte[length];
            random.nextBytes(message);
            try (SecretBytes found = OaepPadding.remove(encoded(message))) {
                found.with(bytes -> assertThat(bytes).isEqualTo(message));
            }
        }
    }

    @Test
    void every_changed_byte_is_the_same_error() throws Exception {
        var random = new Random(2);
        byte[] right = encoded(new byte[32]);
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] wrong = right.clone();
            wrong[random.nextInt(1 + 2 * 32)] ^= (byte) (1 + random.nextInt(255));
            assertThatThrownBy(() -> OaepPadding.remove(wrong).close())
                    .isInstanceOfSatisfying(
                            KeyException.class,
                            e -> {
                                assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT);
                                assertThat(e).hasMessage("the encrypted key does not decrypt");
                            });
            refused++;
        }
        assertThat(refused).isEqualTo(3000);
    }

    @Test
    void random_blocks_and_short_blocks_are_refused() {
        var random = new Random(3);
        for (int length : new int[] {0, 1, 65, 66, 256, 384}) {
            var block = new byte[length];
            random.nextBytes(block);
            assertThatThrownBy(() -> OaepPadding.remove(block).close())
                    .isInstanceOf(KeyException.class);
        }
    }
}

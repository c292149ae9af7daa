package vn.antin.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;

class RawRsaPssTest {
    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"RSA_2048", "RSA_3072"})
    void a_bare_rsa_operation_is_enough_for_signatures_that_the_jdk_verifies(KeyType type) {
        KeyPair pair = SoftwareVault.newKeyPair(type);
        RSAPrivateKey secret = (RSAPrivateKey) pair.getPrivate();
        byte[] message = new byte[1000];
        for (int i = 0; i < 20; i++) {
            message[0] = (byte) i;
            byte[] signature =
                    RawRsaPss.sign(
                            (RSAPublicKey) pair.getPublic(),
                            // Like some modules, without leading zeros.
                            block ->
                                    stripped(
                                            new BigInteger(1, block)
                                                    .modPow(
                                                            secret.getPrivateExponent(),
                                                            secret.getModulus())),
                            message,
                            new SecureRandom());
            assertThat(
                            PublicKeys.verifies(
                                    pair.getPublic(),
                                    SecurityStrength.BITS_112,
                                    message,
                                    signature))
                    .isTrue();
        }
    }

    private static byte[] stripped(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}

package vn.antin.hsm.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;

/** Padding taken off in software agrees with the vectors of the project Wycheproof. */
class OaepVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void valid_ciphertexts_open_and_all_others_are_refused() throws Exception {
        JsonObject group;
        try (InputStream file =
                        getClass()
                                .getResourceAsStream(
                                        "wycheproof/rsa_oaep_3072_sha256_mgf1sha256_test.json.gz");
                InputStream in = new GZIPInputStream(file)) {
            group = JsonObject.parse(in.readAllBytes()).objects("testGroups").getFirst();
        }
        PrivateKey key =
                KeyFactory.getInstance("RSA")
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(
                                        HEX.parseHex(group.string("privateKeyPkcs8"))));
        int cases = 0;
        for (JsonObject test : group.objects("tests")) {
            if (!test.string("label").isEmpty()) {
                continue; // the program writes no labels, and reads none
            }
            Optional<String> made = opened(key, HEX.parseHex(test.string("ct")));
            assertThat(made)
                    .as(test.integer("tcId") + " " + test.string("comment"))
                    .isEqualTo(
                            test.string("result").equals("valid")
                                    ? Optional.of(test.string("msg"))
                                    : Optional.empty());
            cases++;
        }
        assertThat(cases).isGreaterThan(20);
    }

    private static Optional<String> opened(PrivateKey key, byte[] ciphertext) throws Exception {
        byte[] encoded;
        try {
            Cipher bare = Cipher.getInstance("RSA/ECB/NoPadding");
            bare.init(Cipher.DECRYPT_MODE, key);
            encoded = bare.doFinal(ciphertext);
        } catch (java.security.GeneralSecurityException e) {
            return Optional.empty(); // not a number below the modulus
        }
        try (SecretBytes message = OaepPadding.remove(encoded)) {
            return Optional.of(message.use(HEX::formatHex));
        } catch (KeyException e) {
            assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT);
            return Optional.empty();
        }
    }
}

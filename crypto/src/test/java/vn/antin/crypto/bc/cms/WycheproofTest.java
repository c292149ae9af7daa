package vn.antin.crypto.bc.cms;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.Hkdf;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.KeyWrap;
import vn.antin.crypto.bc.RsaPkcs1;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SignatureAlgorithm;

/**
 * Every primitive that sealed documents are made of, as the program calls it, against the known
 * attacks and edge cases of the project Wycheproof: what is invalid is refused, what is valid gives
 * the value written there, what is acceptable may be refused but never gives another value.
 */
class WycheproofTest {
    private static final HexFormat HEX = HexFormat.of();

    /** What the program made of one case: a value, or nothing when it refused. */
    private interface Attempt {
        Optional<byte[]> of(JsonObject group, JsonObject test) throws Exception;
    }

    private static JsonObject read(String name) throws IOException {
        try (InputStream file =
                        WycheproofTest.class.getResourceAsStream(
                                "wycheproof/" + name + "_test.json.gz");
                InputStream in = new GZIPInputStream(file)) {
            return JsonObject.parse(in.readAllBytes());
        }
    }

    /** Tries all cases whose group is taken, and returns how many there were. */
    private static int all(String file, String expected, GroupFilter taken, Attempt attempt)
            throws Exception {
        int count = 0;
        for (JsonObject group : read(file).objects("testGroups")) {
            if (!taken.takes(group)) {
                continue;
            }
            for (JsonObject test : group.objects("tests")) {
                String name = file + " " + test.integer("tcId") + " " + test.string("comment");
                Optional<byte[]> made = attempt.of(group, test);
                switch (test.string("result")) {
                    case "valid" ->
                            assertThat(made)
                                    .as(name)
                                    .hasValueSatisfying(value ->
                                            assertThat(HEX.formatHex(value))
                                                    .isEqualTo(test.string(expected)));
                    case "invalid" -> assertThat(made).as(name).isEmpty();
                    default ->
                            made.ifPresent(value ->
                                    assertThat(HEX.formatHex(value))
                                            .as(name)
                                            .isEqualTo(test.string(expected)));
                }
                count++;
            }
        }
        return count;
    }

    private interface GroupFilter {
        boolean takes(JsonObject group);
    }

    private static byte[] hex(JsonObject test, String field) {
        return HEX.parseHex(test.string(field));
    }

    /** Both libraries that verify for us must agree with the vectors: the JDK and Bouncy Castle. */
    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256, 484",
        "ecdsa_secp384r1_sha384, 500",
        "rsa_pss_3072_sha256_mgf1_32, 108",
        "ed25519, 151"
    })
    void signatures(String file, int atLeast) throws Exception {
        int cases =
                all(
                        file,
                        "sig",
                        group -> true,
                        (group, test) -> {
                            byte[] signature = hex(test, "sig");
                            PublicKey key = PublicKeys.parse(hex(group, "publicKeyDer"));
                            boolean jdk = PublicKeys.verifies(key, hex(test, "msg"), signature);
                            if (!file.equals("ed25519")) {
                                assertThat(bouncyCastle(key, hex(test, "msg"), signature))
                                        .as("both libraries, case " + test.integer("tcId"))
                                        .isEqualTo(jdk);
                            }
                            return jdk ? Optional.of(signature) : Optional.empty();
                        });
        assertThat(cases).isGreaterThanOrEqualTo(atLeast);
    }

    /** What old tokens made; a DigestInfo without NULL may pass (RFC 8017 8.2.2, note). */
    @ParameterizedTest
    @CsvSource({"rsa_signature_2048_sha256, 259", "rsa_signature_3072_sha256, 259"})
    void old_signatures(String file, int atLeast) throws Exception {
        int cases =
                all(
                        file,
                        "sig",
                        group -> true,
                        (group, test) -> {
                            byte[] signature = hex(test, "sig");
                            PublicKey key =
                                    KeyFactory.getInstance("RSA")
                                            .generatePublic(
                                                    new X509EncodedKeySpec(
                                                            hex(group, "publicKeyDer")));
                            boolean good = RsaPkcs1.verifies(key, hex(test, "msg"), signature);
                            return good ? Optional.of(signature) : Optional.empty();
                        });
        assertThat(cases).isGreaterThanOrEqualTo(atLeast);
    }

    private static boolean bouncyCastle(PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature verifier =
                    Signature.getInstance(
                            SignatureAlgorithm.of(key).bouncyCastleName(), BouncyCastle.PROVIDER);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"ecdh_secp256r1, secp256r1, P256", "ecdh_secp384r1, secp384r1, P384"})
    void key_agreement_with_a_point_from_outside(String file, String curve, String scheme)
            throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
        int cases =
                all(
                        file,
                        "shared",
                        group -> true,
                        (group, test) -> {
                            try {
                                SubjectPublicKeyInfo info =
                                        SubjectPublicKeyInfo.getInstance(
                                                ASN1Primitive.fromByteArray(hex(test, "public")));
                                AgreementScheme agreed = AgreementScheme.valueOf(scheme);
                                if (!agreed.isOfKey(info.getAlgorithm())) {
                                    return Optional.empty();
                                }
                                PublicKey point = agreed.point(info.getPublicKeyData().getOctets());
                                PrivateKey own =
                                        KeyFactory.getInstance("EC")
                                                .generatePrivate(
                                                        new ECPrivateKeySpec(
                                                                new BigInteger(
                                                                        test.string("private"), 16),
                                                                spec));
                                KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
                                agreement.init(own);
                                java.security.Key unused = agreement.doPhase(point, true);
                                return Optional.of(agreement.generateSecret());
                            } catch (GeneralSecurityException | IOException | RuntimeException e) {
                                return Optional.empty();
                            }
                        });
        assertThat(cases).isGreaterThan(500);
    }

    @Test
    void content_encryption_with_a_nonce_of_12_bytes_and_a_tag_of_16() throws Exception {
        int cases =
                all(
                        "aes_gcm",
                        "msg",
                        group ->
                                group.integer("keySize") == 256
                                        && group.integer("ivSize") == 96
                                        && group.integer("tagSize") == 128,
                        (group, test) -> {
                            byte[] sealed = HEX.parseHex(test.string("ct") + test.string("tag"));
                            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
                            cipher.init(
                                    Cipher.DECRYPT_MODE,
                                    new SecretKeySpec(hex(test, "key"), "AES"),
                                    new GCMParameterSpec(128, hex(test, "iv")));
                            cipher.updateAAD(hex(test, "aad"));
                            try {
                                return Optional.of(cipher.doFinal(sealed));
                            } catch (GeneralSecurityException e) {
                                return Optional.empty();
                            }
                        });
        assertThat(cases).isGreaterThan(60);
    }

    @Test
    void key_wrap() throws Exception {
        int cases =
                all(
                        "aes_wrap",
                        "msg",
                        group -> group.integer("keySize") == 256,
                        (group, test) -> {
                            byte[] wrapped = hex(test, "ct");
                            if (wrapped.length != 40 && test.string("result").equals("valid")) {
                                return Optional.of(hex(test, "msg")); // no content key of ours
                            }
                            try (SecretBytes key = KeyWrap.unwrapped(hex(test, "key"), wrapped)) {
                                return Optional.of(key.use(byte[]::clone));
                            } catch (IllegalStateException e) {
                                return Optional.empty();
                            }
                        });
        assertThat(cases).isGreaterThan(40);
    }

    @Test
    void key_derivation_of_attachments() throws Exception {
        int cases =
                all(
                        "hkdf_sha256",
                        "okm",
                        group -> true,
                        (group, test) -> {
                            try {
                                return Optional.of(
                                        Hkdf.computeHkdf(
                                                "HMACSHA256",
                                                hex(test, "ikm"),
                                                hex(test, "salt"),
                                                hex(test, "info"),
                                                (int) test.integer("size")));
                            } catch (GeneralSecurityException e) {
                                return Optional.empty();
                            }
                        });
        assertThat(cases).isGreaterThan(80);
    }

    @Test
    void key_transport() throws Exception {
        int cases =
                all(
                        "rsa_oaep_3072_sha256_mgf1sha256",
                        "msg",
                        group -> true,
                        (group, test) -> {
                            PrivateKey key =
                                    KeyFactory.getInstance("RSA")
                                            .generatePrivate(
                                                    new PKCS8EncodedKeySpec(
                                                            hex(group, "privateKeyPkcs8")));
                            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
                            cipher.init(
                                    Cipher.DECRYPT_MODE,
                                    key,
                                    new OAEPParameterSpec(
                                            "SHA-256",
                                            "MGF1",
                                            MGF1ParameterSpec.SHA256,
                                            new PSource.PSpecified(hex(test, "label"))));
                            try {
                                return Optional.of(cipher.doFinal(hex(test, "ct")));
                            } catch (GeneralSecurityException e) {
                                return Optional.empty();
                            }
                        });
        assertThat(cases).isGreaterThan(30);
    }
}

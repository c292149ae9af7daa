package vn.antin.crypto.bc.kem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.GCMParameters;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;

/** ML-KEM and KEMRecipientInfo against what others made. */
class MlKemVectorsTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Project Wycheproof: derived keys, secrets, implicit rejection, wrong lengths. */
    @ParameterizedTest
    @EnumSource(MlKem.class)
    void decapsulation_agrees_with_wycheproof(MlKem set) throws IOException {
        int cases = 0;
        int refused = 0;
        for (JsonObject group : wycheproof(set).objects("testGroups")) {
            for (JsonObject test : group.objects("tests")) {
                String name = set + " " + test.integer("tcId");
                byte[] ciphertext = HEX.parseHex(test.string("c"));
                try (MlKemKey key = MlKemKey.ofSeed(set, HEX.parseHex(test.string("seed")))) {
                    if (test.has("ek")) {
                        byte[] spki = key.publicKey().getEncoded();
                        assertThat(HEX.formatHex(spki)).as(name).endsWith(test.string("ek"));
                    }
                    try (SecretBytes secret = key.decapsulate(ciphertext)) {
                        assertThat(test.string("result")).as(name).isEqualTo("valid");
                        assertThat(HEX.formatHex(secret.use(byte[]::clone)))
                                .as(name)
                                .isEqualTo(test.string("K"));
                    }
                } catch (IllegalArgumentException e) {
                    assertThat(test.string("result")).as(name).isEqualTo("invalid");
                    refused++;
                } catch (KeyException e) {
                    assertThat(e.reason()).isEqualTo(KeyException.Reason.BAD_INPUT);
                    assertThat(test.string("result")).as(name).isEqualTo("invalid");
                    refused++;
                }
                cases++;
            }
        }
        assertThat(cases).isGreaterThan(150);
        assertThat(refused).isGreaterThan(20).isLessThan(cases);
    }

    private static JsonObject wycheproof(MlKem set) throws IOException {
        String number = set.standardName().substring("ML-KEM-".length());
        try (InputStream file =
                        MlKemVectorsTest.class.getResourceAsStream(
                                "/vn/antin/crypto/bc/cms/wycheproof/mlkem_"
                                        + number
                                        + "_test.json.gz");
                InputStream in = new GZIPInputStream(file)) {
            return JsonObject.parse(in.readAllBytes());
        }
    }

    private static byte[] artefact(String name) throws IOException {
        try (InputStream in = MlKemVectorsTest.class.getResourceAsStream("pqc-cms/" + name)) {
            return in.readAllBytes();
        }
    }

    private static MlKemKey privateKey(MlKem set, String level) throws IOException {
        MLKEMPrivateKeyParameters key =
                (MLKEMPrivateKeyParameters)
                        PrivateKeyFactory.createKey(artefact("ml-kem-" + level + "-private.der"));
        return MlKemKey.ofSeed(set, key.getSeed());
    }

    private static OtherRecipientInfo only(ASN1Set recipients) {
        assertThat(recipients.size()).isEqualTo(1);
        return (OtherRecipientInfo) RecipientInfo.getInstance(recipients.getObjectAt(0)).getInfo();
    }

    /** AuthEnvelopedData, with and without keying material of the sender. */
    @ParameterizedTest
    @CsvSource({
        "ML_KEM_768, 768, ''",
        "ML_KEM_768, 768, -ukm",
        "ML_KEM_1024, 1024, ''",
        "ML_KEM_1024, 1024, -ukm"
    })
    void messages_of_the_ietf_hackathon_open(MlKem set, String level, String variant)
            throws Exception {
        AuthEnvelopedData data =
                AuthEnvelopedData.getInstance(
                        content("ml-kem-" + level + "-auth-enveloped" + variant + ".der"));
        OtherRecipientInfo recipient = only(data.getRecipientInfos());
        assertThat(KemRecipient.isOne(recipient)).isTrue();
        assertThat(KemRecipient.rebuilt(recipient)).isEqualTo(recipient);
        EncryptedContentInfo content = data.getAuthEncryptedContentInfo();
        GCMParameters gcm =
                GCMParameters.getInstance(content.getContentEncryptionAlgorithm().getParameters());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        try (MlKemKey key = privateKey(set, level);
                SecretBytes contentKey = KemRecipient.unwrap(recipient, key)) {
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(contentKey.use(byte[]::clone), "AES"),
                    new GCMParameterSpec(8 * gcm.getIcvLen(), gcm.getNonce()));
        }
        byte[] opened = cipher.update(content.getEncryptedContent().getOctets());
        byte[] last = cipher.doFinal(data.getMac().getOctets());
        assertThat(join(opened, last)).isEqualTo(artefact("expected_plaintext.txt"));
    }

    @ParameterizedTest
    @CsvSource({"ML_KEM_768, 768", "ML_KEM_1024, 1024"})
    void messages_without_authentication_have_the_same_recipients(MlKem set, String level)
            throws Exception {
        EnvelopedData data =
                EnvelopedData.getInstance(content("ml-kem-" + level + "-enveloped.der"));
        EncryptedContentInfo content = data.getEncryptedContentInfo();
        byte[] vector =
                ASN1OctetString.getInstance(content.getContentEncryptionAlgorithm().getParameters())
                        .getOctets();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        try (MlKemKey key = privateKey(set, level);
                SecretBytes contentKey = KemRecipient.unwrap(only(data.getRecipientInfos()), key)) {
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(contentKey.use(byte[]::clone), "AES"),
                    new IvParameterSpec(vector));
        }
        assertThat(cipher.doFinal(content.getEncryptedContent().getOctets()))
                .isEqualTo(artefact("expected_plaintext.txt"));
    }

    @ParameterizedTest
    @CsvSource({"ML_KEM_768, 768, ML_KEM_1024, 1024", "ML_KEM_1024, 1024, ML_KEM_768, 768"})
    void the_key_of_another_level_opens_nothing(
            MlKem unused, String level, MlKem otherSet, String otherLevel) throws Exception {
        AuthEnvelopedData data =
                AuthEnvelopedData.getInstance(content("ml-kem-" + level + "-auth-enveloped.der"));
        OtherRecipientInfo recipient = only(data.getRecipientInfos());
        try (MlKemKey other = privateKey(otherSet, otherLevel)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> KemRecipient.unwrap(recipient, other));
        }
    }

    /** RFC 9935: the key in a certificate is the one that the seed gives. */
    @ParameterizedTest
    @CsvSource({"ML_KEM_768, 768", "ML_KEM_1024, 1024"})
    void the_seed_gives_the_key_in_the_certificate(MlKem set, String level) throws IOException {
        byte[] spki =
                Certificate.getInstance(artefact("ml-kem-" + level + "-certificate.der"))
                        .getSubjectPublicKeyInfo()
                        .getEncoded();
        PublicKey certified = MlKem.parse(spki);
        assertThat(MlKem.of(certified)).contains(set);
        try (MlKemKey key = privateKey(set, level)) {
            assertThat(MessageDigest.isEqual(key.publicKey().getEncoded(), spki)).isTrue();
        }
    }

    /** FIPS 203 7.2: the modulus check, the type check, and no other kind of key. */
    @ParameterizedTest
    @EnumSource(MlKem.class)
    void malformed_public_keys_are_refused(MlKem set) {
        byte[] spki;
        try (MlKemKey key = MlKemKey.ofSeed(set, new byte[MlKem.SEED_LENGTH])) {
            spki = key.publicKey().getEncoded();
        }
        byte[] big = spki.clone();
        big[spki.length - 100] = (byte) 0xff;
        big[spki.length - 101] = (byte) 0xff;
        big[spki.length - 102] = (byte) 0xff;
        for (byte[] bad :
                new byte[][] {
                    big,
                    Arrays.copyOf(spki, spki.length - 1),
                    Arrays.copyOf(spki, spki.length + 1),
                    new byte[0],
                    {0x30, 0}
                }) {
            assertThatIllegalArgumentException().isThrownBy(() -> MlKem.parse(bad));
        }
    }

    @ParameterizedTest
    @EnumSource(MlKem.class)
    void a_private_key_is_written_as_its_seed_and_read_again(MlKem set) {
        byte[] seed = new byte[MlKem.SEED_LENGTH];
        Arrays.fill(seed, (byte) 7);
        try (MlKemKey key = MlKemKey.ofSeed(set, seed);
                SecretBytes pkcs8 = key.toPkcs8();
                MlKemKey read = MlKemKey.parse(pkcs8.use(byte[]::clone))) {
            assertThat(read.publicKey()).isEqualTo(key.publicKey());
            assertThat(read.set()).isEqualTo(set);
            assertThat(pkcs8.length()).isLessThan(100);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        MlKemKey.parse(
                                artefact("ml-kem-768-private.der"))); // seed and expanded key: not
        // ours
    }

    private static ASN1Primitive content(String name) throws IOException {
        return ContentInfo.getInstance(ASN1Primitive.fromByteArray(artefact(name)))
                .getContent()
                .toASN1Primitive();
    }

    private static byte[] join(byte[] first, byte[] second) {
        if (first == null) {
            return second;
        }
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}

package vn.antin.crypto.bc.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientOperator;
import org.bouncycastle.cms.jcajce.JceKEMRecipient;
import org.bouncycastle.jcajce.spec.MLKEMParameterSpec;
import org.bouncycastle.jcajce.spec.MLKEMPrivateKeySpec;
import org.bouncycastle.operator.InputDecryptor;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.bc.kem.MlKemKey;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.document.Mutations;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.testkit.SoftwareVault;

/** An envelope for cards in an envelope for endpoints: both keys are needed, in this order. */
class NestedEnvelopeTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] CONTENT = "Tối mật".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEED = seed(1);
    private static final MlKemKey FIRST = MlKemKey.ofSeed(MlKem.ML_KEM_768, SEED);
    private static final MlKemKey SECOND = MlKemKey.ofSeed(MlKem.ML_KEM_1024, seed(2));
    private static final SoftwareVault CARD = new SoftwareVault().ecP256("k");
    private static final byte[] INNER =
            CmsEnvelope.seal(Oids.DATA, CONTENT, List.of(card()), RANDOM);
    private static final byte[] NESTED =
            CmsEnvelope.nest(INNER, List.of(of(FIRST), of(SECOND)), RANDOM);

    private static byte[] seed(int fill) {
        byte[] seed = new byte[MlKem.SEED_LENGTH];
        Arrays.fill(seed, (byte) fill);
        return seed;
    }

    private static RecipientKey of(MlKemKey key) {
        return new RecipientKey(KeyIdentifier.of(key.publicKey()), key.publicKey());
    }

    private static RecipientKey card() {
        return new RecipientKey(KeyIdentifier.of(CARD.publicKey("k")), CARD.publicKey("k"));
    }

    private static Function<byte[], Optional<DecryptionKey>> keys(DecryptionKey... keys) {
        return name ->
                Arrays.stream(keys)
                        .filter(key -> Arrays.equals(KeyIdentifier.of(key.publicKey()), name))
                        .findFirst();
    }

    private static Kind refusal(byte[] der, DecryptionKey... keys) {
        try {
            byte[] unused = CmsEnvelope.unnest(der, keys(keys));
        } catch (CmsException e) {
            return e.kind();
        }
        throw new AssertionError("it opened");
    }

    @Test
    void every_endpoint_opens_it_to_the_very_envelope_inside() throws CmsException {
        for (MlKemKey key : List.of(FIRST, SECOND)) {
            byte[] inner = CmsEnvelope.unnest(NESTED, keys(key));
            assertThat(inner).isEqualTo(INNER);
            assertThat(CmsEnvelope.open(inner, CARD::decryptionKey)).isEqualTo(CONTENT);
        }
    }

    @Test
    void anyone_sees_that_it_is_nested_and_for_which_keys() throws CmsException {
        assertThat(CmsEnvelope.nestedFor(NESTED).orElseThrow())
                .usingElementComparator(Arrays::compare)
                .containsExactlyInAnyOrder(
                        KeyIdentifier.of(FIRST.publicKey()), KeyIdentifier.of(SECOND.publicKey()));
        assertThat(CmsEnvelope.nestedFor(INNER)).isEmpty();
        assertThatThrownBy(() -> CmsEnvelope.nestedFor(CONTENT)).isInstanceOf(CmsException.class);
    }

    @Test
    void neither_key_opens_it_alone() {
        assertThat(refusal(NESTED, CARD.decryptionKey("k"))).isEqualTo(Kind.NOT_A_RECIPIENT);
        assertThatThrownBy(() -> CmsEnvelope.open(NESTED, keys(FIRST)))
                .isInstanceOf(CmsException.class);
        assertThatThrownBy(() -> CmsEnvelope.open(INNER, keys(FIRST)))
                .isInstanceOfSatisfying(
                        CmsException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.NOT_A_RECIPIENT));
    }

    @Test
    void an_envelope_that_is_not_nested_does_not_pass_for_one() {
        assertThat(refusal(INNER, FIRST, CARD.decryptionKey("k"))).isEqualTo(Kind.MALFORMED);
    }

    @Test
    void another_key_under_the_same_name_opens_nothing() {
        for (MlKem set : MlKem.values()) {
            MlKemKey wrong = MlKemKey.ofSeed(set, seed(9));
            assertThatThrownBy(() ->
                            CmsEnvelope.unnest(
                                    NESTED,
                                    name ->
                                            Arrays.equals(name, KeyIdentifier.of(FIRST.publicKey()))
                                                    ? Optional.of(wrong)
                                                    : Optional.empty()))
                    .isInstanceOfSatisfying(
                            CmsException.class,
                            e -> assertThat(e.kind()).isEqualTo(Kind.DECRYPTION_FAILED));
        }
    }

    /** Recipients are alternatives: one of each kind is as weak as the weaker. */
    @Test
    void keys_of_cards_and_of_endpoints_are_never_recipients_of_one_envelope() {
        for (List<RecipientKey> mixed : List.of(List.of(of(FIRST)), List.of(card(), of(FIRST)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CmsEnvelope.seal(Oids.DATA, CONTENT, mixed, RANDOM));
        }
        for (List<RecipientKey> mixed :
                List.of(List.<RecipientKey>of(), List.of(card()), List.of(of(FIRST), card()))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CmsEnvelope.nest(INNER, mixed, RANDOM));
        }
    }

    @Test
    void every_encapsulation_is_fresh() throws CmsException {
        byte[] again = CmsEnvelope.nest(INNER, List.of(of(FIRST), of(SECOND)), RANDOM);
        assertThat(again).isNotEqualTo(NESTED).hasSameSizeAs(NESTED);
        assertThat(CmsEnvelope.unnest(again, keys(FIRST))).isEqualTo(INNER);
    }

    /** Other recipients are not under the tag; the outer signature is over all of it. */
    @Test
    void a_ciphertext_that_was_cut_or_changed_is_refused() {
        byte[] one = CmsEnvelope.nest(INNER, List.of(of(FIRST)), RANDOM);
        for (int at = 0; at < one.length; at += 31) {
            byte[] changed = one.clone();
            changed[at] ^= 4;
            assertThat(refusal(changed, FIRST))
                    .isIn(Kind.MALFORMED, Kind.DECRYPTION_FAILED, Kind.NOT_A_RECIPIENT);
        }
        assertThat(refusal(Arrays.copyOf(one, one.length - 1), FIRST)).isEqualTo(Kind.MALFORMED);
    }

    /** The content key as a reader finds it that is not ours: Bouncy Castle's own CMS package. */
    private static final class TheirReader extends JceKEMRecipient {
        private Key contentKey = new SecretKeySpec(new byte[32], "AES");

        TheirReader(PrivateKey key) {
            super(key);
            setProvider(BouncyCastle.PROVIDER);
        }

        @Override
        public RecipientOperator getRecipientOperator(
                AlgorithmIdentifier wrap, AlgorithmIdentifier content, byte[] encrypted)
                throws CMSException {
            contentKey = extractSecretKey(wrap, content, encrypted);
            return new RecipientOperator(
                    new InputDecryptor() {
                        @Override
                        public AlgorithmIdentifier getAlgorithmIdentifier() {
                            return content;
                        }

                        @Override
                        public InputStream getInputStream(InputStream in) {
                            return in;
                        }
                    });
        }
    }

    @Test
    void the_cms_package_of_bouncy_castle_finds_the_same_content_key() throws Exception {
        byte[] nested = CmsEnvelope.nest(INNER, List.of(of(FIRST)), RANDOM);
        TheirReader theirs =
                new TheirReader(
                        KeyFactory.getInstance("ML-KEM", BouncyCastle.PROVIDER)
                                .generatePrivate(
                                        new MLKEMPrivateKeySpec(
                                                MLKEMParameterSpec.ml_kem_768, SEED)));
        byte[] unused =
                new CMSAuthEnvelopedData(nested)
                        .getRecipientInfos()
                        .getRecipients()
                        .iterator()
                        .next()
                        .getContent(theirs);
        CmsEnvelope.Parts parts = CmsEnvelope.read(Oids.AUTH_ENVELOPED, nested);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE, theirs.contentKey, new GCMParameterSpec(128, parts.nonce()));
        cipher.updateAAD(
                new DERSet(new Attribute(Oids.CONTENT_TYPE, new DERSet(Oids.AUTH_ENVELOPED)))
                        .getEncoded("DER"));
        byte[] sealed = Arrays.copyOf(parts.encrypted(), parts.encrypted().length + 16);
        System.arraycopy(parts.tag(), 0, sealed, parts.encrypted().length, 16);
        assertThat(cipher.doFinal(sealed))
                .isEqualTo(Der.bytes(ContentInfo.getInstance(INNER).getContent()));
    }

    @FuzzTest
    void unnesting_never_breaks(byte[] bytes) {
        unnest(bytes);
    }

    @Test
    void mutated_envelopes_are_refused_or_are_the_same() {
        Random random = new Random(21);
        for (int i = 0; i < 3000; i++) {
            unnest(Mutations.mutate(NESTED, random));
        }
    }

    private static void unnest(byte[] bytes) {
        try {
            int unused = CmsEnvelope.nestedFor(bytes).map(List::size).orElse(0);
            assertThat(CmsEnvelope.unnest(bytes, keys(FIRST, SECOND))).isEqualTo(INNER);
        } catch (CmsException e) {
            assertThat(e.kind())
                    .isIn(
                            Kind.MALFORMED,
                            Kind.DECRYPTION_FAILED,
                            Kind.NOT_A_RECIPIENT,
                            Kind.TOO_BIG);
        }
    }
}

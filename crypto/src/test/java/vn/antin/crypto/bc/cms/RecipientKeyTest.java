package vn.antin.crypto.bc.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.RecipientKeyIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.crypto.testkit.SoftwareVault.KeyType;

/** What is accepted as a content key wrapped for us, in documents and challenges alike. */
class RecipientKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] CONTENT = "tin".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = new byte[KeyChallenge.SECRET_LENGTH];
    private static final String KEY = "encryption";

    private static RecipientKey recipient(SoftwareVault vault) {
        PublicKey key = vault.publicKey(KEY);
        return new RecipientKey(KeyIdentifier.of(key), key);
    }

    private static byte[] document(SoftwareVault vault) {
        return CmsEnvelope.seal(Oids.DATA, CONTENT, List.of(recipient(vault)), RANDOM);
    }

    private static byte[] challenge(SoftwareVault vault) {
        RecipientKey key = recipient(vault);
        return KeyChallenge.seal(key.key(), key.identifier(), SECRET, RANDOM);
    }

    private static byte[] answer(SoftwareVault vault, byte[] challenge) throws CmsException {
        return KeyChallenge.open(
                challenge, recipient(vault).identifier(), vault.decryptionKey(KEY));
    }

    private static void assertRefused(SoftwareVault vault, byte[] envelope, Kind kind) {
        assertThatThrownBy(() -> CmsEnvelope.open(envelope, vault::decryptionKey))
                .isInstanceOfSatisfying(
                        CmsException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static void assertNoChallenge(SoftwareVault vault, byte[] challenge) {
        assertThatThrownBy(() -> answer(vault, challenge))
                .isInstanceOfSatisfying(
                        CmsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED));
    }

    /** The same envelope with other recipients. */
    private static byte[] with(byte[] envelope, ASN1Encodable... recipients) {
        AuthEnvelopedData data = data(envelope);
        return Der.bytes(
                new ContentInfo(
                        Oids.AUTH_ENVELOPED,
                        new AuthEnvelopedData(
                                null,
                                new DERSet(recipients),
                                data.getAuthEncryptedContentInfo(),
                                data.getAuthAttrs(),
                                data.getMac(),
                                null)));
    }

    private static AuthEnvelopedData data(byte[] envelope) {
        return AuthEnvelopedData.getInstance(ContentInfo.getInstance(envelope).getContent());
    }

    private static RecipientInfo only(byte[] envelope) {
        return RecipientInfo.getInstance(data(envelope).getRecipientInfos().getObjectAt(0));
    }

    private static byte[] changed(byte[] envelope, UnaryOperator<KeyAgreeRecipientInfo> change) {
        KeyAgreeRecipientInfo agreed = (KeyAgreeRecipientInfo) only(envelope).getInfo();
        return with(envelope, new RecipientInfo(change.apply(agreed)));
    }

    private static byte[] withKeys(byte[] envelope, RecipientEncryptedKey... keys) {
        return changed(
                envelope,
                agreed ->
                        new KeyAgreeRecipientInfo(
                                agreed.getOriginator(),
                                null,
                                agreed.getKeyEncryptionAlgorithm(),
                                new DERSequence(keys)));
    }

    private static RecipientEncryptedKey onlyKey(byte[] envelope) {
        KeyAgreeRecipientInfo agreed = (KeyAgreeRecipientInfo) only(envelope).getInfo();
        return RecipientEncryptedKey.getInstance(agreed.getRecipientEncryptedKeys().getObjectAt(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384", "RSA_3072"})
    void what_is_wrapped_for_a_key_opens_with_it(KeyType type) throws CmsException {
        SoftwareVault vault = new SoftwareVault().generate(KEY, type);
        assertThat(CmsEnvelope.open(document(vault), vault::decryptionKey)).isEqualTo(CONTENT);
        assertThat(answer(vault, challenge(vault))).isEqualTo(SECRET);
    }

    @ParameterizedTest
    @EnumSource(
            value = KeyType.class,
            names = {"EC_P256", "EC_P384"})
    void keying_material_of_another_implementation_goes_into_the_key(KeyType type)
            throws CmsException, CMSException, IOException, GeneralSecurityException {
        SoftwareVault vault = new SoftwareVault().generate(KEY, type);
        RecipientKey key = recipient(vault);
        KeyPair ephemeral = SoftwareVault.newKeyPair(type);
        ASN1ObjectIdentifier scheme =
                type == KeyType.EC_P256 ? CMSAlgorithm.ECDH_SHA256KDF : CMSAlgorithm.ECDH_SHA384KDF;
        BouncyCastleProvider provider = new BouncyCastleProvider();
        CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
        generator.addRecipientInfoGenerator(
                new JceKeyAgreeRecipientInfoGenerator(
                                scheme,
                                ephemeral.getPrivate(),
                                ephemeral.getPublic(),
                                CMSAlgorithm.AES256_WRAP)
                        .setProvider(provider)
                        .setUserKeyingMaterial(new byte[] {1, 2, 3})
                        .addRecipient(key.identifier(), key.key()));
        byte[] envelope =
                generator
                        .generate(
                                new CMSProcessableByteArray(CONTENT),
                                (OutputAEADEncryptor)
                                        new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                                                .setProvider(provider)
                                                .build())
                        .toASN1Structure()
                        .getEncoded("DER");
        assertThat(CmsEnvelope.open(envelope, vault::decryptionKey)).isEqualTo(CONTENT);
        byte[] without =
                changed(
                        envelope,
                        agreed ->
                                new KeyAgreeRecipientInfo(
                                        agreed.getOriginator(),
                                        null,
                                        agreed.getKeyEncryptionAlgorithm(),
                                        agreed.getRecipientEncryptedKeys()));
        assertRefused(vault, without, Kind.DECRYPTION_FAILED);
    }

    @Test
    void a_point_has_only_its_uncompressed_form() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        byte[] compressed =
                changed(
                        document(vault),
                        agreed -> {
                            OriginatorPublicKey sent = agreed.getOriginator().getOriginatorKey();
                            byte[] point =
                                    ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp256r1)
                                            .getCurve()
                                            .decodePoint(sent.getPublicKeyData().getOctets())
                                            .getEncoded(true);
                            return from(agreed, point);
                        });
        assertRefused(vault, compressed, Kind.DECRYPTION_FAILED);
    }

    @Test
    void a_point_is_on_the_curve_of_the_recipient() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        byte[] envelope = document(vault);
        OriginatorPublicKey sent =
                ((KeyAgreeRecipientInfo) only(envelope).getInfo())
                        .getOriginator()
                        .getOriginatorKey();
        byte[] beside = sent.getPublicKeyData().getOctets();
        beside[beside.length - 1] ^= 1;
        assertRefused(
                vault, changed(envelope, agreed -> from(agreed, beside)), Kind.DECRYPTION_FAILED);
    }

    private static KeyAgreeRecipientInfo from(KeyAgreeRecipientInfo agreed, byte[] point) {
        return new KeyAgreeRecipientInfo(
                new OriginatorIdentifierOrKey(
                        new OriginatorPublicKey(
                                agreed.getOriginator().getOriginatorKey().getAlgorithm(), point)),
                null,
                agreed.getKeyEncryptionAlgorithm(),
                agreed.getRecipientEncryptedKeys());
    }

    @Test
    void the_scheme_is_the_one_of_the_curve() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        byte[] envelope =
                changed(
                        document(vault),
                        agreed ->
                                new KeyAgreeRecipientInfo(
                                        agreed.getOriginator(),
                                        null,
                                        AgreementScheme.P384.identifier(),
                                        agreed.getRecipientEncryptedKeys()));
        assertRefused(vault, envelope, Kind.NOT_A_RECIPIENT);
    }

    @Test
    void an_agreement_is_for_one_key() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        byte[] envelope = document(vault);
        RecipientEncryptedKey key = onlyKey(envelope);
        assertRefused(vault, withKeys(envelope, key, key), Kind.MALFORMED);
    }

    @Test
    void a_name_is_the_identifier_and_nothing_more() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        byte[] envelope = document(vault);
        RecipientEncryptedKey dated =
                new RecipientEncryptedKey(
                        new KeyAgreeRecipientIdentifier(
                                new RecipientKeyIdentifier(
                                        new DEROctetString(recipient(vault).identifier()),
                                        new ASN1GeneralizedTime("20261122000000Z"),
                                        null)),
                        onlyKey(envelope).getEncryptedKey());
        assertRefused(vault, withKeys(envelope, dated), Kind.MALFORMED);
    }

    @Test
    void a_name_under_another_tag_is_refused() {
        SoftwareVault vault = new SoftwareVault().rsa3072(KEY);
        byte[] envelope = document(vault);
        ASN1Sequence transport = (ASN1Sequence) only(envelope).toASN1Primitive();
        byte[] identifier = recipient(vault).identifier();
        for (int tag : new int[] {1, 2, 9}) {
            DERSequence odd =
                    new DERSequence(
                            new ASN1Encodable[] {
                                new ASN1Integer(2),
                                new DERTaggedObject(false, tag, new DEROctetString(identifier)),
                                transport.getObjectAt(2),
                                transport.getObjectAt(3)
                            });
            assertRefused(vault, with(envelope, odd), Kind.MALFORMED);
        }
    }

    @Test
    void a_content_key_has_256_bits() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        try (SecretBytes shorter = SecretBytes.owning(new byte[16])) {
            assertRefused(
                    vault,
                    with(document(vault), recipient(vault).wrap(shorter, RANDOM)),
                    Kind.DECRYPTION_FAILED);
        }
    }

    @Test
    void a_document_is_no_challenge_and_a_challenge_no_document() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        byte[] document = CmsEnvelope.seal(Oids.DATA, SECRET, List.of(recipient(vault)), RANDOM);
        assertNoChallenge(vault, document);
        assertRefused(vault, challenge(vault), Kind.MALFORMED);
    }

    @Test
    void a_challenge_is_32_bytes_for_one_key() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        RecipientKey key = recipient(vault);
        assertNoChallenge(vault, CmsEnvelope.seal(Oids.CHALLENGE, CONTENT, List.of(key), RANDOM));
        assertNoChallenge(
                vault, CmsEnvelope.seal(Oids.CHALLENGE, SECRET, List.of(key, key), RANDOM));
    }

    @Test
    void the_content_type_of_a_challenge_is_authenticated() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        AuthEnvelopedData data = data(challenge(vault));
        byte[] bare =
                Der.bytes(
                        new ContentInfo(
                                Oids.AUTH_ENVELOPED,
                                new AuthEnvelopedData(
                                        null,
                                        data.getRecipientInfos(),
                                        new EncryptedContentInfo(
                                                Oids.DATA,
                                                data.getAuthEncryptedContentInfo()
                                                        .getContentEncryptionAlgorithm(),
                                                data.getAuthEncryptedContentInfo()
                                                        .getEncryptedContent()),
                                        null,
                                        data.getMac(),
                                        null)));
        assertRefused(vault, bare, Kind.DECRYPTION_FAILED);
    }

    @Test
    void nobody_else_opens_it() {
        SoftwareVault vault = new SoftwareVault().ecP256(KEY);
        SoftwareVault other = new SoftwareVault().ecP256(KEY);
        assertRefused(other, document(vault), Kind.NOT_A_RECIPIENT);
        assertThatThrownBy(() ->
                        CmsEnvelope.open(
                                document(vault),
                                name ->
                                        Arrays.equals(name, recipient(vault).identifier())
                                                ? Optional.of(other.decryptionKey(KEY))
                                                : Optional.empty()))
                .isInstanceOfSatisfying(
                        CmsException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.DECRYPTION_FAILED));
    }
}

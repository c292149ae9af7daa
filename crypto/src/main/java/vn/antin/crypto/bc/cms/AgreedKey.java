package vn.antin.crypto.bc.cms;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientKeyIdentifier;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.agreement.ECDHBasicAgreement;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.engines.AESWrapEngine;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.KDFParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.BigIntegers;
import org.bouncycastle.util.Pack;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;

/**
 * Key agreement for one recipient (RFC 5753 3.1): an ephemeral key of ours with the recipient's
 * static one, dhSinglePass-stdDH with the X9.63 KDF of SHA-256 (P-256) or SHA-384 (P-384), and AES
 * key wrap (RFC 3394) with 256 bits.
 *
 * <p>When opening, the token computes the raw shared secret and nothing else; the sender's point is
 * checked to be on the recipient's curve before the token sees it.
 */
final class AgreedKey {
    private static final ASN1ObjectIdentifier SHA256_KDF =
            SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme;
    private static final ASN1ObjectIdentifier SHA384_KDF =
            SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme;
    private static final AlgorithmIdentifier AES_WRAP =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
    private static final int KEK_LENGTH = 32;

    private AgreedKey() {}

    static KeyAgreeRecipientInfo wrap(
            SecretBytes contentKey, byte[] identifier, PublicKey recipient, SecureRandom random) {
        SubjectPublicKeyInfo info = info(recipient);
        ASN1ObjectIdentifier scheme =
                curve(info).equals(SECObjectIdentifiers.secp256r1) ? SHA256_KDF : SHA384_KDF;
        ECPublicKeyParameters theirs = parameters(info);
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(theirs.getParameters(), random));
        AsymmetricCipherKeyPair ours = generator.generateKeyPair();
        byte[] point = ((ECPublicKeyParameters) ours.getPublic()).getQ().getEncoded(false);
        ECDHBasicAgreement agreement = new ECDHBasicAgreement();
        agreement.init(ours.getPrivate());
        byte[] shared =
                BigIntegers.asUnsignedByteArray(
                        agreement.getFieldSize(), agreement.calculateAgreement(theirs));
        try (SecretBytes secret = SecretBytes.owning(shared);
                SecretBytes kek = derive(secret, scheme, new byte[0])) {
            byte[] encrypted =
                    kek.use(key -> {
                        AESWrapEngine engine = new AESWrapEngine();
                        engine.init(true, new KeyParameter(key));
                        return contentKey.use(cek -> engine.wrap(cek, 0, cek.length));
                    });
            return new KeyAgreeRecipientInfo(
                    new OriginatorIdentifierOrKey(
                            new OriginatorPublicKey(
                                    new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey),
                                    point)),
                    null,
                    new AlgorithmIdentifier(scheme, AES_WRAP),
                    new DERSequence(
                            new RecipientEncryptedKey(
                                    new KeyAgreeRecipientIdentifier(
                                            new RecipientKeyIdentifier(identifier)),
                                    new DEROctetString(encrypted))));
        }
    }

    static Optional<RecipientKey.Wrapped> find(
            KeyAgreeRecipientInfo info, Function<byte[], Optional<DecryptionKey>> keys) {
        AlgorithmIdentifier algorithm = info.getKeyEncryptionAlgorithm();
        ASN1ObjectIdentifier scheme = algorithm.getAlgorithm();
        if ((!scheme.equals(SHA256_KDF) && !scheme.equals(SHA384_KDF))
                || !AES_WRAP.equals(AlgorithmIdentifier.getInstance(algorithm.getParameters()))) {
            return Optional.empty();
        }
        for (ASN1Encodable element : info.getRecipientEncryptedKeys()) {
            RecipientEncryptedKey encrypted = RecipientEncryptedKey.getInstance(element);
            RecipientKeyIdentifier identifier = encrypted.getIdentifier().getRKeyID();
            if (identifier != null
                    && keys.apply(identifier.getSubjectKeyIdentifier().getOctets()).orElse(null)
                            instanceof KeyAgreer key) {
                return Optional.of(
                        new RecipientKey.Wrapped.Agreed(
                                key, info, encrypted.getEncryptedKey().getOctets()));
            }
        }
        return Optional.empty();
    }

    /** The same, as this class would write it. */
    static KeyAgreeRecipientInfo rebuilt(KeyAgreeRecipientInfo info) {
        OriginatorPublicKey sent = info.getOriginator().getOriginatorKey();
        ASN1EncodableVector keys = new ASN1EncodableVector();
        for (ASN1Encodable element : info.getRecipientEncryptedKeys()) {
            RecipientEncryptedKey key = RecipientEncryptedKey.getInstance(element);
            RecipientKeyIdentifier name = key.getIdentifier().getRKeyID();
            keys.add(
                    name == null
                            ? key
                            : new RecipientEncryptedKey(
                                    new KeyAgreeRecipientIdentifier(
                                            new RecipientKeyIdentifier(
                                                    name.getSubjectKeyIdentifier(),
                                                    name.getDate(),
                                                    name.getOtherKeyAttribute())),
                                    key.getEncryptedKey()));
        }
        return new KeyAgreeRecipientInfo(
                sent == null ? info.getOriginator() : new OriginatorIdentifierOrKey(sent),
                info.getUserKeyingMaterial(),
                info.getKeyEncryptionAlgorithm(),
                new DERSequence(keys));
    }

    static SecretBytes unwrap(KeyAgreer key, KeyAgreeRecipientInfo info, byte[] encrypted)
            throws CmsException {
        PublicKey originator = originator(key.publicKey(), info.getOriginator());
        ASN1OctetString material = info.getUserKeyingMaterial();
        byte[] ukm = material == null ? new byte[0] : material.getOctets();
        ASN1ObjectIdentifier scheme = info.getKeyEncryptionAlgorithm().getAlgorithm();
        try (SecretBytes shared = key.agree(originator);
                SecretBytes kek = derive(shared, scheme, ukm)) {
            return kek.use(bytes -> unwrap(bytes, encrypted));
        } catch (IllegalStateException e) {
            throw new CmsException(Kind.DECRYPTION_FAILED, "the content key does not open", e);
        }
    }

    private static SecretBytes unwrap(byte[] kek, byte[] encrypted) {
        try {
            AESWrapEngine engine = new AESWrapEngine();
            engine.init(false, new KeyParameter(kek));
            return SecretBytes.owning(engine.unwrap(encrypted, 0, encrypted.length));
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new IllegalStateException("AES key unwrap failed", e);
        }
    }

    /** The sender's public key, on the curve of the recipient's. */
    private static PublicKey originator(PublicKey recipient, OriginatorIdentifierOrKey originator)
            throws CmsException {
        try {
            OriginatorPublicKey sent = originator.getOriginatorKey();
            SubjectPublicKeyInfo mine = info(recipient);
            ASN1Encodable parameters = sent.getAlgorithm().getParameters();
            boolean sameCurve =
                    parameters == null
                            || parameters.equals(org.bouncycastle.asn1.DERNull.INSTANCE)
                            || parameters.equals(curve(mine));
            if (sameCurve
                    && sent.getAlgorithm()
                            .getAlgorithm()
                            .equals(X9ObjectIdentifiers.id_ecPublicKey)) {
                SubjectPublicKeyInfo theirs =
                        new SubjectPublicKeyInfo(
                                mine.getAlgorithm(), sent.getPublicKeyData().getOctets());
                ECPublicKeyParameters checked = parameters(theirs);
                SubjectPublicKeyInfo uncompressed =
                        new SubjectPublicKeyInfo(
                                mine.getAlgorithm(), checked.getQ().getEncoded(false));
                return KeyFactory.getInstance("EC")
                        .generatePublic(new X509EncodedKeySpec(Der.bytes(uncompressed)));
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CmsException(Kind.DECRYPTION_FAILED, "the sender's point is not usable", e);
        }
        throw new CmsException(Kind.DECRYPTION_FAILED, "the sender's key is on another curve");
    }

    /** X9.63 KDF (SEC 1 3.6.1) over ECC-CMS-SharedInfo (RFC 5753 7.2). */
    private static SecretBytes derive(SecretBytes shared, ASN1ObjectIdentifier scheme, byte[] ukm) {
        Digest digest = scheme.equals(SHA256_KDF) ? new SHA256Digest() : new SHA384Digest();
        byte[] bits = Pack.intToBigEndian(8 * KEK_LENGTH);
        ECCCMSSharedInfo info =
                ukm.length == 0
                        ? new ECCCMSSharedInfo(AES_WRAP, bits)
                        : new ECCCMSSharedInfo(AES_WRAP, ukm, bits);
        byte[] kek = new byte[KEK_LENGTH];
        shared.with(secret -> {
            KDF2BytesGenerator kdf = new KDF2BytesGenerator(digest);
            kdf.init(new KDFParameters(secret, Der.bytes(info)));
            int unused = kdf.generateBytes(kek, 0, kek.length);
        });
        return SecretBytes.owning(kek);
    }

    private static SubjectPublicKeyInfo info(PublicKey key) {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        if (!info.getAlgorithm().getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                || (!curve(info).equals(SECObjectIdentifiers.secp256r1)
                        && !curve(info).equals(SECObjectIdentifiers.secp384r1))) {
            throw new IllegalArgumentException("an encryption key is on P-256 or P-384, or RSA");
        }
        return info;
    }

    private static ASN1ObjectIdentifier curve(SubjectPublicKeyInfo info) {
        return ASN1ObjectIdentifier.getInstance(info.getAlgorithm().getParameters());
    }

    /** Also checks that the point is on its curve and not at infinity. */
    private static ECPublicKeyParameters parameters(SubjectPublicKeyInfo info) {
        try {
            return (ECPublicKeyParameters) PublicKeyFactory.createKey(info);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a key on a curve", e);
        }
    }
}

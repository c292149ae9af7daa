package vn.antin.crypto.bc;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.RecipientKeyIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.Unwrapper;

/**
 * Wraps a content-encryption key for a recipient and unwraps it with a key in a token.
 *
 * <p>EC: ephemeral-static ECDH with the X9.63 KDF and AES-256 key wrap (RFC 5753 3.1), SHA-256 on
 * P-256 and SHA-384 on P-384. RSA: RSAES-OAEP with SHA-256 throughout (RFC 4056). Recipients are
 * named by subject key identifier only. Thread-safe.
 */
final class RecipientKeys {
    static final AlgorithmIdentifier AES256_WRAP =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
    private static final AlgorithmIdentifier SHA256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    private static final AlgorithmIdentifier OAEP =
            new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_RSAES_OAEP,
                    new RSAESOAEPparams(
                            SHA256,
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA256),
                            RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

    private RecipientKeys() {}

    /**
     * Recipient information with {@code contentKey} wrapped for a public key.
     *
     * @param identifier the recipient's subject key identifier
     */
    static RecipientInfo wrap(
            PublicKey recipient, byte[] identifier, byte[] contentKey, SecureRandom random)
            throws GeneralSecurityException {
        if (recipient.getAlgorithm().equals("RSA")) {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    recipient,
                    new OAEPParameterSpec(
                            "SHA-256",
                            "MGF1",
                            MGF1ParameterSpec.SHA256,
                            PSource.PSpecified.DEFAULT),
                    random);
            return new RecipientInfo(
                    new KeyTransRecipientInfo(
                            new RecipientIdentifier(new DEROctetString(identifier)),
                            OAEP,
                            new DEROctetString(cipher.doFinal(contentKey))));
        }
        EcAgreement agreement = EcAgreement.of(recipient);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(agreement.curveName()), random);
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement exchange = KeyAgreement.getInstance("ECDH");
        exchange.init(ephemeral.getPrivate());
        exchange.doPhase(recipient, true);
        byte[] shared = exchange.generateSecret();
        byte[] kek = agreement.keyEncryptionKey(shared, new byte[0]);
        byte[] wrapped = aesWrap(kek, contentKey);
        Arrays.fill(shared, (byte) 0);
        Arrays.fill(kek, (byte) 0);
        return new RecipientInfo(
                new KeyAgreeRecipientInfo(
                        new OriginatorIdentifierOrKey(
                                new OriginatorPublicKey(
                                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey),
                                        CertificateReading.subjectPublicKeyBits(
                                                ephemeral.getPublic()))),
                        null,
                        agreement.identifier(),
                        new DERSequence(
                                new RecipientEncryptedKey(
                                        new KeyAgreeRecipientIdentifier(
                                                new RecipientKeyIdentifier(identifier)),
                                        new DEROctetString(wrapped)))));
    }

    /**
     * The subject key identifier that names the recipient; empty when it is named otherwise, when
     * there are several in one, or for other kinds of recipient.
     */
    static Optional<byte[]> identifier(RecipientInfo recipient) {
        if (recipient.getInfo() instanceof KeyTransRecipientInfo transport) {
            return transport.getRecipientIdentifier().getId() instanceof ASN1OctetString identifier
                    ? Optional.of(identifier.getOctets())
                    : Optional.empty();
        }
        if (recipient.getInfo() instanceof KeyAgreeRecipientInfo agreed
                && agreed.getRecipientEncryptedKeys().size() == 1) {
            RecipientKeyIdentifier identifier = onlyKey(agreed).getIdentifier().getRKeyID();
            return identifier == null
                    ? Optional.empty()
                    : Optional.of(identifier.getSubjectKeyIdentifier().getOctets());
        }
        return Optional.empty();
    }

    /**
     * The content-encryption key, to be closed by the caller.
     *
     * @throws GeneralSecurityException when it is not wrapped for this key in one of the two ways
     *     above; errors of the token are {@code KeyException}s
     */
    static SecretBytes unwrap(RecipientInfo recipient, DecryptionKey key)
            throws GeneralSecurityException {
        if (recipient.getInfo() instanceof KeyTransRecipientInfo transport
                && key instanceof Unwrapper unwrapper) {
            if (!isOaep(transport)) {
                throw new InvalidKeyException("the key is not wrapped by OAEP with SHA-256");
            }
            return unwrapper.unwrap(transport.getEncryptedKey().getOctets());
        }
        if (recipient.getInfo() instanceof KeyAgreeRecipientInfo agreed
                && key instanceof KeyAgreer agreer) {
            requireOnlyEncoding(recipient, agreed);
            return unwrap(Agreed.read(agreed, agreer.publicKey()), agreer);
        }
        throw new InvalidKeyException("the key is wrapped for another kind of key");
    }

    /** What is needed of a KeyAgreeRecipientInfo, all of it checked. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call
    private record Agreed(
            EcAgreement agreement, PublicKey point, byte[] userKeyingMaterial, byte[] wrapped) {

        static Agreed read(KeyAgreeRecipientInfo recipient, PublicKey own)
                throws GeneralSecurityException {
            EcAgreement agreement = EcAgreement.of(own);
            try {
                OriginatorPublicKey originator = recipient.getOriginator().getOriginatorKey();
                if (!recipient.getVersion().hasValue(3)
                        || !agreement.identifier().equals(recipient.getKeyEncryptionAlgorithm())
                        || originator == null
                        || !agreement.isKeyType(originator.getAlgorithm())
                        || recipient.getRecipientEncryptedKeys().size() != 1) {
                    throw new InvalidKeyException("the key is not wrapped by ECDH as expected");
                }
                ASN1OctetString material = recipient.getUserKeyingMaterial();
                return new Agreed(
                        agreement,
                        agreement.point(originator.getPublicKeyData().getOctets()),
                        material == null ? new byte[0] : material.getOctets(),
                        onlyKey(recipient).getEncryptedKey().getOctets());
            } catch (RuntimeException e) {
                throw new InvalidKeyException("the wrapped key cannot be read", e);
            }
        }
    }

    /** The library reads some tags without looking at them; only what we would write is taken. */
    private static void requireOnlyEncoding(RecipientInfo recipient, KeyAgreeRecipientInfo agreed)
            throws InvalidKeyException {
        try {
            OriginatorPublicKey originator = agreed.getOriginator().getOriginatorKey();
            RecipientEncryptedKey only = onlyKey(agreed);
            RecipientInfo same =
                    new RecipientInfo(
                            new KeyAgreeRecipientInfo(
                                    new OriginatorIdentifierOrKey(
                                            new OriginatorPublicKey(
                                                    originator.getAlgorithm(),
                                                    originator.getPublicKeyData().getOctets())),
                                    agreed.getUserKeyingMaterial(),
                                    agreed.getKeyEncryptionAlgorithm(),
                                    new DERSequence(
                                            new RecipientEncryptedKey(
                                                    new KeyAgreeRecipientIdentifier(
                                                            new RecipientKeyIdentifier(
                                                                    only.getIdentifier()
                                                                            .getRKeyID()
                                                                            .getSubjectKeyIdentifier()
                                                                            .getOctets())),
                                                    only.getEncryptedKey()))));
            if (!Arrays.equals(der(same), der(recipient))) {
                throw new InvalidKeyException("the wrapped key is not in its one encoding");
            }
        } catch (RuntimeException e) {
            throw new InvalidKeyException("the wrapped key cannot be read", e);
        }
    }

    private static SecretBytes unwrap(Agreed recipient, KeyAgreer key)
            throws GeneralSecurityException {
        try (SecretBytes shared = key.agree(recipient.point());
                SecretBytes kek =
                        derive(recipient.agreement(), shared, recipient.userKeyingMaterial())) {
            Cipher cipher = Cipher.getInstance("AESWrap");
            kek.with(bytes -> initUnwrap(cipher, bytes));
            return SecretBytes.owning(
                    cipher.unwrap(recipient.wrapped(), "AES", Cipher.SECRET_KEY).getEncoded());
        }
    }

    private static SecretBytes derive(
            EcAgreement agreement, SecretBytes shared, byte[] userKeyingMaterial) {
        return shared.use(bytes -> {
            try {
                return SecretBytes.owning(agreement.keyEncryptionKey(bytes, userKeyingMaterial));
            } catch (GeneralSecurityException e) {
                throw new AssertionError("every JDK has SHA-2", e);
            }
        });
    }

    private static void initUnwrap(Cipher cipher, byte[] key) {
        try {
            cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(key, "AES"));
        } catch (InvalidKeyException e) {
            throw new AssertionError("32 bytes are an AES key", e);
        }
    }

    private static byte[] aesWrap(byte[] kek, byte[] contentKey) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AESWrap");
        cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
        return cipher.wrap(new SecretKeySpec(contentKey, "AES"));
    }

    private static RecipientEncryptedKey onlyKey(KeyAgreeRecipientInfo recipient) {
        return RecipientEncryptedKey.getInstance(
                recipient.getRecipientEncryptedKeys().getObjectAt(0));
    }

    /** OAEP with SHA-256 in both places and no label, with or without the NULL parameters. */
    private static boolean isOaep(KeyTransRecipientInfo recipient) throws InvalidKeyException {
        try {
            AlgorithmIdentifier algorithm = recipient.getKeyEncryptionAlgorithm();
            if (!recipient.getVersion().hasValue(2)
                    || !PKCSObjectIdentifiers.id_RSAES_OAEP.equals(algorithm.getAlgorithm())
                    || algorithm.getParameters() == null) {
                return false;
            }
            RSAESOAEPparams params = RSAESOAEPparams.getInstance(algorithm.getParameters());
            AlgorithmIdentifier mask = params.getMaskGenAlgorithm();
            return isSha256(params.getHashAlgorithm())
                    && PKCSObjectIdentifiers.id_mgf1.equals(mask.getAlgorithm())
                    && mask.getParameters() != null
                    && isSha256(AlgorithmIdentifier.getInstance(mask.getParameters()))
                    && RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM.equals(
                            params.getPSourceAlgorithm());
        } catch (RuntimeException e) {
            throw new InvalidKeyException("the wrapped key cannot be read", e);
        }
    }

    private static boolean isSha256(AlgorithmIdentifier hash) {
        return NISTObjectIdentifiers.id_sha256.equals(hash.getAlgorithm())
                && isAbsentOrNull(hash.getParameters());
    }

    static boolean isAbsentOrNull(@Nullable ASN1Encodable parameters) {
        return parameters == null || DERNull.INSTANCE.equals(parameters.toASN1Primitive());
    }

    static byte[] der(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded("DER");
        } catch (IOException e) {
            throw new AssertionError("a value in memory has an encoding", e);
        }
    }
}

package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bc.kem.KemRecipient;
import vn.antin.crypto.bc.kem.MlKem;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.Decapsulator;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Unwrapper;

/**
 * A recipient's public key, and the content key wrapped for it: by key agreement ({@link
 * AgreedKey}) for a key on P-256 or P-384, by RSA-OAEP with SHA-256 (RFC 4055 4.1) for an RSA key
 * of 3072 bits up, by {@link KemRecipient} for an ML-KEM key.
 *
 * @param identifier the subject key identifier, the one name by which recipients are called
 */
@SuppressWarnings("ArrayRecordComponent") // lives only while one envelope is sealed
public record RecipientKey(byte[] identifier, PublicKey key) {
    private static final int KEY_LENGTH = 32;
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    private static final AlgorithmIdentifier SHA256 =
            new AlgorithmIdentifier(Oids.SHA256, DERNull.INSTANCE);
    private static final AlgorithmIdentifier OAEP_SHA256 =
            new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_RSAES_OAEP,
                    new RSAESOAEPparams(
                            SHA256,
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA256),
                            RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

    /**
     * The recipient with this certificate.
     *
     * @throws IllegalArgumentException when the certificate has no subject key identifier
     */
    static RecipientKey of(X509Certificate certificate) {
        try {
            return new RecipientKey(
                    CertificateReading.subjectKeyIdentifier(certificate)
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            "a recipient's certificate has no key identifier")),
                    certificate.getPublicKey());
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("a recipient's certificate cannot be read", e);
        }
    }

    /**
     * The content key for this recipient.
     *
     * @throws IllegalArgumentException when the key is not one for encryption
     */
    RecipientInfo wrap(SecretBytes contentKey, SecureRandom random) {
        if (isKem()) {
            return new RecipientInfo(KemRecipient.wrap(contentKey, identifier, key, random));
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 3072) {
            return transport(identifier, OAEP_SHA256, encrypt(contentKey, random));
        }
        return new RecipientInfo(AgreedKey.wrap(contentKey, identifier, key, random));
    }

    /** Whether it is an endpoint's ML-KEM key and not a person's. */
    boolean isKem() {
        return MlKem.of(key).isPresent();
    }

    /** The same of a recipient that was read. */
    static boolean isKem(RecipientInfo info) {
        return info.getInfo() instanceof OtherRecipientInfo other && KemRecipient.isOne(other);
    }

    /** The key identifier of such a recipient; empty for another kind or name. */
    static Optional<byte[]> kemIdentifier(RecipientInfo info) {
        return info.getInfo() instanceof OtherRecipientInfo other && KemRecipient.isOne(other)
                ? KemRecipient.identifier(other)
                : Optional.empty();
    }

    private static RecipientInfo transport(
            byte[] identifier, AlgorithmIdentifier algorithm, byte[] encrypted) {
        return new RecipientInfo(
                new KeyTransRecipientInfo(
                        new RecipientIdentifier(new DEROctetString(identifier)),
                        algorithm,
                        new DEROctetString(encrypted)));
    }

    private byte[] encrypt(SecretBytes contentKey, SecureRandom random) {
        return contentKey.use(bytes -> {
            try {
                Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
                cipher.init(Cipher.ENCRYPT_MODE, key, OAEP, random);
                return cipher.doFinal(bytes);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("not an RSA key for encryption", e);
            }
        });
    }

    /** The same, as this class would write it; a kind or name it never writes stays as it is. */
    static RecipientInfo rebuilt(RecipientInfo info) {
        if (info.getInfo() instanceof KeyAgreeRecipientInfo agree) {
            return new RecipientInfo(AgreedKey.rebuilt(agree));
        }
        if (info.getInfo() instanceof KeyTransRecipientInfo transport
                && transport.getRecipientIdentifier().getId() instanceof ASN1OctetString name) {
            return transport(
                    name.getOctets(),
                    transport.getKeyEncryptionAlgorithm(),
                    transport.getEncryptedKey().getOctets());
        }
        if (info.getInfo() instanceof OtherRecipientInfo other && KemRecipient.isOne(other)) {
            return new RecipientInfo(KemRecipient.rebuilt(other));
        }
        return info;
    }

    /** A way to the content key for which a private key is at hand. */
    sealed interface Wrapped {
        /** Agreed by ECDH. */
        record Agreed(KeyAgreer key, AgreementScheme scheme, KeyAgreeRecipientInfo info)
                implements Wrapped {}

        /** Encrypted by RSA-OAEP. */
        @SuppressWarnings("ArrayRecordComponent") // lives only while one envelope is opened
        record Transported(Unwrapper key, byte[] encrypted) implements Wrapped {}

        /** Encapsulated by ML-KEM. */
        record Encapsulated(Decapsulator key, OtherRecipientInfo info) implements Wrapped {}
    }

    /** The way to the content key, if it is for a key at hand and wrapped as above. */
    static Optional<Wrapped> find(
            RecipientInfo info, Function<byte[], Optional<DecryptionKey>> keys)
            throws CmsException {
        try {
            if (info.getInfo() instanceof KeyAgreeRecipientInfo agree) {
                return AgreedKey.find(agree, keys);
            }
            if (info.getInfo() instanceof KeyTransRecipientInfo transport
                    && transport.getRecipientIdentifier().getId() instanceof ASN1OctetString ski
                    && isOaepSha256(transport.getKeyEncryptionAlgorithm())
                    && keys.apply(ski.getOctets()).orElse(null) instanceof Unwrapper key) {
                return Optional.of(
                        new Wrapped.Transported(key, transport.getEncryptedKey().getOctets()));
            }
            if (info.getInfo() instanceof OtherRecipientInfo kem
                    && KemRecipient.isOne(kem)
                    && KemRecipient.identifier(kem).flatMap(keys).orElse(null)
                            instanceof Decapsulator key) {
                return Optional.of(new Wrapped.Encapsulated(key, kem));
            }
            return Optional.empty();
        } catch (KeyException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a recipient cannot be read", e);
        }
    }

    /** SHA-256 in both places and no label, with NULL parameters or none (RFC 4055 2.1). */
    private static boolean isOaepSha256(AlgorithmIdentifier algorithm) {
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)
                || algorithm.getParameters() == null) {
            return false;
        }
        RSAESOAEPparams params = RSAESOAEPparams.getInstance(algorithm.getParameters());
        AlgorithmIdentifier mask = params.getMaskGenAlgorithm();
        return isSha256(params.getHashAlgorithm())
                && mask.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && mask.getParameters() != null
                && isSha256(AlgorithmIdentifier.getInstance(mask.getParameters()))
                && params.getPSourceAlgorithm().equals(RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM);
    }

    private static boolean isSha256(AlgorithmIdentifier hash) {
        return hash.getAlgorithm().equals(Oids.SHA256) && Oids.isAbsentOrNull(hash.getParameters());
    }

    /** The content key, to be closed by the caller. */
    static SecretBytes unwrap(Wrapped wrapped) throws CmsException {
        SecretBytes key;
        try {
            key =
                    switch (wrapped) {
                        case Wrapped.Agreed(
                                        KeyAgreer agreer,
                                        AgreementScheme scheme,
                                        KeyAgreeRecipientInfo info) ->
                                AgreedKey.unwrap(agreer, scheme, info);
                        case Wrapped.Transported(Unwrapper unwrapper, byte[] encrypted) ->
                                unwrapper.unwrap(encrypted);
                        case Wrapped.Encapsulated(Decapsulator kem, OtherRecipientInfo info) ->
                                KemRecipient.unwrap(info, kem);
                    };
        } catch (IllegalStateException e) {
            throw new CmsException(Kind.DECRYPTION_FAILED, "the content key does not open", e);
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.BAD_INPUT) {
                throw new CmsException(Kind.DECRYPTION_FAILED, "the content key does not open", e);
            }
            throw e;
        }
        if (key.length() != KEY_LENGTH) {
            key.close();
            throw new CmsException(Kind.DECRYPTION_FAILED, "the content key has a wrong length");
        }
        return key;
    }
}

package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
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
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Unwrapper;

/**
 * The content key for one recipient: by key agreement ({@link AgreedKey}) for a key on P-256 or
 * P-384, by RSA-OAEP with SHA-256 (RFC 4055 4.1) for an RSA key of 3072 bits up.
 */
final class RecipientKey {
    private static final int KEY_LENGTH = 32;
    private static final OAEPParameterSpec OAEP =
            new OAEPParameterSpec(
                    "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
    private static final AlgorithmIdentifier SHA256 =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    private static final AlgorithmIdentifier OAEP_SHA256 =
            new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_RSAES_OAEP,
                    new RSAESOAEPparams(
                            SHA256,
                            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, SHA256),
                            RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));

    private RecipientKey() {}

    /** A way to the content key for which a private key is at hand. */
    sealed interface Wrapped {
        /** Agreed by ECDH. */
        @SuppressWarnings("ArrayRecordComponent") // lives only while one envelope is opened
        record Agreed(KeyAgreer key, KeyAgreeRecipientInfo info, byte[] encrypted)
                implements Wrapped {}

        /** Encrypted by RSA-OAEP. */
        @SuppressWarnings("ArrayRecordComponent") // lives only while one envelope is opened
        record Transported(Unwrapper key, byte[] encrypted) implements Wrapped {}
    }

    static RecipientInfo wrap(
            SecretBytes contentKey, X509Certificate recipient, SecureRandom random) {
        byte[] identifier = subjectKeyIdentifier(recipient);
        PublicKey key = recipient.getPublicKey();
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 3072) {
            return new RecipientInfo(
                    new KeyTransRecipientInfo(
                            new RecipientIdentifier(new DEROctetString(identifier)),
                            OAEP_SHA256,
                            new DEROctetString(transport(contentKey, key, random))));
        }
        return new RecipientInfo(AgreedKey.wrap(contentKey, identifier, key, random));
    }

    private static byte[] transport(SecretBytes contentKey, PublicKey key, SecureRandom random) {
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

    /** The subjectKeyIdentifier extension, the one name by which recipients are called. */
    private static byte[] subjectKeyIdentifier(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue("2.5.29.14");
        if (extension == null) {
            throw new IllegalArgumentException("a recipient's certificate has no key identifier");
        }
        return SubjectKeyIdentifier.getInstance(ASN1OctetString.getInstance(extension).getOctets())
                .getKeyIdentifier();
    }

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
            return Optional.empty();
        } catch (KeyException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a recipient cannot be read", e);
        }
    }

    /** Whatever spelling of the parameters, absent or NULL (RFC 4055 2.1). */
    private static boolean isOaepSha256(AlgorithmIdentifier algorithm) {
        if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
            return false;
        }
        RSAESOAEPparams params = RSAESOAEPparams.getInstance(algorithm.getParameters());
        AlgorithmIdentifier mgf = params.getMaskGenAlgorithm();
        return params.getHashAlgorithm().getAlgorithm().equals(NISTObjectIdentifiers.id_sha256)
                && mgf.getAlgorithm().equals(PKCSObjectIdentifiers.id_mgf1)
                && AlgorithmIdentifier.getInstance(mgf.getParameters())
                        .getAlgorithm()
                        .equals(NISTObjectIdentifiers.id_sha256)
                && params.getPSourceAlgorithm().equals(RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM);
    }

    /** The content key, to be closed by the caller. */
    static SecretBytes unwrap(Wrapped wrapped) throws CmsException {
        SecretBytes key;
        try {
            key =
                    switch (wrapped) {
                        case Wrapped.Agreed(
                                        KeyAgreer agreer,
                                        KeyAgreeRecipientInfo info,
                                        byte[] encrypted) ->
                                AgreedKey.unwrap(agreer, info, encrypted);
                        case Wrapped.Transported(Unwrapper unwrapper, byte[] encrypted) ->
                                unwrapper.unwrap(encrypted);
                    };
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

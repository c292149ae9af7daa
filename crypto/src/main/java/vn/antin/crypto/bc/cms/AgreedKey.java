package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.OriginatorIdentifierOrKey;
import org.bouncycastle.asn1.cms.OriginatorPublicKey;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientKeyIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.KeyWrap;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;

/**
 * Key agreement for one recipient (RFC 5753 3.1): an ephemeral key of ours with the recipient's
 * static one by the {@link AgreementScheme} of its curve, and AES key wrap (RFC 3394).
 *
 * <p>When opening, the token computes the raw shared secret and nothing else; the sender's point is
 * checked to be on the recipient's curve before the token sees it.
 */
final class AgreedKey {
    private static final byte[] NO_MATERIAL = {};

    private AgreedKey() {}

    /**
     * Wraps.
     *
     * @throws IllegalArgumentException when the recipient's key is not on P-256 or P-384
     */
    static KeyAgreeRecipientInfo wrap(
            SecretBytes contentKey, byte[] identifier, PublicKey recipient, SecureRandom random) {
        AgreementScheme scheme =
                AgreementScheme.of(recipient)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "an encryption key is on P-256 or P-384, or RSA"));
        try {
            PublicKey theirs = scheme.point(CertificateReading.subjectPublicKeyBits(recipient));
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(scheme.curve(), random);
            KeyPair ours = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ours.getPrivate());
            agreement.doPhase(theirs, true);
            try (SecretBytes shared = SecretBytes.owning(agreement.generateSecret());
                    SecretBytes kek = scheme.derive(shared, NO_MATERIAL)) {
                return info(
                        originator(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey),
                                CertificateReading.subjectPublicKeyBits(ours.getPublic())),
                        null,
                        scheme.identifier(),
                        encryptedKey(identifier, KeyWrap.wrapped(kek, contentKey)));
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("nothing can be encrypted to this key", e);
        }
    }

    /** The way to the content key, if it is for a key at hand and by the scheme of its curve. */
    static Optional<RecipientKey.Wrapped> find(
            KeyAgreeRecipientInfo info, Function<byte[], Optional<DecryptionKey>> keys) {
        RecipientKeyIdentifier identifier = onlyKey(info).getIdentifier().getRKeyID();
        if (identifier == null
                || !(keys.apply(identifier.getSubjectKeyIdentifier().getOctets()).orElse(null)
                        instanceof KeyAgreer key)) {
            return Optional.empty();
        }
        return AgreementScheme.of(key.publicKey())
                .filter(scheme -> scheme.identifier().equals(info.getKeyEncryptionAlgorithm()))
                .map(scheme -> new RecipientKey.Wrapped.Agreed(key, scheme, info));
    }

    /** The same, as this class would write it; a name that it never writes stays as it is. */
    static KeyAgreeRecipientInfo rebuilt(KeyAgreeRecipientInfo info) {
        OriginatorPublicKey sent = info.getOriginator().getOriginatorKey();
        RecipientEncryptedKey key = onlyKey(info);
        RecipientKeyIdentifier name = key.getIdentifier().getRKeyID();
        return info(
                sent == null
                        ? info.getOriginator()
                        : originator(sent.getAlgorithm(), sent.getPublicKeyData().getOctets()),
                info.getUserKeyingMaterial(),
                info.getKeyEncryptionAlgorithm(),
                name == null
                        ? key
                        : encryptedKey(
                                name.getSubjectKeyIdentifier().getOctets(),
                                key.getEncryptedKey().getOctets()));
    }

    private static KeyAgreeRecipientInfo info(
            OriginatorIdentifierOrKey originator,
            @Nullable ASN1OctetString material,
            AlgorithmIdentifier algorithm,
            RecipientEncryptedKey key) {
        return new KeyAgreeRecipientInfo(originator, material, algorithm, new DERSequence(key));
    }

    private static OriginatorIdentifierOrKey originator(AlgorithmIdentifier type, byte[] point) {
        return new OriginatorIdentifierOrKey(new OriginatorPublicKey(type, point));
    }

    private static RecipientEncryptedKey encryptedKey(byte[] identifier, byte[] wrapped) {
        return new RecipientEncryptedKey(
                new KeyAgreeRecipientIdentifier(new RecipientKeyIdentifier(identifier)),
                new DEROctetString(wrapped));
    }

    private static RecipientEncryptedKey onlyKey(KeyAgreeRecipientInfo info) {
        if (info.getRecipientEncryptedKeys().size() != 1) {
            throw new IllegalArgumentException("a key agreement is for one recipient");
        }
        return RecipientEncryptedKey.getInstance(info.getRecipientEncryptedKeys().getObjectAt(0));
    }

    /** The content key, to be closed by the caller. */
    static SecretBytes unwrap(KeyAgreer key, AgreementScheme scheme, KeyAgreeRecipientInfo info)
            throws CmsException {
        PublicKey originator = originator(scheme, info.getOriginator().getOriginatorKey());
        ASN1OctetString material = info.getUserKeyingMaterial();
        byte[] encrypted = onlyKey(info).getEncryptedKey().getOctets();
        try (SecretBytes shared = key.agree(originator);
                SecretBytes kek =
                        scheme.derive(
                                shared, material == null ? NO_MATERIAL : material.getOctets())) {
            return kek.use(bytes -> KeyWrap.unwrapped(bytes, encrypted));
        } catch (IllegalStateException e) {
            throw new CmsException(Kind.DECRYPTION_FAILED, "the content key does not open", e);
        }
    }

    /** The sender's public key, on the curve of the recipient's. */
    private static PublicKey originator(AgreementScheme scheme, @Nullable OriginatorPublicKey sent)
            throws CmsException {
        if (sent == null || !scheme.isOfKey(sent.getAlgorithm())) {
            throw new CmsException(Kind.DECRYPTION_FAILED, "the sender's key is on another curve");
        }
        try {
            return scheme.point(sent.getPublicKeyData().getOctets());
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CmsException(Kind.DECRYPTION_FAILED, "the sender's point is not usable", e);
        }
    }
}

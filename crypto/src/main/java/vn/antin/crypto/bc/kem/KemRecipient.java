package vn.antin.crypto.bc.kem;

import java.io.IOException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.CMSORIforKEMOtherInfo;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.KeyWrap;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.Decapsulator;

/**
 * The content key for one holder of an ML-KEM key: KEMRecipientInfo (RFC 9629 3) with the choices
 * of RFC 9936 2.2, id-alg-hkdf-with-sha256 and id-aes256-wrap. Thread-safe.
 */
public final class KemRecipient {
    private static final AlgorithmIdentifier HKDF_SHA256 =
            new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.3.28"));
    private static final AlgorithmIdentifier AES_WRAP =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
    private static final int KEK_LENGTH = 32;

    private KemRecipient() {}

    /**
     * Wraps.
     *
     * @param identifier subject key identifier of the key
     * @throws IllegalArgumentException when it is not a well-formed key of ML-KEM-768 or 1024
     */
    public static OtherRecipientInfo wrap(
            SecretBytes contentKey, byte[] identifier, PublicKey key, SecureRandom random) {
        MlKem set =
                MlKem.of(key).orElseThrow(() -> new IllegalArgumentException("not an ML-KEM key"));
        MlKem.Encapsulated made = set.encapsulate(key, random);
        try (SecretBytes shared = made.secret();
                SecretBytes kek = derive(shared, null)) {
            return info(
                    new RecipientIdentifier(new DEROctetString(identifier)),
                    set.algorithm(),
                    new DEROctetString(made.ciphertext()),
                    HKDF_SHA256,
                    null,
                    AES_WRAP,
                    new DEROctetString(KeyWrap.wrapped(kek, contentKey)));
        }
    }

    private static OtherRecipientInfo info(
            RecipientIdentifier name,
            AlgorithmIdentifier kem,
            ASN1OctetString ciphertext,
            AlgorithmIdentifier kdf,
            @Nullable ASN1OctetString material,
            AlgorithmIdentifier wrap,
            ASN1OctetString encrypted) {
        return new OtherRecipientInfo(
                CMSObjectIdentifiers.id_ori_kem,
                new KEMRecipientInfo(
                        name,
                        kem,
                        ciphertext,
                        kdf,
                        new ASN1Integer(KEK_LENGTH),
                        material,
                        wrap,
                        encrypted));
    }

    /** Whether it is a KEMRecipientInfo. */
    public static boolean isOne(OtherRecipientInfo info) {
        return CMSObjectIdentifiers.id_ori_kem.equals(info.getType());
    }

    /**
     * The same, as this class would write it: version 0, a key-encryption key of 32 bytes, no field
     * that is not known.
     */
    public static OtherRecipientInfo rebuilt(OtherRecipientInfo info) {
        KEMRecipientInfo kem = KEMRecipientInfo.getInstance(info.getValue());
        return info(
                identifier(kem)
                        .map(name -> new RecipientIdentifier(new DEROctetString(name)))
                        .orElseGet(kem::getRecipientIdentifier),
                kem.getKem(),
                kem.getKemct(),
                kem.getKdf(),
                material(kem),
                kem.getWrap(),
                kem.getEncryptedKey());
    }

    private static @Nullable ASN1OctetString material(KEMRecipientInfo kem) {
        byte[] material = kem.getUkm();
        return material == null ? null : new DEROctetString(material);
    }

    /** The subject key identifier by which the recipient is named; empty for another name. */
    public static Optional<byte[]> identifier(OtherRecipientInfo info) {
        return identifier(KEMRecipientInfo.getInstance(info.getValue()));
    }

    private static Optional<byte[]> identifier(KEMRecipientInfo kem) {
        return kem.getRecipientIdentifier().getId() instanceof ASN1OctetString name
                ? Optional.of(name.getOctets())
                : Optional.empty();
    }

    /**
     * The content key of 32 bytes, to be closed by the caller.
     *
     * @throws IllegalStateException when it was not wrapped for this key, or with other algorithms
     *     than those of the class
     * @throws vn.antin.crypto.key.KeyException BAD_INPUT when the ciphertext has another length
     */
    public static SecretBytes unwrap(OtherRecipientInfo info, Decapsulator key) {
        KEMRecipientInfo kem = KEMRecipientInfo.getInstance(info.getValue());
        Optional<MlKem> set = MlKem.of(key.publicKey());
        if (set.isEmpty() || !set.get().algorithm().equals(kem.getKem())) {
            throw new IllegalStateException("the secret is of another parameter set than the key");
        }
        if (!HKDF_SHA256.equals(kem.getKdf()) || !AES_WRAP.equals(kem.getWrap())) {
            throw new IllegalStateException("the content key is wrapped in another way");
        }
        try (SecretBytes shared = key.decapsulate(kem.getKemct().getOctets());
                SecretBytes kek = derive(shared, kem.getUkm())) {
            return kek.use(bytes -> KeyWrap.unwrapped(bytes, kem.getEncryptedKey().getOctets()));
        }
    }

    /** HKDF (RFC 5869) without salt; its info is CMSORIforKEMOtherInfo (RFC 9629 5). */
    private static SecretBytes derive(SecretBytes shared, byte @Nullable [] material) {
        try {
            byte[] info =
                    new CMSORIforKEMOtherInfo(AES_WRAP, KEK_LENGTH, material)
                            .getEncoded(ASN1Encoding.DER);
            byte[] kek = new byte[KEK_LENGTH];
            shared.with(secret -> {
                HKDFBytesGenerator kdf = new HKDFBytesGenerator(new SHA256Digest());
                kdf.init(new HKDFParameters(secret, null, info));
                int unused = kdf.generateBytes(kek, 0, kek.length);
            });
            return SecretBytes.owning(kek);
        } catch (IOException e) {
            throw new AssertionError("an object in memory has an encoding", e);
        }
    }
}

package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.generators.KDF2BytesGenerator;
import org.bouncycastle.crypto.params.KDFParameters;
import org.bouncycastle.util.Pack;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bytes.SecretBytes;

/**
 * The one scheme of key agreement that belongs to a curve: dhSinglePass-stdDH with the X9.63 KDF
 * and AES-256 key wrap (RFC 5753 7.1.4), so that there is nothing to negotiate.
 */
enum AgreementScheme {
    /** P-256 with SHA-256. */
    P256(
            SECObjectIdentifiers.secp256r1,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme,
            SHA256Digest::new),
    /** P-384 with SHA-384. */
    P384(
            SECObjectIdentifiers.secp384r1,
            SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme,
            SHA384Digest::new);

    private static final AlgorithmIdentifier AES_WRAP =
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_aes256_wrap);
    private static final int KEK_LENGTH = 32;
    private static final byte UNCOMPRESSED = 4;

    @SuppressWarnings("ImmutableEnumChecker") // an object identifier never changes
    private final ASN1ObjectIdentifier curve;

    @SuppressWarnings("ImmutableEnumChecker") // an object identifier never changes
    private final ASN1ObjectIdentifier scheme;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor
    private final Supplier<Digest> hash;

    AgreementScheme(
            ASN1ObjectIdentifier curve, ASN1ObjectIdentifier scheme, Supplier<Digest> hash) {
        this.curve = curve;
        this.scheme = scheme;
        this.hash = hash;
    }

    /** The scheme for this key; empty when it is not on P-256 or P-384. */
    static Optional<AgreementScheme> of(PublicKey key) {
        Optional<String> curve = CertificateReading.namedCurve(key);
        return Arrays.stream(values())
                .filter(each -> curve.equals(Optional.of(each.curve.getId())))
                .findFirst();
    }

    /** Names the scheme and the key wrap. */
    AlgorithmIdentifier identifier() {
        return new AlgorithmIdentifier(scheme, AES_WRAP);
    }

    /** For the JDK to make an ephemeral key. */
    ECGenParameterSpec curve() {
        return new ECGenParameterSpec(curve.getId());
    }

    /** id-ecPublicKey, its parameters absent, NULL or this curve (RFC 5753 3.1.1). */
    boolean isOfKey(AlgorithmIdentifier type) {
        return X9ObjectIdentifiers.id_ecPublicKey.equals(type.getAlgorithm())
                && (Oids.isAbsentOrNull(type.getParameters())
                        || curve.equals(type.getParameters()));
    }

    /**
     * The public key of these bytes.
     *
     * @throws GeneralSecurityException when they are no uncompressed point on the curve
     */
    PublicKey point(byte[] bytes) throws GeneralSecurityException {
        try {
            if (bytes[0] != UNCOMPRESSED
                    || ECNamedCurveTable.getByOID(curve)
                            .getCurve()
                            .decodePoint(bytes)
                            .isInfinity()) {
                throw new InvalidKeyException("not an uncompressed point");
            }
        } catch (RuntimeException e) {
            throw new InvalidKeyException("not a point on the curve", e);
        }
        SubjectPublicKeyInfo info =
                new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), bytes);
        return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(Der.bytes(info)));
    }

    /**
     * The key-encryption key, to be closed by the caller: X9.63 KDF (SEC 1 3.6.1) over
     * ECC-CMS-SharedInfo (RFC 5753 7.2).
     *
     * @param material the sender's user keying material; empty for none
     */
    SecretBytes derive(SecretBytes shared, byte[] material) {
        byte[] bits = Pack.intToBigEndian(8 * KEK_LENGTH);
        ECCCMSSharedInfo info =
                material.length == 0
                        ? new ECCCMSSharedInfo(AES_WRAP, bits)
                        : new ECCCMSSharedInfo(AES_WRAP, material, bits);
        byte[] kek = new byte[KEK_LENGTH];
        shared.with(secret -> {
            KDF2BytesGenerator kdf = new KDF2BytesGenerator(hash.get());
            kdf.init(new KDFParameters(secret, Der.bytes(info)));
            int unused = kdf.generateBytes(kek, 0, kek.length);
        });
        return SecretBytes.owning(kek);
    }
}

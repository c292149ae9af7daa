package vn.antin.crypto.bc;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.ecc.ECCCMSSharedInfo;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;

/** Key agreement on one curve: its name in the JDK, the scheme of RFC 5753 and its hash. */
enum EcAgreement {
    /** P-256 with SHA-256. */
    P256(
            SECObjectIdentifiers.secp256r1,
            "secp256r1",
            SECObjectIdentifiers.dhSinglePass_stdDH_sha256kdf_scheme,
            "SHA-256"),
    /** P-384 with SHA-384. */
    P384(
            SECObjectIdentifiers.secp384r1,
            "secp384r1",
            SECObjectIdentifiers.dhSinglePass_stdDH_sha384kdf_scheme,
            "SHA-384");

    @SuppressWarnings("ImmutableEnumChecker") // an object identifier never changes
    private final ASN1ObjectIdentifier curve;

    private final String curveName;

    @SuppressWarnings("ImmutableEnumChecker") // an object identifier never changes
    private final ASN1ObjectIdentifier scheme;

    private final String hash;

    private static final int KEK_LENGTH = 32;

    EcAgreement(
            ASN1ObjectIdentifier curve,
            String curveName,
            ASN1ObjectIdentifier scheme,
            String hash) {
        this.curve = curve;
        this.curveName = curveName;
        this.scheme = scheme;
        this.hash = hash;
    }

    /** The agreement on the curve of this key. */
    static EcAgreement of(PublicKey key) throws InvalidKeyException {
        Optional<String> curve = CertificateReading.namedCurve(key);
        for (EcAgreement agreement : values()) {
            if (curve.equals(Optional.of(agreement.curve.getId()))) {
                return agreement;
            }
        }
        throw new InvalidKeyException("envelopes are for P-256, P-384 and RSA keys");
    }

    /** Name of the curve in the JDK. */
    String curveName() {
        return curveName;
    }

    /** Identifier of the scheme with AES-256 key wrap. */
    AlgorithmIdentifier identifier() {
        return new AlgorithmIdentifier(scheme, RecipientKeys.AES256_WRAP);
    }

    /** id-ecPublicKey, its parameters absent, NULL or this curve (RFC 5753 3.1.1). */
    boolean isKeyType(AlgorithmIdentifier type) {
        return X9ObjectIdentifiers.id_ecPublicKey.equals(type.getAlgorithm())
                && (RecipientKeys.isAbsentOrNull(type.getParameters())
                        || curve.equals(type.getParameters()));
    }

    /** X9.63 KDF over the shared secret and ECC-CMS-SharedInfo (RFC 5753 7.2); 32 bytes. */
    byte[] keyEncryptionKey(byte[] sharedSecret, byte[] userKeyingMaterial)
            throws GeneralSecurityException {
        byte[] length = ByteBuffer.allocate(4).putInt(KEK_LENGTH * 8).array();
        ECCCMSSharedInfo info =
                userKeyingMaterial.length == 0
                        ? new ECCCMSSharedInfo(RecipientKeys.AES256_WRAP, length)
                        : new ECCCMSSharedInfo(
                                RecipientKeys.AES256_WRAP, userKeyingMaterial, length);
        MessageDigest digest = MessageDigest.getInstance(hash);
        digest.update(sharedSecret);
        digest.update(new byte[] {0, 0, 0, 1});
        byte[] block = digest.digest(RecipientKeys.der(info));
        byte[] key = Arrays.copyOf(block, KEK_LENGTH);
        Arrays.fill(block, (byte) 0);
        return key;
    }

    /** The public key of these point bytes, which must be an uncompressed point on the curve. */
    PublicKey point(byte[] bytes) throws GeneralSecurityException {
        try {
            ECPoint point = ECNamedCurveTable.getByOID(curve).getCurve().decodePoint(bytes);
            if (bytes[0] != 4 || point.isInfinity()) {
                throw new InvalidKeyException("not an uncompressed point");
            }
        } catch (RuntimeException e) {
            throw new InvalidKeyException("not a point on the curve", e);
        }
        SubjectPublicKeyInfo info =
                new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), bytes);
        return KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(RecipientKeys.der(info)));
    }
}

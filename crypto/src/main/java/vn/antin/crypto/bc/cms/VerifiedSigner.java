package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.IssuerSerial;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.RsaPkcs1;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.policies.label.SecurityLabel;

/**
 * A SignerInfo (RFC 5652 5.3) whose signature over its signed attributes verified with a
 * certificate: what a signature and a countersignature have in common. What the signed digest is
 * of, {@link CmsSignature} checks. Immutable.
 */
public final class VerifiedSigner {
    private final SignerInfo info;
    private final X509Certificate certificate;
    private final SignatureAlgorithm algorithm;
    private final boolean old;
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> attributes;

    /**
     * Verifies.
     *
     * @param x509 the certificate that must be the signer's
     * @param allowOld whether RSASSA-PKCS1-v1_5 will do
     * @throws CmsException MALFORMED or BAD_SIGNATURE
     */
    VerifiedSigner(SignerInfo info, Certificate x509, boolean allowOld)
            throws CmsException, GeneralSecurityException {
        this.info = info;
        require(
                info.getVersion().hasValue(1) && info.getAuthenticatedAttributes() != null,
                "a signature has no signed attributes");
        byte[] encoded = Der.bytes(x509);
        certificate = CertificateReading.certificate(encoded);
        require(names(info, x509), "the certificate is not the signer's");
        // Which certificates may hold a key of less than 128 bits is for their path check to say.
        algorithm = SignatureAlgorithm.of(certificate.getPublicKey(), SecurityStrength.BITS_112);
        AlgorithmIdentifier signature = info.getDigestEncryptionAlgorithm();
        boolean usual =
                info.getDigestAlgorithm().equals(Oids.digest(algorithm))
                        && signature.equals(BouncyCastle.identifier(algorithm));
        old = !usual && isOld();
        require(usual || (allowOld && old), "the algorithm is not the one of the key");
        attributes = attributes(info.getAuthenticatedAttributes());
        checkSignature();
        require(
                octets(Oids.MESSAGE_DIGEST).map(digest -> digest.length).orElse(0)
                        == CmsSigner.digest(algorithm, new byte[0]).length,
                "there is no message digest of the right length");
        checkProtection(signature);
        ASN1Encodable signing = attributes.get(Oids.SIGNING_CERTIFICATE);
        if (signing != null && !isFor(SigningCertificateV2.getInstance(signing), x509, encoded)) {
            throw new CmsException(
                    Kind.BAD_SIGNATURE, "the signature was made with another certificate");
        }
    }

    /** Whether the SignerInfo names this certificate, by issuer and serial number. */
    static boolean names(SignerInfo info, Certificate x509) {
        return info.getSID()
                .getId()
                .toASN1Primitive()
                .equals(new IssuerAndSerialNumber(x509).toASN1Primitive());
    }

    private boolean isOld() {
        AlgorithmIdentifier digest = info.getDigestAlgorithm();
        return algorithm == SignatureAlgorithm.RSA_PSS_SHA256
                && RsaPkcs1.isNamedBy(info.getDigestEncryptionAlgorithm())
                && digest.getAlgorithm().equals(Oids.SHA256)
                && Oids.isAbsentOrNull(digest.getParameters());
    }

    /** Attributes with one value each, none twice. */
    static Map<ASN1ObjectIdentifier, ASN1Encodable> attributes(ASN1Set set) throws CmsException {
        Map<ASN1ObjectIdentifier, ASN1Encodable> attributes = new HashMap<>();
        for (ASN1Encodable element : set) {
            Attribute attribute = Attribute.getInstance(element);
            require(
                    attribute.getAttrValues().size() == 1
                            && attributes.put(
                                            attribute.getAttrType(),
                                            attribute.getAttrValues().getObjectAt(0))
                                    == null,
                    "a signed attribute has not exactly one value");
        }
        return attributes;
    }

    private void checkSignature() throws CmsException {
        byte[] signed = Der.bytes(info.getAuthenticatedAttributes());
        byte[] value = info.getEncryptedDigest().getOctets();
        boolean good;
        try {
            if (old) {
                good = RsaPkcs1.verifies(certificate.getPublicKey(), signed, value);
            } else {
                Signature verifier =
                        Signature.getInstance(algorithm.bouncyCastleName(), BouncyCastle.PROVIDER);
                verifier.initVerify(certificate.getPublicKey());
                verifier.update(signed);
                good = verifier.verify(value);
            }
        } catch (GeneralSecurityException e) {
            throw new CmsException(Kind.BAD_SIGNATURE, "a signature cannot be checked", e);
        }
        if (!good) {
            throw new CmsException(Kind.BAD_SIGNATURE, "a signature does not verify");
        }
    }

    private void checkProtection(AlgorithmIdentifier signature) throws CmsException {
        ASN1Encodable protection = attributes.get(Oids.ALGORITHM_PROTECTION);
        if (protection != null) {
            CMSAlgorithmProtection algorithms = CMSAlgorithmProtection.getInstance(protection);
            require(
                    algorithms.getDigestAlgorithm().equals(info.getDigestAlgorithm())
                            && signature.equals(algorithms.getSignatureAlgorithm()),
                    "the signature was made with other algorithms");
        }
    }

    private static boolean isFor(SigningCertificateV2 signing, Certificate x509, byte[] encoded) {
        ESSCertIDv2 id = signing.getCerts()[0];
        IssuerSerial name = id.getIssuerSerial();
        return signing.getPolicies() == null
                && id.getHashAlgorithm().getAlgorithm().equals(Oids.SHA256)
                && Arrays.equals(id.getCertHash(), Digest.of(encoded).toBytes())
                && (name == null
                        || (name.getSerial().equals(x509.getSerialNumber())
                                && name.getIssuer().getNames().length == 1
                                && x509.getIssuer()
                                        .equals(name.getIssuer().getNames()[0].getName())));
    }

    /** Refuses a signer who lacks an attribute that all of ours have. */
    void requireComplete() throws CmsException {
        require(
                attributes.containsKey(Oids.SIGNING_TIME)
                        && attributes.containsKey(Oids.SIGNING_CERTIFICATE)
                        && attributes.containsKey(Oids.ALGORITHM_PROTECTION),
                "a signature lacks an attribute of its profile");
    }

    SignerInfo info() {
        return info;
    }

    /** The certificate; not yet trusted. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** The algorithm of the key. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** Whether it was made with an algorithm that is verified and never created. */
    public boolean isOldAlgorithm() {
        return old;
    }

    /** The signature itself. */
    public byte[] value() {
        return info.getEncryptedDigest().getOctets();
    }

    /** Whether the signed digest is of these bytes. */
    boolean covers(byte[] data) {
        return MessageDigest.isEqual(
                CmsSigner.digest(algorithm, data), octets(Oids.MESSAGE_DIGEST).orElseThrow());
    }

    Optional<ASN1Encodable> attribute(ASN1ObjectIdentifier type) {
        return Optional.ofNullable(attributes.get(type));
    }

    Optional<byte[]> octets(ASN1ObjectIdentifier type) {
        return attribute(type).map(value -> ASN1OctetString.getInstance(value).getOctets());
    }

    /** When the signer says it was signed. */
    public Instant signingTime() throws CmsException {
        try {
            ASN1Encodable time = attributes.get(Oids.SIGNING_TIME);
            if (time instanceof ASN1UTCTime utc) {
                return utc.getAdjustedDate().toInstant();
            }
            if (time instanceof ASN1GeneralizedTime generalized) {
                return generalized.getDate().toInstant();
            }
        } catch (ParseException | RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "the signing time cannot be read", e);
        }
        throw new CmsException(Kind.MALFORMED, "there is no signing time");
    }

    /**
     * The security label.
     *
     * @throws CmsException with LABEL_MISSING or LABEL_UNKNOWN
     */
    public SecurityLabel label() throws CmsException {
        ASN1Encodable label = attributes.get(Oids.SECURITY_LABEL);
        if (label == null) {
            throw new CmsException(Kind.LABEL_MISSING, "a signature has no security label");
        }
        return EssLabel.decode(label);
    }

    /**
     * What the signer means by signing.
     *
     * @throws CmsException MALFORMED for a commitment that is not known
     */
    public Optional<Commitment> commitment() throws CmsException {
        ASN1Encodable commitment = attributes.get(Oids.COMMITMENT);
        return commitment == null ? Optional.empty() : Optional.of(Commitment.decode(commitment));
    }

    private static void require(boolean holds, String message) throws CmsException {
        if (!holds) {
            throw new CmsException(Kind.MALFORMED, message);
        }
    }
}

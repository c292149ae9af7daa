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
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.IssuerSerial;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.policies.label.SecurityLabel;

/**
 * A CMS SignedData whose one signature verified with the one certificate inside it. Whether that
 * certificate is to be trusted is the caller's question. Immutable.
 *
 * <p>Strict: DER only; one signer, named by issuer and serial number; one certificate, no CRLs; no
 * unsigned attribute but one time-stamp over the signature; the algorithm that belongs to the key
 * and no other (so there is nothing to negotiate or downgrade); signed attributes with one value
 * each, none twice. Signed attributes that this class does not know are allowed: the signer vouches
 * for them.
 */
public final class CmsSignature {
    private final SignerInfo signer;
    private final SignatureAlgorithm algorithm;
    private final X509Certificate certificate;
    private final ASN1ObjectIdentifier contentType;
    private final byte @Nullable [] content;
    private final Map<ASN1ObjectIdentifier, ASN1Encodable> attributes;
    private final byte @Nullable [] timeStampToken;

    /**
     * Reads and verifies.
     *
     * @throws CmsException with MALFORMED, BAD_SIGNATURE or TOO_BIG
     */
    public static CmsSignature verified(byte[] der) throws CmsException {
        try {
            SignedData data = SignedData.getInstance(Der.contentInfo(der, Oids.SIGNED_DATA));
            CmsSignature signature = new CmsSignature(data);
            Der.requireSame(
                    der,
                    Oids.SIGNED_DATA,
                    new SignedData(
                            data.getDigestAlgorithms(),
                            data.getEncapContentInfo(),
                            data.getCertificates(),
                            null,
                            new DERSet(signature.signer)));
            return signature;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a signature cannot be read", e);
        }
    }

    private CmsSignature(SignedData data) throws CmsException, GeneralSecurityException {
        contentType = data.getEncapContentInfo().getContentType();
        require(
                contentType.equals(Oids.DATA) || contentType.equals(Oids.RECEIPT),
                "the signed content is of another type");
        ASN1Encodable enclosed = data.getEncapContentInfo().getContent();
        content = enclosed == null ? null : ASN1OctetString.getInstance(enclosed).getOctets();
        require(
                data.getVersion().hasValue(contentType.equals(Oids.DATA) ? 1 : 3)
                        && data.getDigestAlgorithms().size() == 1
                        && data.getSignerInfos().size() == 1
                        && data.getCertificates() != null
                        && data.getCertificates().size() == 1
                        && data.getCRLs() == null,
                "a signature needs exactly one signer and one certificate, and nothing more");
        signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        require(
                signer.getVersion().hasValue(1) && signer.getAuthenticatedAttributes() != null,
                "a signature has no signed attributes");
        timeStampToken = timeStampToken(signer.getUnauthenticatedAttributes());
        Certificate x509 = Certificate.getInstance(data.getCertificates().getObjectAt(0));
        byte[] encoded = Der.bytes(x509);
        certificate = CertificateReading.certificate(encoded);
        IssuerAndSerialNumber name = new IssuerAndSerialNumber(x509);
        require(
                signer.getSID().getId().toASN1Primitive().equals(name.toASN1Primitive()),
                "the certificate is not the signer's");
        // Which certificates may hold a key of less than 128 bits is for their path check to say.
        algorithm = SignatureAlgorithm.of(certificate.getPublicKey(), SecurityStrength.BITS_112);
        AlgorithmIdentifier digest = Oids.digest(algorithm);
        require(
                signer.getDigestAlgorithm().equals(digest)
                        && digest.toASN1Primitive()
                                .equals(data.getDigestAlgorithms().getObjectAt(0).toASN1Primitive())
                        && signer.getDigestEncryptionAlgorithm()
                                .equals(BouncyCastle.identifier(algorithm)),
                "the algorithm is not the one of the key");
        attributes = attributes(signer.getAuthenticatedAttributes());
        checkSignature();
        checkAttributes(digest, x509, encoded);
    }

    private static Map<ASN1ObjectIdentifier, ASN1Encodable> attributes(ASN1Set set)
            throws CmsException {
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

    /** The one unsigned attribute that may be there: signatureTimeStampToken (RFC 3161 A). */
    private static byte @Nullable [] timeStampToken(@Nullable ASN1Set unsigned)
            throws CmsException {
        if (unsigned == null) {
            return null;
        }
        Map<ASN1ObjectIdentifier, ASN1Encodable> all = attributes(unsigned);
        ASN1Encodable token = all.get(Oids.TIME_STAMP);
        if (token == null || all.size() != 1) {
            throw new CmsException(Kind.MALFORMED, "a signature has unsigned attributes");
        }
        return Der.bytes(token);
    }

    private void checkSignature() throws CmsException, GeneralSecurityException {
        Signature verifier =
                Signature.getInstance(algorithm.bouncyCastleName(), BouncyCastle.PROVIDER);
        boolean good;
        try {
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(Der.bytes(signer.getAuthenticatedAttributes()));
            good = verifier.verify(signer.getEncryptedDigest().getOctets());
        } catch (GeneralSecurityException e) {
            throw new CmsException(Kind.BAD_SIGNATURE, "a signature cannot be checked", e);
        }
        if (!good) {
            throw new CmsException(Kind.BAD_SIGNATURE, "a signature does not verify");
        }
    }

    private void checkAttributes(AlgorithmIdentifier digest, Certificate x509, byte[] encoded)
            throws CmsException {
        ASN1Encodable type = attributes.get(Oids.CONTENT_TYPE);
        require(
                type != null && type.toASN1Primitive().equals(contentType),
                "the signed content type is another");
        require(attributes.containsKey(Oids.MESSAGE_DIGEST), "there is no message digest");
        if (content != null && !covers(content)) {
            throw new CmsException(Kind.BAD_SIGNATURE, "the content is not the one signed");
        }
        ASN1Encodable protection = attributes.get(Oids.ALGORITHM_PROTECTION);
        if (protection != null) {
            CMSAlgorithmProtection algorithms = CMSAlgorithmProtection.getInstance(protection);
            require(
                    algorithms.getDigestAlgorithm().equals(digest)
                            && BouncyCastle.identifier(algorithm)
                                    .equals(algorithms.getSignatureAlgorithm()),
                    "the signature was made with other algorithms");
        }
        ASN1Encodable signing = attributes.get(Oids.SIGNING_CERTIFICATE);
        if (signing != null && !isFor(SigningCertificateV2.getInstance(signing), x509, encoded)) {
            throw new CmsException(
                    Kind.BAD_SIGNATURE, "the signature was made with another certificate");
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

    /**
     * Refuses a signature that lacks an attribute that all of ours have: signingTime,
     * signingCertificateV2, CMSAlgorithmProtection.
     */
    public CmsSignature complete() throws CmsException {
        require(
                attributes.containsKey(Oids.SIGNING_TIME)
                        && attributes.containsKey(Oids.SIGNING_CERTIFICATE)
                        && attributes.containsKey(Oids.ALGORITHM_PROTECTION),
                "a signature lacks an attribute of its profile");
        return this;
    }

    /** The signer's certificate; not yet trusted. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Object identifier of the signed content. */
    public String contentType() {
        return contentType.getId();
    }

    /** Whether it signs a receipt, and not data. */
    public boolean isReceipt() {
        return contentType.equals(Oids.RECEIPT);
    }

    /** The content, if it is inside. */
    public Optional<byte[]> content() {
        return Optional.ofNullable(content);
    }

    /** Whether {@code data} is what was signed. */
    public boolean covers(byte[] data) {
        return MessageDigest.isEqual(CmsSigner.digest(algorithm, data), messageDigest());
    }

    /** The signed digest of the content, by the digest of {@link #algorithm()}. */
    public byte[] messageDigest() {
        return octets(Oids.MESSAGE_DIGEST).orElseThrow();
    }

    /** The algorithm of the key and the signature. */
    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** The signature itself. */
    public byte[] signatureValue() {
        return signer.getEncryptedDigest().getOctets();
    }

    /** Digest of the DER of the signed attributes, as a receipt names it (RFC 2634 2.9). */
    public byte[] attributesDigest() {
        return CmsSigner.digest(algorithm, Der.bytes(signer.getAuthenticatedAttributes()));
    }

    /** When the signer says it was signed. */
    public Instant signingTime() throws CmsException {
        ASN1Encodable time = attributes.get(Oids.SIGNING_TIME);
        try {
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
     * The time-stamp over the signature value (CAdES-B-T, ETSI EN 319 122-1 5.3), whose own
     * signature verified.
     *
     * @throws CmsException BAD_SIGNATURE when it is not for this signature, or is not right
     */
    public Optional<TimeStamp> timeStamp() throws CmsException {
        if (timeStampToken == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(TimeStamp.verified(timeStampToken, signatureValue()));
        } catch (TimeStampProblem e) {
            throw new CmsException(Kind.BAD_SIGNATURE, "the time-stamp is not right", e);
        }
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

    /** ESS contentIdentifier. */
    public Optional<byte[]> contentIdentifier() throws CmsException {
        return value(Oids.CONTENT_IDENTIFIER);
    }

    /** The consignment note. */
    public Optional<byte[]> note() throws CmsException {
        return value(Oids.NOTE);
    }

    /** Digest of the original's signed attributes, in a receipt. */
    public Optional<byte[]> originalDigest() throws CmsException {
        return value(Oids.ORIGINAL_DIGEST);
    }

    /** The receipt request. */
    public Optional<ReceiptRequest> receiptRequest() throws CmsException {
        ASN1Encodable request = attributes.get(Oids.RECEIPT_REQUEST);
        if (request == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReceiptRequest.decode(request));
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a receipt request cannot be read", e);
        }
    }

    private Optional<byte[]> value(ASN1ObjectIdentifier type) throws CmsException {
        try {
            return octets(type);
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "an attribute cannot be read", e);
        }
    }

    private Optional<byte[]> octets(ASN1ObjectIdentifier type) {
        return Optional.ofNullable(attributes.get(type))
                .map(value -> ASN1OctetString.getInstance(value).getOctets());
    }

    private static void require(boolean holds, String message) throws CmsException {
        if (!holds) {
            throw new CmsException(Kind.MALFORMED, message);
        }
    }
}

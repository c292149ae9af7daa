package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.cms.CmsException.Kind;
import vn.antin.crypto.bc.tsp.TimeStamp;
import vn.antin.crypto.bc.tsp.TimeStampProblem;
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
 * for them. What else may be there, the caller says ({@link Allow}).
 */
public final class CmsSignature {
    /** What a caller takes beside what stands in every signature. */
    public enum Allow {
        /** RSASSA-PKCS1-v1_5 with SHA-256, from old tokens. */
        OLD_ALGORITHM,
        /** Countersignatures, as an unsigned attribute, and the certificates of their signers. */
        COUNTERSIGNATURES,
        /** Certificates and CRLs for verification later (CAdES-B-LT). */
        VALIDATION_DATA
    }

    /** Most countersignatures on one signature. */
    private static final int MAX_COUNTERSIGNATURES = 8;

    private final VerifiedSigner signer;
    private final ASN1ObjectIdentifier contentType;
    private final byte @Nullable [] content;
    private final byte @Nullable [] timeStampToken;
    private final List<VerifiedSigner> countersigners;
    private final EnclosedData inside;

    /**
     * Reads and verifies.
     *
     * @throws CmsException with MALFORMED, BAD_SIGNATURE or TOO_BIG
     */
    public static CmsSignature verified(byte[] der, Allow... allowed) throws CmsException {
        try {
            SignedData data = SignedData.getInstance(Der.contentInfo(der, Oids.SIGNED_DATA));
            CmsSignature signature = new CmsSignature(data, Set.of(allowed));
            Der.requireSame(
                    der,
                    Oids.SIGNED_DATA,
                    new SignedData(
                            data.getDigestAlgorithms(),
                            data.getEncapContentInfo(),
                            data.getCertificates(),
                            data.getCRLs(),
                            new DERSet(signature.signer.info())));
            return signature;
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a signature cannot be read", e);
        }
    }

    /**
     * An author's signature on a document, with all that is allowed there.
     *
     * @throws CmsException with MALFORMED, BAD_SIGNATURE or TOO_BIG
     */
    public static CmsSignature onDocument(byte[] der) throws CmsException {
        return verified(der, Allow.OLD_ALGORITHM, Allow.COUNTERSIGNATURES).complete();
    }

    private CmsSignature(SignedData data, Set<Allow> allowed)
            throws CmsException, GeneralSecurityException {
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
                        && data.getCertificates() != null,
                "a signature needs exactly one signer and its certificate");
        SignerInfo info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        Map<ASN1ObjectIdentifier, ASN1Set> unsigned =
                unsigned(info.getUnauthenticatedAttributes(), allowed);
        timeStampToken = timeStampToken(unsigned);
        inside = new EnclosedData(data);
        signer =
                new VerifiedSigner(
                        info, inside.certificateOf(info), allowed.contains(Allow.OLD_ALGORITHM));
        countersigners = countersigners(unsigned);
        require(
                allowed.contains(Allow.VALIDATION_DATA) || inside.isMinimal(),
                "a signature has certificates of nobody's, or CRLs");
        require(
                AlgorithmIdentifier.getInstance(data.getDigestAlgorithms().getObjectAt(0))
                        .equals(info.getDigestAlgorithm()),
                "the digest algorithms differ");
        ASN1Encodable type = signer.attribute(Oids.CONTENT_TYPE).orElse(null);
        require(
                type != null && type.toASN1Primitive().equals(contentType),
                "the signed content type is another");
        if (content != null && !covers(content)) {
            throw new CmsException(Kind.BAD_SIGNATURE, "the content is not the one signed");
        }
    }

    /** The unsigned attributes that may be there, by their types. */
    private static Map<ASN1ObjectIdentifier, ASN1Set> unsigned(
            @Nullable ASN1Set set, Set<Allow> allowed) throws CmsException {
        Map<ASN1ObjectIdentifier, ASN1Set> all = new HashMap<>();
        for (ASN1Encodable element : set == null ? new DERSet() : set) {
            Attribute attribute = Attribute.getInstance(element);
            ASN1ObjectIdentifier type = attribute.getAttrType();
            require(
                    (type.equals(Oids.TIME_STAMP)
                                    || (type.equals(Oids.COUNTERSIGNATURE)
                                            && allowed.contains(Allow.COUNTERSIGNATURES)))
                            && all.put(type, attribute.getAttrValues()) == null,
                    "a signature has unsigned attributes");
        }
        require(set == null || !all.isEmpty(), "a set of unsigned attributes is empty");
        return all;
    }

    /** signatureTimeStampToken (RFC 3161 A). */
    private static byte @Nullable [] timeStampToken(Map<ASN1ObjectIdentifier, ASN1Set> unsigned)
            throws CmsException {
        ASN1Set tokens = unsigned.get(Oids.TIME_STAMP);
        if (tokens == null) {
            return null;
        }
        require(tokens.size() == 1, "a signature has not exactly one time-stamp");
        return Der.bytes(tokens.getObjectAt(0));
    }

    /** RFC 5652 11.4: over the signature value, without a content type; none on top of another. */
    private List<VerifiedSigner> countersigners(Map<ASN1ObjectIdentifier, ASN1Set> unsigned)
            throws CmsException, GeneralSecurityException {
        ASN1Set values = unsigned.get(Oids.COUNTERSIGNATURE);
        List<VerifiedSigner> all = new ArrayList<>();
        require(
                values == null || (values.size() > 0 && values.size() <= MAX_COUNTERSIGNATURES),
                "a signature has no countersignature, or too many");
        for (ASN1Encodable value : values == null ? new DERSet() : values) {
            SignerInfo info = SignerInfo.getInstance(value);
            VerifiedSigner one = new VerifiedSigner(info, inside.certificateOf(info), false);
            require(
                    info.getUnauthenticatedAttributes() == null
                            && one.attribute(Oids.CONTENT_TYPE).isEmpty(),
                    "a countersignature has attributes that it may not have");
            one.requireComplete();
            if (!one.covers(signer.value())) {
                throw new CmsException(
                        Kind.BAD_SIGNATURE, "a countersignature is of another signature");
            }
            all.add(one);
        }
        return List.copyOf(all);
    }

    /**
     * Refuses a signature that lacks an attribute that all of ours have: signingTime,
     * signingCertificateV2, CMSAlgorithmProtection.
     */
    public CmsSignature complete() throws CmsException {
        signer.requireComplete();
        return this;
    }

    /** The signer's certificate; not yet trusted. */
    public X509Certificate certificate() {
        return signer.certificate();
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
        return signer.covers(data);
    }

    /** The signed digest of the content, by the digest of {@link #algorithm()}. */
    public byte[] messageDigest() {
        return signer.octets(Oids.MESSAGE_DIGEST).orElseThrow();
    }

    /** The algorithm of the key; the digest is its digest in an old signature too. */
    public SignatureAlgorithm algorithm() {
        return signer.algorithm();
    }

    /** Whether it was made with an algorithm that the project verifies and never creates. */
    public boolean isOldAlgorithm() {
        return signer.isOldAlgorithm();
    }

    /** The signature itself. */
    public byte[] signatureValue() {
        return signer.value();
    }

    /** Digest of the DER of the signed attributes, as a receipt names it (RFC 2634 2.9). */
    public byte[] attributesDigest() {
        return CmsSigner.digest(algorithm(), Der.bytes(signer.info().getAuthenticatedAttributes()));
    }

    /** When the signer says it was signed. */
    public Instant signingTime() throws CmsException {
        return signer.signingTime();
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

    /** Every certificate inside; none is trusted. */
    public List<X509Certificate> certificates() {
        return inside.certificates();
    }

    /** Every CRL inside; none is verified. */
    public List<X509CRL> crls() {
        return inside.crls();
    }

    /** Who signed the signature itself, each verified; none is trusted yet. */
    public List<VerifiedSigner> countersigners() {
        return countersigners;
    }

    /**
     * The security label.
     *
     * @throws CmsException with LABEL_MISSING or LABEL_UNKNOWN
     */
    public SecurityLabel label() throws CmsException {
        return signer.label();
    }

    /**
     * What the signer means by signing.
     *
     * @throws CmsException MALFORMED for a commitment that is not known
     */
    public Optional<Commitment> commitment() throws CmsException {
        return signer.commitment();
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
        Optional<ASN1Encodable> request = signer.attribute(Oids.RECEIPT_REQUEST);
        if (request.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ReceiptRequest.decode(request.get()));
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "a receipt request cannot be read", e);
        }
    }

    private Optional<byte[]> value(ASN1ObjectIdentifier type) throws CmsException {
        try {
            return signer.octets(type);
        } catch (RuntimeException e) {
            throw new CmsException(Kind.MALFORMED, "an attribute cannot be read", e);
        }
    }

    private static void require(boolean holds, String message) throws CmsException {
        if (!holds) {
            throw new CmsException(Kind.MALFORMED, message);
        }
    }
}

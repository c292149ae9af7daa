package vn.antin.crypto.bc.cms;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTCTime;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAlgorithmProtection;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.ess.ESSCertIDv2;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuerSerial;
import vn.antin.crypto.bc.BouncyCastle;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.policies.label.SecurityLabel;

/**
 * Writes CMS SignedData (RFC 5652 5) with one signer, in DER.
 *
 * <p>Signed attributes of every signature: contentType, messageDigest, signingTime,
 * signingCertificateV2 (RFC 5035), CMSAlgorithmProtection (RFC 6211) and the ESS security label.
 * The private key is used once, through {@link Signer}. Thread-safe.
 */
public final class CmsSigner {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter GENERALIZED_TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);

    private CmsSigner() {}

    /** A signature that holds the data it signs (contentType id-data). */
    public static byte[] enclosing(
            byte[] data, Signer signer, X509Certificate certificate, SignedFields fields) {
        return sign(Oids.DATA, data, true, signer, certificate, fields);
    }

    /** A signature beside the data it signs (contentType id-data). */
    public static byte[] detached(
            byte[] data, Signer signer, X509Certificate certificate, SignedFields fields) {
        return sign(Oids.DATA, data, false, signer, certificate, fields);
    }

    /** A signed receipt (contentType id-ct-receipt). */
    public static byte[] receipt(
            ReceiptContent receipt,
            Signer signer,
            X509Certificate certificate,
            SignedFields fields) {
        return sign(Oids.RECEIPT, receipt.toDer(), true, signer, certificate, fields);
    }

    /**
     * The same signature with a time-stamp beside it, as an unsigned attribute.
     *
     * @param signed a signature without one
     * @param token a time-stamp token over its signature value
     * @throws CmsException MALFORMED when either is not what it should be
     */
    public static byte[] stamped(byte[] signed, byte[] token) throws CmsException {
        SignedData data = SignedData.getInstance(Der.contentInfo(signed, Oids.SIGNED_DATA));
        SignerInfo bare = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        if (bare.getUnauthenticatedAttributes() != null) {
            throw new CmsException(CmsException.Kind.MALFORMED, "the signature is stamped already");
        }
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        add(attributes, Oids.TIME_STAMP, Der.read(token));
        return rebuilt(
                data, data.getEncapContentInfo(), data.getCertificates(), with(bare, attributes));
    }

    /**
     * The same signature with a countersignature (RFC 5652 11.4) over its value beside it. A
     * countersignature has no content type, and so passes for no signature of another kind.
     *
     * @param signed a signature, with its content or without
     * @throws CmsException MALFORMED when it cannot be read
     */
    public static byte[] countersigned(
            byte[] signed,
            Signer signer,
            X509Certificate certificate,
            Instant signingTime,
            SecurityLabel label,
            Commitment commitment)
            throws CmsException {
        SignedData data = SignedData.getInstance(Der.contentInfo(signed, Oids.SIGNED_DATA));
        SignerInfo info = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
        ASN1EncodableVector own = new ASN1EncodableVector();
        add(own, Oids.SECURITY_LABEL, EssLabel.encode(label));
        add(own, Oids.COMMITMENT, commitment.encode());
        ASN1EncodableVector values = new ASN1EncodableVector();
        values.add(
                signerInfo(
                        info.getEncryptedDigest().getOctets(),
                        signer,
                        certificate,
                        signingTime,
                        own));
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        if (info.getUnauthenticatedAttributes() != null) {
            for (ASN1Encodable each : info.getUnauthenticatedAttributes()) {
                Attribute attribute = Attribute.getInstance(each);
                if (attribute.getAttrType().equals(Oids.COUNTERSIGNATURE)) {
                    attribute.getAttrValues().forEach(values::add);
                } else {
                    attributes.add(attribute);
                }
            }
        }
        attributes.add(new Attribute(Oids.COUNTERSIGNATURE, new DERSet(values)));
        Set<ASN1Encodable> certificates = new LinkedHashSet<>();
        data.getCertificates().forEach(each -> certificates.add(each.toASN1Primitive()));
        certificates.add(certificate(certificate).toASN1Primitive());
        return rebuilt(
                data,
                data.getEncapContentInfo(),
                new DERSet(certificates.toArray(new ASN1Encodable[0])),
                with(info, attributes));
    }

    /**
     * The same signature with certificates and CRLs for its verification later (CAdES-B-LT, ETSI EN
     * 319 122-1 6.3): in the fields of SignedData, beside those that are there.
     *
     * @throws CmsException MALFORMED when it cannot be read
     */
    public static byte[] withValidationData(
            byte[] signed, Collection<X509Certificate> certificates, Collection<X509CRL> crls)
            throws CmsException {
        SignedData data = SignedData.getInstance(Der.contentInfo(signed, Oids.SIGNED_DATA));
        Set<ASN1Encodable> all = new LinkedHashSet<>();
        data.getCertificates().forEach(each -> all.add(each.toASN1Primitive()));
        certificates.forEach(each -> all.add(certificate(each).toASN1Primitive()));
        Set<ASN1Encodable> lists = new LinkedHashSet<>();
        if (data.getCRLs() != null) {
            data.getCRLs().forEach(each -> lists.add(each.toASN1Primitive()));
        }
        for (X509CRL each : crls) {
            try {
                lists.add(Der.read(each.getEncoded()));
            } catch (CRLException e) {
                throw new IllegalArgumentException("the CRL has no encoding", e);
            }
        }
        return Der.bytes(
                new ContentInfo(
                        Oids.SIGNED_DATA,
                        new SignedData(
                                data.getDigestAlgorithms(),
                                data.getEncapContentInfo(),
                                new DERSet(all.toArray(new ASN1Encodable[0])),
                                lists.isEmpty()
                                        ? null
                                        : new DERSet(lists.toArray(new ASN1Encodable[0])),
                                data.getSignerInfos())));
    }

    /**
     * The same signature without its content, for whoever is not to see it.
     *
     * @throws CmsException MALFORMED when it cannot be read
     */
    public static byte[] withoutContent(byte[] signed) throws CmsException {
        SignedData data = SignedData.getInstance(Der.contentInfo(signed, Oids.SIGNED_DATA));
        return rebuilt(
                data,
                new ContentInfo(data.getEncapContentInfo().getContentType(), null),
                data.getCertificates(),
                SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0)));
    }

    /**
     * The same signature with its content inside. Whether it is the content signed shows when it is
     * verified.
     *
     * @throws CmsException MALFORMED when it cannot be read
     */
    public static byte[] withContent(byte[] detached, byte[] content) throws CmsException {
        SignedData data = SignedData.getInstance(Der.contentInfo(detached, Oids.SIGNED_DATA));
        return rebuilt(
                data,
                new ContentInfo(
                        data.getEncapContentInfo().getContentType(), new DEROctetString(content)),
                data.getCertificates(),
                SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0)));
    }

    private static SignerInfo with(SignerInfo info, ASN1EncodableVector unsigned) {
        return new SignerInfo(
                info.getSID(),
                info.getDigestAlgorithm(),
                info.getAuthenticatedAttributes(),
                info.getDigestEncryptionAlgorithm(),
                info.getEncryptedDigest(),
                new DERSet(unsigned));
    }

    private static byte[] rebuilt(
            SignedData data, ContentInfo content, ASN1Set certificates, SignerInfo info) {
        return Der.bytes(
                new ContentInfo(
                        Oids.SIGNED_DATA,
                        new SignedData(
                                data.getDigestAlgorithms(),
                                content,
                                certificates,
                                data.getCRLs(),
                                new DERSet(info))));
    }

    private static byte[] sign(
            ASN1ObjectIdentifier contentType,
            byte[] content,
            boolean enclose,
            Signer signer,
            X509Certificate certificate,
            SignedFields fields) {
        ASN1EncodableVector own = new ASN1EncodableVector();
        add(own, Oids.SECURITY_LABEL, EssLabel.encode(fields.label()));
        addOctets(own, Oids.CONTENT_IDENTIFIER, fields.contentIdentifier());
        addOctets(own, Oids.NOTE, fields.note());
        addOctets(own, Oids.ORIGINAL_DIGEST, fields.originalDigest());
        fields.receiptRequest()
                .ifPresent(request -> add(own, Oids.RECEIPT_REQUEST, request.encode()));
        fields.commitment().ifPresent(meant -> add(own, Oids.COMMITMENT, meant.encode()));
        return sign(contentType, content, enclose, signer, certificate, fields.signingTime(), own);
    }

    /** Signs with the attributes of every signature and those in {@code own}. */
    static byte[] sign(
            ASN1ObjectIdentifier contentType,
            byte[] content,
            boolean enclose,
            Signer signer,
            X509Certificate certificate,
            Instant signingTime,
            ASN1EncodableVector own) {
        SignatureAlgorithm algorithm = signer.algorithm();
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        add(attributes, Oids.CONTENT_TYPE, contentType);
        for (int i = 0; i < own.size(); i++) {
            attributes.add(own.get(i));
        }
        SignedData data =
                new SignedData(
                        new DERSet(Oids.digest(algorithm)),
                        new ContentInfo(contentType, enclose ? new DEROctetString(content) : null),
                        new DERSet(certificate(certificate)),
                        null,
                        new DERSet(
                                signerInfo(content, signer, certificate, signingTime, attributes)));
        return Der.bytes(new ContentInfo(Oids.SIGNED_DATA, data));
    }

    /** A SignerInfo over the digest of {@code content}; more attributes may be in {@code own}. */
    private static SignerInfo signerInfo(
            byte[] content,
            Signer signer,
            X509Certificate certificate,
            Instant signingTime,
            ASN1EncodableVector own) {
        if (!certificate.getPublicKey().equals(signer.publicKey())) {
            throw new IllegalArgumentException("the certificate is of another key");
        }
        SignatureAlgorithm algorithm = signer.algorithm();
        AlgorithmIdentifier digest = Oids.digest(algorithm);
        AlgorithmIdentifier signature = BouncyCastle.identifier(algorithm);
        Certificate x509 = certificate(certificate);
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        add(attributes, Oids.MESSAGE_DIGEST, new DEROctetString(digest(algorithm, content)));
        add(attributes, Oids.SIGNING_TIME, time(signingTime));
        add(attributes, Oids.SIGNING_CERTIFICATE, signingCertificate(certificate, x509));
        add(
                attributes,
                Oids.ALGORITHM_PROTECTION,
                new CMSAlgorithmProtection(digest, CMSAlgorithmProtection.SIGNATURE, signature));
        for (int i = 0; i < own.size(); i++) {
            attributes.add(own.get(i));
        }
        ASN1Set signed = new DERSet(attributes);
        return new SignerInfo(
                new SignerIdentifier(
                        new IssuerAndSerialNumber(
                                x509.getIssuer(), x509.getSerialNumber().getValue())),
                digest,
                signed,
                signature,
                new DEROctetString(signer.sign(Der.bytes(signed))),
                null);
    }

    static byte[] digest(SignatureAlgorithm algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm.digest()).digest(content);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has " + algorithm.digest(), e);
        }
    }

    private static Certificate certificate(X509Certificate certificate) {
        try {
            return Certificate.getInstance(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate has no encoding", e);
        }
    }

    /** RFC 5035 3: SHA-256 of the certificate is the default and not written. */
    private static SigningCertificateV2 signingCertificate(
            X509Certificate certificate, Certificate x509) {
        X500Name issuer = x509.getIssuer();
        try {
            return new SigningCertificateV2(
                    new ESSCertIDv2(
                            Digest.of(certificate.getEncoded()).toBytes(),
                            new IssuerSerial(
                                    new GeneralNames(new GeneralName(issuer)),
                                    x509.getSerialNumber().getValue())));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate has no encoding", e);
        }
    }

    /** RFC 5652 11.3: UTCTime from 1950 through 2049, GeneralizedTime otherwise. */
    private static ASN1Primitive time(Instant instant) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        return utc.getYear() >= 1950 && utc.getYear() <= 2049
                ? new DERUTCTime(UTC_TIME.format(utc))
                : new DERGeneralizedTime(GENERALIZED_TIME.format(utc));
    }

    static void add(
            ASN1EncodableVector attributes, ASN1ObjectIdentifier type, ASN1Encodable value) {
        attributes.add(new Attribute(type, new DERSet(value)));
    }

    private static void addOctets(
            ASN1EncodableVector attributes, ASN1ObjectIdentifier type, Optional<byte[]> value) {
        value.ifPresent(bytes -> add(attributes, type, new DEROctetString(bytes)));
    }
}

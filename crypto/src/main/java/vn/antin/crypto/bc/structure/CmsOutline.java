package vn.antin.crypto.bc.structure;

import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AuthEnvelopedData;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.EncryptedContentInfo;
import org.bouncycastle.asn1.cms.EnvelopedData;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.KEMRecipientInfo;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientIdentifier;
import org.bouncycastle.asn1.cms.KeyAgreeRecipientInfo;
import org.bouncycastle.asn1.cms.KeyTransRecipientInfo;
import org.bouncycastle.asn1.cms.OtherRecipientInfo;
import org.bouncycastle.asn1.cms.RecipientEncryptedKey;
import org.bouncycastle.asn1.cms.RecipientIdentifier;
import org.bouncycastle.asn1.cms.RecipientInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.Der;
import vn.antin.crypto.bc.structure.CmsStructure.Enveloped;
import vn.antin.crypto.bc.structure.CmsStructure.Other;
import vn.antin.crypto.bc.structure.CmsStructure.Recipient;
import vn.antin.crypto.bc.structure.CmsStructure.Signed;
import vn.antin.crypto.bc.structure.CmsStructure.Signer;

/** Reads a {@link CmsStructure} from DER. Thread-safe. */
public final class CmsOutline {
    private CmsOutline() {}

    /**
     * The outline of a ContentInfo in DER, at most 16 MiB.
     *
     * @throws CmsException MALFORMED or TOO_BIG
     */
    public static CmsStructure read(byte[] der) throws CmsException {
        ASN1Primitive object = Der.read(der);
        try {
            ContentInfo info = ContentInfo.getInstance(object);
            if (info.getContentType().equals(CMSObjectIdentifiers.signedData)) {
                return signed(SignedData.getInstance(info.getContent()));
            }
            if (info.getContentType().equals(CMSObjectIdentifiers.authEnvelopedData)) {
                AuthEnvelopedData data = AuthEnvelopedData.getInstance(info.getContent());
                return enveloped(
                        "AuthEnvelopedData",
                        data.getAuthEncryptedContentInfo(),
                        data.getRecipientInfos(),
                        data.getMac().getOctets().length);
            }
            if (info.getContentType().equals(CMSObjectIdentifiers.envelopedData)) {
                EnvelopedData data = EnvelopedData.getInstance(info.getContent());
                return enveloped(
                        "EnvelopedData",
                        data.getEncryptedContentInfo(),
                        data.getRecipientInfos(),
                        0);
            }
            return new Other(AlgorithmNames.of(info.getContentType()));
        } catch (RuntimeException e) {
            throw new CmsException(CmsException.Kind.MALFORMED, "not a CMS structure", e);
        }
    }

    private static Signed signed(SignedData data) {
        ASN1Encodable content = data.getEncapContentInfo().getContent();
        List<X509Certificate> certificates = new ArrayList<>();
        int unreadable = 0;
        for (ASN1Encodable each : elements(data.getCertificates())) {
            Optional<X509Certificate> certificate = certificate(each);
            certificate.ifPresent(certificates::add);
            unreadable += certificate.isPresent() ? 0 : 1;
        }
        List<Signer> signers = new ArrayList<>();
        for (ASN1Encodable each : data.getSignerInfos()) {
            signers.add(signer(SignerInfo.getInstance(each), certificates));
        }
        return new Signed(
                AlgorithmNames.of(data.getEncapContentInfo().getContentType()),
                content == null ? Optional.empty() : Optional.of(size(content)),
                List.copyOf(signers),
                List.copyOf(certificates),
                unreadable,
                elements(data.getCRLs()).size());
    }

    private static List<ASN1Encodable> elements(@Nullable ASN1Set set) {
        return set == null ? List.of() : Arrays.asList(set.toArray());
    }

    /** Octets when it is an octet string, else the length of its encoding. */
    private static long size(ASN1Encodable content) {
        if (content.toASN1Primitive() instanceof ASN1OctetString octets) {
            return octets.getOctetsLength();
        }
        return der(content).length;
    }

    private static byte[] der(ASN1Encodable object) {
        try {
            return object.toASN1Primitive().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new AssertionError("an object in memory has an encoding", e);
        }
    }

    private static Optional<X509Certificate> certificate(ASN1Encodable element) {
        try {
            return Optional.of(CertificateReading.certificate(der(element)));
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Signer signer(SignerInfo info, List<X509Certificate> certificates) {
        ASN1Encodable id = info.getSID().getId();
        return new Signer(
                name(id),
                id instanceof ASN1OctetString,
                certificates.stream().filter(each -> isNamed(each, id)).findFirst(),
                AlgorithmNames.of(info.getDigestAlgorithm()),
                AlgorithmNames.of(info.getDigestEncryptionAlgorithm()),
                attributes(info.getAuthenticatedAttributes()),
                attributes(info.getUnauthenticatedAttributes()));
    }

    private static List<String> attributes(@Nullable ASN1Set set) {
        return elements(set).stream()
                .map(each -> AlgorithmNames.of(Attribute.getInstance(each).getAttrType()))
                .toList();
    }

    private static boolean isNamed(X509Certificate certificate, ASN1Encodable id) {
        try {
            if (id instanceof ASN1OctetString identifier) {
                return CertificateReading.subjectKeyIdentifier(certificate)
                        .filter(each -> Arrays.equals(each, identifier.getOctets()))
                        .isPresent();
            }
            IssuerAndSerialNumber name = IssuerAndSerialNumber.getInstance(id);
            return certificate.getSerialNumber().equals(name.getSerialNumber().getValue())
                    && Arrays.equals(
                            certificate.getIssuerX500Principal().getEncoded(), der(name.getName()));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static String name(ASN1Encodable id) {
        if (id.toASN1Primitive() instanceof ASN1OctetString identifier) {
            return HexFormat.of().formatHex(identifier.getOctets());
        }
        IssuerAndSerialNumber name = IssuerAndSerialNumber.getInstance(id);
        return DistinguishedNames.text(name.getName())
                + ", "
                + name.getSerialNumber().getValue().toString(16);
    }

    private static Enveloped enveloped(
            String kind, EncryptedContentInfo content, ASN1Set recipients, int tagSize) {
        List<Recipient> all = new ArrayList<>();
        for (ASN1Encodable each : recipients) {
            add(RecipientInfo.getInstance(each), all);
        }
        ASN1OctetString encrypted = content.getEncryptedContent();
        return new Enveloped(
                kind,
                AlgorithmNames.of(content.getContentType()),
                AlgorithmNames.of(content.getContentEncryptionAlgorithm()),
                encrypted == null
                        ? Optional.empty()
                        : Optional.of((long) encrypted.getOctetsLength()),
                tagSize,
                List.copyOf(all));
    }

    private static void add(RecipientInfo info, List<Recipient> all) {
        ASN1Encodable content = info.getInfo();
        if (content instanceof KeyAgreeRecipientInfo agree) {
            AlgorithmIdentifier scheme = agree.getKeyEncryptionAlgorithm();
            String wrap =
                    scheme.getParameters() == null
                            ? ""
                            : ", "
                                    + AlgorithmNames.of(
                                            AlgorithmIdentifier.getInstance(
                                                    scheme.getParameters()));
            for (ASN1Encodable key : agree.getRecipientEncryptedKeys()) {
                KeyAgreeRecipientIdentifier id =
                        RecipientEncryptedKey.getInstance(key).getIdentifier();
                boolean isKeyIdentifier = id.getRKeyID() != null;
                all.add(
                        new Recipient(
                                "KeyAgreeRecipientInfo",
                                isKeyIdentifier
                                        ? name(id.getRKeyID().getSubjectKeyIdentifier())
                                        : name(id.getIssuerAndSerialNumber()),
                                isKeyIdentifier,
                                AlgorithmNames.of(scheme.getAlgorithm()) + wrap));
            }
        } else if (content instanceof KeyTransRecipientInfo transport) {
            all.add(
                    named(
                            "KeyTransRecipientInfo",
                            transport.getRecipientIdentifier(),
                            transport.getKeyEncryptionAlgorithm()));
        } else if (content instanceof OtherRecipientInfo other
                && other.getType().equals(CMSObjectIdentifiers.id_ori_kem)) {
            KEMRecipientInfo kem = KEMRecipientInfo.getInstance(other.getValue());
            all.add(named("KEMRecipientInfo", kem.getRecipientIdentifier(), kem.getKem()));
        } else {
            all.add(new Recipient(content.getClass().getSimpleName(), "", false, ""));
        }
    }

    private static Recipient named(
            String kind, RecipientIdentifier id, AlgorithmIdentifier algorithm) {
        ASN1Encodable name = id.getId();
        return new Recipient(
                kind,
                name(
                        name instanceof SubjectKeyIdentifier ski
                                ? new DEROctetString(ski.getKeyIdentifier())
                                : name),
                name.toASN1Primitive() instanceof ASN1OctetString,
                AlgorithmNames.of(algorithm));
    }
}

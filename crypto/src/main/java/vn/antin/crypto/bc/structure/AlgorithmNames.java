package vn.antin.crypto.bc.structure;

import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DefaultAlgorithmNameFinder;
import vn.antin.policies.label.LabelScheme;

/** What the standards call the things that object identifiers name. */
final class AlgorithmNames {
    /**
     * Contents and attributes of CMS and ESS, digests, signatures, schemes of key agreement (RFC
     * 5753), KEMs (FIPS 203).
     */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("1.2.840.113549.1.7.1", "id-data"),
                    Map.entry("1.2.840.113549.1.7.2", "id-signedData"),
                    Map.entry("1.2.840.113549.1.9.16.1.1", "id-ct-receipt"),
                    Map.entry("1.2.840.113549.1.9.16.1.4", "id-ct-TSTInfo"),
                    Map.entry("1.2.840.113549.1.9.16.1.23", "id-ct-authEnvelopedData"),
                    Map.entry("2.16.840.1.101.3.4.2.1", "SHA-256"),
                    Map.entry("2.16.840.1.101.3.4.2.2", "SHA-384"),
                    Map.entry("2.16.840.1.101.3.4.2.3", "SHA-512"),
                    Map.entry("1.2.840.10045.4.3.2", "ecdsa-with-SHA256"),
                    Map.entry("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
                    Map.entry("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
                    Map.entry(LabelScheme.consignmentNoteAttribute(), "consignmentNote"),
                    Map.entry("1.2.840.113549.1.9.3", "contentType"),
                    Map.entry("1.2.840.113549.1.9.4", "messageDigest"),
                    Map.entry("1.2.840.113549.1.9.5", "signingTime"),
                    Map.entry("1.2.840.113549.1.9.6", "countersignature"),
                    Map.entry("1.2.840.113549.1.9.52", "CMSAlgorithmProtection"),
                    Map.entry("1.2.840.113549.1.9.16.2.1", "receiptRequest"),
                    Map.entry("1.2.840.113549.1.9.16.2.2", "securityLabel"),
                    Map.entry("1.2.840.113549.1.9.16.2.5", "msgSigDigest"),
                    Map.entry("1.2.840.113549.1.9.16.2.7", "contentIdentifier"),
                    Map.entry("1.2.840.113549.1.9.16.2.12", "signingCertificate"),
                    Map.entry("1.2.840.113549.1.9.16.2.14", "signatureTimeStampToken"),
                    Map.entry("1.2.840.113549.1.9.16.2.16", "commitmentTypeIndication"),
                    Map.entry("1.2.840.113549.1.9.16.2.47", "signingCertificateV2"),
                    Map.entry("1.3.132.1.11.1", "dhSinglePass-stdDH-sha256kdf"),
                    Map.entry("1.3.132.1.11.2", "dhSinglePass-stdDH-sha384kdf"),
                    Map.entry("1.3.132.1.11.3", "dhSinglePass-stdDH-sha512kdf"),
                    Map.entry("1.3.133.16.840.63.0.2", "dhSinglePass-stdDH-sha1kdf"),
                    Map.entry("2.16.840.1.101.3.4.1.5", "aes128-wrap"),
                    Map.entry("2.16.840.1.101.3.4.1.45", "aes256-wrap"),
                    Map.entry("2.16.840.1.101.3.4.1.6", "AES-128-GCM"),
                    Map.entry("2.16.840.1.101.3.4.1.46", "AES-256-GCM"),
                    Map.entry("2.16.840.1.101.3.4.4.1", "ML-KEM-512"),
                    Map.entry("2.16.840.1.101.3.4.4.2", "ML-KEM-768"),
                    Map.entry("2.16.840.1.101.3.4.4.3", "ML-KEM-1024"));

    private static final DefaultAlgorithmNameFinder FINDER = new DefaultAlgorithmNameFinder();

    private AlgorithmNames() {}

    /** A name, or the object identifier when it has none that is known. */
    static String of(ASN1ObjectIdentifier type) {
        String known = NAMES.get(type.getId());
        return known != null ? known : FINDER.getAlgorithmName(type);
    }

    /** A name with what the parameters say that matters. */
    static String of(AlgorithmIdentifier algorithm) {
        ASN1ObjectIdentifier type = algorithm.getAlgorithm();
        ASN1Encodable parameters = algorithm.getParameters();
        if (parameters != null && type.equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
            return "RSASSA-PSS, "
                    + of(RSASSAPSSparams.getInstance(parameters).getHashAlgorithm().getAlgorithm());
        }
        if (parameters != null && type.equals(PKCSObjectIdentifiers.id_RSAES_OAEP)) {
            return "RSAES-OAEP, "
                    + of(RSAESOAEPparams.getInstance(parameters).getHashAlgorithm().getAlgorithm());
        }
        return of(type);
    }
}

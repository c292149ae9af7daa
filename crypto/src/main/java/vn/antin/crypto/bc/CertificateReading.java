package vn.antin.crypto.bc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Reads certificates and CRLs, refusing every byte that a canonical encoder would not have written.
 *
 * <p>Whatever the input, the outcome is a value or a {@link CertificateParsingException}.
 * Thread-safe.
 */
public final class CertificateReading {
    /** ecdsa-with-SHA256, -SHA384, -SHA512 (RFC 5758 3.2). */
    private static final Set<ASN1ObjectIdentifier> ECDSA =
            Set.of(
                    X9ObjectIdentifiers.ecdsa_with_SHA256,
                    X9ObjectIdentifiers.ecdsa_with_SHA384,
                    X9ObjectIdentifiers.ecdsa_with_SHA512);

    private CertificateReading() {}

    /** One certificate in DER, nothing before or after it. */
    public static X509Certificate certificate(byte[] der) throws CertificateParsingException {
        try {
            requireDer(Certificate.getInstance(ASN1Primitive.fromByteArray(der)), der);
            X509Certificate parsed =
                    (X509Certificate)
                            CertificateBuilding.factory()
                                    .generateCertificate(new ByteArrayInputStream(der));
            if (!Arrays.equals(parsed.getEncoded(), der)) {
                throw new CertificateParsingException("the certificate is followed by other bytes");
            }
            byte[] unused = subjectPublicKeyBits(parsed.getPublicKey());
            return parsed;
        } catch (IOException | CertificateException | RuntimeException e) {
            throw new CertificateParsingException("not a certificate in DER", e);
        }
    }

    /** One CRL in DER, nothing before or after it. */
    public static X509CRL crl(byte[] der) throws CertificateParsingException {
        try {
            requireDer(CertificateList.getInstance(ASN1Primitive.fromByteArray(der)), der);
            X509CRL parsed =
                    (X509CRL)
                            CertificateBuilding.factory()
                                    .generateCRL(new ByteArrayInputStream(der));
            if (!Arrays.equals(parsed.getEncoded(), der)) {
                throw new CertificateParsingException("the CRL is followed by other bytes");
            }
            return parsed;
        } catch (IOException | CertificateException | CRLException | RuntimeException e) {
            throw new CertificateParsingException("not a CRL in DER", e);
        }
    }

    static void requireDer(ASN1Encodable value, byte[] der) throws CertificateParsingException {
        try {
            if (!Arrays.equals(value.toASN1Primitive().getEncoded("DER"), der)) {
                throw new CertificateParsingException("not the canonical encoding");
            }
        } catch (IOException e) {
            throw new CertificateParsingException("not the canonical encoding", e);
        }
    }

    /** Policy object identifiers, in order; empty without the extension. */
    public static List<String> policies(X509Certificate certificate)
            throws CertificateParsingException {
        Optional<ASN1Primitive> value = extension(certificate, Extension.certificatePolicies);
        if (value.isEmpty()) {
            return List.of();
        }
        try {
            List<String> policies = new ArrayList<>();
            for (PolicyInformation policy :
                    CertificatePolicies.getInstance(value.get()).getPolicyInformation()) {
                policies.add(policy.getPolicyIdentifier().getId());
            }
            return policies;
        } catch (RuntimeException e) {
            throw new CertificateParsingException("certificate policies cannot be read", e);
        }
    }

    /** The CRL number (RFC 5280 5.2.3), if the list has one. */
    public static Optional<BigInteger> number(X509CRL crl) throws CertificateParsingException {
        byte[] value = crl.getExtensionValue(Extension.cRLNumber.getId());
        if (value == null) {
            return Optional.empty();
        }
        try {
            byte[] inner = ASN1OctetString.getInstance(value).getOctets();
            return Optional.of(ASN1Integer.getInstance(inner).getPositiveValue());
        } catch (RuntimeException e) {
            throw new CertificateParsingException("CRL number cannot be read", e);
        }
    }

    /** The subject key identifier, if the certificate has one. */
    public static Optional<byte[]> subjectKeyIdentifier(X509Certificate certificate)
            throws CertificateParsingException {
        try {
            return extension(certificate, Extension.subjectKeyIdentifier)
                    .map(value -> SubjectKeyIdentifier.getInstance(value).getKeyIdentifier());
        } catch (RuntimeException e) {
            throw new CertificateParsingException("subject key identifier cannot be read", e);
        }
    }

    /** The key identifier of the authority key identifier, if the certificate has one. */
    public static Optional<byte[]> authorityKeyIdentifier(X509Certificate certificate)
            throws CertificateParsingException {
        try {
            return extension(certificate, Extension.authorityKeyIdentifier)
                    .map(value -> AuthorityKeyIdentifier.getInstance(value))
                    .map(value -> value.getKeyIdentifierOctets());
        } catch (RuntimeException e) {
            throw new CertificateParsingException("authority key identifier cannot be read", e);
        }
    }

    private static Optional<ASN1Primitive> extension(
            X509Certificate certificate, ASN1ObjectIdentifier type)
            throws CertificateParsingException {
        byte[] value = certificate.getExtensionValue(type.getId());
        if (value == null) {
            return Optional.empty();
        }
        try {
            byte[] content =
                    org.bouncycastle.asn1.ASN1OctetString.getInstance(
                                    ASN1Primitive.fromByteArray(value))
                            .getOctets();
            return Optional.of(ASN1Primitive.fromByteArray(content));
        } catch (IOException | RuntimeException e) {
            throw new CertificateParsingException("extension " + type + " cannot be read", e);
        }
    }

    /** Whether a certificate is signed with an algorithm of {@link #isStrong}. */
    public static boolean isStronglySigned(X509Certificate certificate)
            throws CertificateParsingException {
        try {
            return isStrong(
                    Certificate.getInstance(certificate.getEncoded()).getSignatureAlgorithm());
        } catch (CertificateException | RuntimeException e) {
            throw new CertificateParsingException("not a certificate in DER", e);
        }
    }

    /** Whether a CRL is signed with an algorithm of {@link #isStrong}. */
    public static boolean isStronglySigned(X509CRL crl) throws CertificateParsingException {
        try {
            return isStrong(CertificateList.getInstance(crl.getEncoded()).getSignatureAlgorithm());
        } catch (CRLException | RuntimeException e) {
            throw new CertificateParsingException("not a CRL in DER", e);
        }
    }

    /**
     * ECDSA with SHA-2, or RSASSA-PSS with SHA-2, the same hash in MGF1 and a salt as long as the
     * hash (RFC 4055 3.1). Everything else, above all SHA-1, MD5 and PKCS #1 v1.5, is refused.
     */
    static boolean isStrong(AlgorithmIdentifier algorithm) {
        if (ECDSA.contains(algorithm.getAlgorithm())) {
            return algorithm.getParameters() == null;
        }
        if (!PKCSObjectIdentifiers.id_RSASSA_PSS.equals(algorithm.getAlgorithm())
                || algorithm.getParameters() == null) {
            return false;
        }
        RSASSAPSSparams params = RSASSAPSSparams.getInstance(algorithm.getParameters());
        AlgorithmIdentifier mask = params.getMaskGenAlgorithm();
        if (!PKCSObjectIdentifiers.id_mgf1.equals(mask.getAlgorithm())
                || mask.getParameters() == null) {
            return false;
        }
        int hash = hashLength(params.getHashAlgorithm());
        return hash > 0
                && hash == hashLength(AlgorithmIdentifier.getInstance(mask.getParameters()))
                && new ASN1Integer(hash).equals(new ASN1Integer(params.getSaltLength()))
                && params.getTrailerField().intValue() == 1;
    }

    private static int hashLength(AlgorithmIdentifier hash) {
        ASN1Encodable parameters = hash.getParameters();
        if (parameters != null && !DERNull.INSTANCE.equals(parameters.toASN1Primitive())) {
            return -1;
        }
        if (NISTObjectIdentifiers.id_sha256.equals(hash.getAlgorithm())) {
            return 32;
        }
        if (NISTObjectIdentifiers.id_sha384.equals(hash.getAlgorithm())) {
            return 48;
        }
        return NISTObjectIdentifiers.id_sha512.equals(hash.getAlgorithm()) ? 64 : -1;
    }

    /**
     * The bytes of the subjectPublicKey BIT STRING (RFC 5280 4.1), without the unused-bits octet.
     *
     * @throws IllegalArgumentException when they are not whole bytes, which the JDK lets pass
     */
    public static byte[] subjectPublicKeyBits(PublicKey key) {
        ASN1BitString bits = SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData();
        if (bits.getPadBits() != 0) {
            throw new IllegalArgumentException("a public key is not a number of whole bytes");
        }
        return bits.getOctets();
    }

    /**
     * The last common name of the subject, in whatever string type the authority wrote it; empty
     * when there is none.
     */
    public static Optional<String> commonName(X509Certificate certificate) {
        RDN[] names =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                        .getRDNs(BCStyle.CN);
        for (int i = names.length - 1; i >= 0; i--) {
            for (AttributeTypeAndValue each : names[i].getTypesAndValues()) {
                if (each.getType().equals(BCStyle.CN)
                        && each.getValue().toASN1Primitive() instanceof ASN1String text) {
                    return Optional.of(text.getString().strip()).filter(name -> !name.isEmpty());
                }
            }
        }
        return Optional.empty();
    }

    /** Object identifier of the named curve of an id-ecPublicKey; empty for any other key. */
    public static Optional<String> namedCurve(PublicKey key) {
        AlgorithmIdentifier algorithm =
                SubjectPublicKeyInfo.getInstance(key.getEncoded()).getAlgorithm();
        return X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
                        && algorithm.getParameters() instanceof ASN1ObjectIdentifier curve
                ? Optional.of(curve.getId())
                : Optional.empty();
    }
}

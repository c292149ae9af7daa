package vn.antin.crypto.bc.cms;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bc.cms.CmsException.Kind;

/**
 * The certificates and CRLs in a SignedData (RFC 5652 5.1), each in its one encoding; other forms
 * of revocation information are refused.
 */
final class EnclosedData {
    /** Most of each: signers, and what lies above them. */
    private static final int MAX = 32;

    private final List<Certificate> all = new ArrayList<>();
    private final List<X509Certificate> certificates = new ArrayList<>();
    private final List<X509CRL> crls = new ArrayList<>();
    private final Set<Certificate> used = new HashSet<>();

    EnclosedData(SignedData data) throws CmsException, CertificateParsingException {
        require(data.getCertificates().size() <= MAX, "there are too many certificates");
        for (ASN1Encodable each : data.getCertificates()) {
            all.add(Certificate.getInstance(each));
            certificates.add(CertificateReading.certificate(Der.bytes(each)));
        }
        if (data.getCRLs() != null) {
            require(
                    data.getCRLs().size() > 0 && data.getCRLs().size() <= MAX,
                    "there are no CRLs, or too many");
            for (ASN1Encodable each : data.getCRLs()) {
                crls.add(CertificateReading.crl(Der.bytes(each)));
            }
        }
    }

    /** The one certificate with the name of the signer. */
    Certificate certificateOf(SignerInfo info) throws CmsException {
        @Nullable Certificate found = null;
        for (Certificate each : all) {
            if (VerifiedSigner.names(info, each)) {
                require(found == null, "two certificates have the signer's name");
                found = each;
            }
        }
        if (found == null) {
            throw new CmsException(Kind.MALFORMED, "the signer's certificate is not inside");
        }
        used.add(found);
        return found;
    }

    /** Whether there is nothing but the certificates of those who signed. */
    boolean isMinimal() {
        return used.size() == all.size() && crls.isEmpty();
    }

    List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    List<X509CRL> crls() {
        return List.copyOf(crls);
    }

    private static void require(boolean holds, String message) throws CmsException {
        if (!holds) {
            throw new CmsException(Kind.MALFORMED, message);
        }
    }
}

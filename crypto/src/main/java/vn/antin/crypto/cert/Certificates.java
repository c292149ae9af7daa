package vn.antin.crypto.cert;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.bytes.Digest;

/**
 * Reads and writes certificates and CRLs: DER (RFC 5280) and PEM (RFC 7468). Thread-safe.
 *
 * <p>Reading a certificate says nothing about trust; see {@link CertificatePath}.
 */
public final class Certificates {
    /** Longest certificate that is read, in bytes. */
    public static final int MAX_CERTIFICATE = 16 * 1024;

    /** Longest CRL that is read, in bytes: some hundred thousand entries. */
    public static final int MAX_CRL = 8 * 1024 * 1024;

    /** Room for one such list in Base64. */
    private static final int MAX_PEM = MAX_CRL / 2 * 3;

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String CRL = "X509 CRL";

    private Certificates() {}

    /**
     * One certificate in DER, nothing around it, in canonical form.
     *
     * @throws CertificateProblem MALFORMED for anything else
     */
    public static X509Certificate parse(byte[] der) throws CertificateProblem {
        if (der.length > MAX_CERTIFICATE) {
            throw malformed("the certificate is longer than " + MAX_CERTIFICATE + " bytes", null);
        }
        try {
            return CertificateReading.certificate(der);
        } catch (CertificateParsingException e) {
            throw malformed("not a certificate", e);
        }
    }

    /**
     * One CRL in DER, nothing around it, in canonical form.
     *
     * @throws CertificateProblem MALFORMED for anything else
     */
    public static X509CRL parseCrl(byte[] der) throws CertificateProblem {
        if (der.length > MAX_CRL) {
            throw malformed("the CRL is longer than " + MAX_CRL + " bytes", null);
        }
        try {
            return CertificateReading.crl(der);
        } catch (CertificateParsingException e) {
            throw malformed("not a CRL", e);
        }
    }

    /**
     * The certificates of a PEM file, in order. Text between the blocks is passed over, other kinds
     * of block are refused.
     *
     * @throws CertificateProblem MALFORMED when there is none or one cannot be read
     */
    public static List<X509Certificate> parsePem(String pem) throws CertificateProblem {
        List<X509Certificate> found = new ArrayList<>();
        for (byte[] der : blocks(pem, CERTIFICATE)) {
            found.add(parse(der));
        }
        return List.copyOf(found);
    }

    /**
     * The CRLs of a PEM file, in order.
     *
     * @throws CertificateProblem MALFORMED when there is none or one cannot be read
     */
    public static List<X509CRL> parseCrlPem(String pem) throws CertificateProblem {
        List<X509CRL> found = new ArrayList<>();
        for (byte[] der : blocks(pem, CRL)) {
            found.add(parseCrl(der));
        }
        return List.copyOf(found);
    }

    /** DER of the certificate. */
    public static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    /** DER of the CRL. */
    public static byte[] der(X509CRL crl) {
        try {
            return crl.getEncoded();
        } catch (CRLException e) {
            throw new IllegalArgumentException("a CRL without an encoding", e);
        }
    }

    /** PEM block, with a line feed at its end. */
    public static String pem(X509Certificate certificate) {
        return pem(CERTIFICATE, der(certificate));
    }

    /** PEM block, with a line feed at its end. */
    public static String pem(X509CRL crl) {
        return pem(CRL, der(crl));
    }

    /** SHA-256 of the DER, which people compare when they install an anchor. */
    public static Digest fingerprint(X509Certificate certificate) {
        return Digest.of(der(certificate));
    }

    /**
     * Who a certificate says it is for, without any check of who says so.
     *
     * @throws CertificateProblem MALFORMED when the name is not of the project's form
     */
    public static Subject unverifiedSubject(X509Certificate certificate) throws CertificateProblem {
        return Subject.parse(certificate.getSubjectX500Principal().getEncoded());
    }

    /**
     * The endpoint that a certificate says it is for, without any check of who says so.
     *
     * @throws IllegalArgumentException when it names none
     */
    public static EndpointId unverifiedEndpoint(X509Certificate certificate) {
        try {
            return unverifiedSubject(certificate)
                    .endpoint()
                    .orElseThrow(
                            () -> new IllegalArgumentException("a certificate names no endpoint"));
        } catch (CertificateProblem e) {
            throw new IllegalArgumentException("a certificate has no name of ours", e);
        }
    }

    /** What a certificate says it is for, without any check; empty when it says nothing of ours. */
    public static Optional<CertificateProfile> unverifiedProfile(X509Certificate certificate) {
        try {
            return Optional.of(ProfileCheck.profileOf(certificate));
        } catch (CertificateProblem e) {
            return Optional.empty();
        }
    }

    /**
     * The number of a revocation list (RFC 5280 5.2.3); empty when it has none that is readable.
     */
    public static Optional<BigInteger> number(X509CRL crl) {
        try {
            return CertificateReading.number(crl);
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }

    private static List<byte[]> blocks(String pem, String kind) throws CertificateProblem {
        if (pem.length() > MAX_PEM) {
            throw malformed("a PEM file of more than " + MAX_PEM + " characters", null);
        }
        List<byte[]> blocks = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        boolean inside = false;
        for (String raw : (Iterable<String>) pem.lines()::iterator) {
            String line = raw.strip();
            if (line.startsWith("-----BEGIN ") && !inside) {
                requireLine(line, "-----BEGIN " + kind + "-----");
                inside = true;
                body.setLength(0);
            } else if (line.startsWith("-----")) {
                requireLine(inside ? line : "", "-----END " + kind + "-----");
                inside = false;
                blocks.add(base64(body.toString()));
            } else if (inside) {
                body.append(line);
            }
        }
        if (inside || blocks.isEmpty()) {
            throw malformed("no complete PEM block " + kind, null);
        }
        return blocks;
    }

    private static void requireLine(String line, String expected) throws CertificateProblem {
        if (!line.equals(expected)) {
            throw malformed("a PEM file must hold only complete blocks: " + expected, null);
        }
    }

    private static byte[] base64(String text) throws CertificateProblem {
        try {
            return Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw malformed("a PEM block is not base64", e);
        }
    }

    private static CertificateProblem malformed(
            String message, @org.jspecify.annotations.Nullable Exception cause) {
        return new CertificateProblem(CertificateProblem.Reason.MALFORMED, message, cause);
    }
}

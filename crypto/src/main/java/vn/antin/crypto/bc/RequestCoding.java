package vn.antin.crypto.bc;

import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.bouncycastle.pkcs.PKCSException;
import vn.antin.crypto.key.Signer;

/** Writes and reads PKCS #10 certification requests (RFC 2986). Thread-safe. */
public final class RequestCoding {
    private RequestCoding() {}

    /** A request in DER for this subject, without attributes, signed by the key itself. */
    public static byte[] create(byte[] subject, Signer key) {
        try {
            return new PKCS10CertificationRequestBuilder(
                            X500Name.getInstance(subject),
                            SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()))
                    .build(new TokenContentSigner(key))
                    .getEncoded();
        } catch (IOException e) {
            throw new AssertionError("a request in memory has an encoding", e);
        }
    }

    /**
     * A request whose signature was checked.
     *
     * @param subject DER of the name
     */
    @SuppressWarnings("ArrayRecordComponent") // a result to be taken apart at once
    public record Checked(byte[] subject, PublicKey key) {}

    /**
     * Reads a request and checks its signature with its own key.
     *
     * @throws CertificateParsingException when it is no request in DER or has attributes: the
     *     authority, not the applicant, decides on extensions
     * @throws InvalidKeyException when the key or the signature algorithm is none the project takes
     * @throws SignatureException when the signature is wrong
     */
    public static Checked parse(byte[] der)
            throws CertificateParsingException, InvalidKeyException, SignatureException {
        PKCS10CertificationRequest request = read(der);
        if (!CertificateReading.isStrong(request.getSignatureAlgorithm())) {
            throw new InvalidKeyException("the request is signed with an algorithm not in use");
        }
        PublicKey key = publicKey(request.getSubjectPublicKeyInfo());
        try {
            if (!request.isSignatureValid(
                    new JcaContentVerifierProviderBuilder()
                            .setProvider(BouncyCastle.PROVIDER)
                            .build(key))) {
                throw new SignatureException("the request is not signed by its key");
            }
            return new Checked(request.getSubject().getEncoded("DER"), key);
        } catch (PKCSException | OperatorCreationException | IOException | RuntimeException e) {
            throw new SignatureException("the signature of the request cannot be checked", e);
        }
    }

    private static PKCS10CertificationRequest read(byte[] der) throws CertificateParsingException {
        try {
            CertificationRequest structure =
                    CertificationRequest.getInstance(ASN1Primitive.fromByteArray(der));
            CertificateReading.requireDer(structure, der);
            if (structure.getCertificationRequestInfo().getAttributes() == null
                    || structure.getCertificationRequestInfo().getAttributes().size() != 0) {
                throw new CertificateParsingException("the request has attributes");
            }
            return new PKCS10CertificationRequest(structure);
        } catch (IOException | RuntimeException e) {
            throw new CertificateParsingException("not a PKCS #10 request in DER", e);
        }
    }

    private static PublicKey publicKey(SubjectPublicKeyInfo info) throws InvalidKeyException {
        String algorithm;
        if (X9ObjectIdentifiers.id_ecPublicKey.equals(info.getAlgorithm().getAlgorithm())) {
            algorithm = "EC";
        } else if (PKCSObjectIdentifiers.rsaEncryption.equals(info.getAlgorithm().getAlgorithm())) {
            algorithm = "RSA";
        } else {
            throw new InvalidKeyException("a key type not in use");
        }
        try {
            PublicKey key =
                    KeyFactory.getInstance(algorithm)
                            .generatePublic(new X509EncodedKeySpec(info.getEncoded("DER")));
            byte[] unused = CertificateReading.subjectPublicKeyBits(key);
            return key;
        } catch (IOException | InvalidKeySpecException | RuntimeException e) {
            throw new InvalidKeyException("the public key cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has EC and RSA", e);
        }
    }
}

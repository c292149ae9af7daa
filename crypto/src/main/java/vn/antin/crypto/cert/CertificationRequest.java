package vn.antin.crypto.cert;

import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import vn.antin.crypto.bc.RequestCoding;
import vn.antin.crypto.cert.CertificateProblem.Reason;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.Signer;

/**
 * A PKCS #10 request (RFC 2986) whose signature was checked: whoever made it holds the private key.
 *
 * <p>It proves possession of keys that sign; for keys that only decrypt see {@link
 * EncryptionKeyChallenge}. The name in it is a wish, which the authority compares with its
 * enrolment record. Immutable.
 */
public final class CertificationRequest {
    /** Longest request that is read, in bytes. */
    public static final int MAX_LENGTH = 8 * 1024;

    private final Subject subject;
    private final PublicKey publicKey;

    private CertificationRequest(Subject subject, PublicKey publicKey) {
        this.subject = subject;
        this.publicKey = publicKey;
    }

    /** A request in DER, without attributes. */
    public static byte[] create(Subject subject, Signer key) {
        return RequestCoding.create(subject.toDer(), key);
    }

    /**
     * Reads a request and checks that it is signed by its own key.
     *
     * @throws CertificateProblem MALFORMED, BAD_SIGNATURE or WEAK_ALGORITHM
     */
    public static CertificationRequest parse(byte[] der) throws CertificateProblem {
        return parse(der, SecurityStrength.BITS_128);
    }

    /**
     * The same for a key that is at least so strong.
     *
     * @throws CertificateProblem MALFORMED, BAD_SIGNATURE or WEAK_ALGORITHM
     */
    public static CertificationRequest parse(byte[] der, SecurityStrength least)
            throws CertificateProblem {
        if (der.length > MAX_LENGTH) {
            throw new CertificateProblem(
                    Reason.MALFORMED, "the request is longer than " + MAX_LENGTH + " bytes");
        }
        try {
            RequestCoding.Checked checked = RequestCoding.parse(der);
            if (!KeyRules.isAtLeast(checked.key(), least)) {
                throw new CertificateProblem(
                        Reason.WEAK_ALGORITHM, "the request is for a key not in use");
            }
            return new CertificationRequest(Subject.parse(checked.subject()), checked.key());
        } catch (CertificateParsingException e) {
            throw new CertificateProblem(Reason.MALFORMED, "not a certification request", e);
        } catch (InvalidKeyException e) {
            throw new CertificateProblem(Reason.WEAK_ALGORITHM, "the key is none in use", e);
        } catch (SignatureException e) {
            throw new CertificateProblem(
                    Reason.BAD_SIGNATURE, "the request is not signed by its key", e);
        }
    }

    /** The key to be certified. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** The name asked for. */
    public Subject subject() {
        return subject;
    }
}

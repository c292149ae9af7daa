package vn.antin.crypto.cert;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import vn.antin.crypto.bc.cms.CmsException;
import vn.antin.crypto.bc.cms.KeyChallenge;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.CertificateProblem.Reason;
import vn.antin.crypto.key.DecryptionKey;

/**
 * Proof that someone holds a key that cannot sign: a secret is encrypted to it and asked back (RFC
 * 4210 5.2.8.3, challenge-response).
 *
 * <p>The challenge is a CMS AuthEnvelopedData of a content type of its own, so answering one never
 * opens a document. Thread-safe.
 */
public final class EncryptionKeyChallenge {
    /** Longest challenge that is answered, in bytes. */
    public static final int MAX_LENGTH = 8 * 1024;

    private EncryptionKeyChallenge() {}

    /**
     * A challenge and what its answer must hash to.
     *
     * @param challenge sent to the holder
     * @param expected SHA-256 of the right answer, kept by the authority
     */
    @SuppressWarnings("ArrayRecordComponent") // both parts go their ways at once
    public record Issued(byte[] challenge, Digest expected) {
        /** Whether this is the right answer. */
        public boolean isAnsweredBy(byte[] answer) {
            return Digest.of(answer).equals(expected);
        }
    }

    /**
     * A new challenge.
     *
     * @param encryptionKey P-256, P-384 or RSA of at least 3072 bits
     * @throws IllegalArgumentException for any other key
     */
    public static Issued issue(PublicKey encryptionKey, SecureRandom random) {
        if (!KeyRules.isStrong(encryptionKey)) {
            throw new IllegalArgumentException(
                    "challenges are for keys on P-256 or P-384 and RSA of 3072 bits up");
        }
        byte[] secret = new byte[KeyChallenge.SECRET_LENGTH];
        random.nextBytes(secret);
        try {
            return new Issued(
                    KeyChallenge.seal(
                            encryptionKey, KeyIdentifier.of(encryptionKey), secret, random),
                    Digest.of(secret));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * The 32 bytes in the challenge. Errors of the token are {@code KeyException}s.
     *
     * @throws CertificateProblem MALFORMED when it is no challenge to this key
     */
    public static byte[] answer(byte[] challenge, DecryptionKey key) throws CertificateProblem {
        if (challenge.length > MAX_LENGTH) {
            throw new CertificateProblem(
                    Reason.MALFORMED, "the challenge is longer than " + MAX_LENGTH + " bytes");
        }
        try {
            return KeyChallenge.open(challenge, KeyIdentifier.of(key.publicKey()), key);
        } catch (CmsException e) {
            throw new CertificateProblem(Reason.MALFORMED, "the challenge is none to this key", e);
        }
    }
}

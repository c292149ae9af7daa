package vn.antin.crypto.seal;

import java.security.cert.X509Certificate;
import vn.antin.crypto.key.Signer;

/**
 * A private key that signs, where it is, and the certificate of its public key. Immutable.
 *
 * @param signer the key
 * @param certificate for {@code signer}'s public key
 */
public record SigningKey(Signer signer, X509Certificate certificate) {
    /** Checks that they belong together. */
    public SigningKey {
        if (!signer.publicKey().equals(certificate.getPublicKey())) {
            throw new IllegalArgumentException("the certificate is of another key");
        }
    }
}

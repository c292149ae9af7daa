package vn.antin.crypto.bc;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import vn.antin.crypto.key.SecurityStrength;

/**
 * RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 8.2.2), which old government tokens make: verified and
 * never created. RSA of 2048 bits up. Thread-safe.
 */
public final class RsaPkcs1 {
    private RsaPkcs1() {}

    /**
     * Whether a SignerInfo names this algorithm: sha256WithRSAEncryption, or rsaEncryption beside
     * its digest (RFC 3370 3.2). Parameters are NULL or left out (RFC 5754 3.2).
     */
    public static boolean isNamedBy(AlgorithmIdentifier algorithm) {
        return (PKCSObjectIdentifiers.sha256WithRSAEncryption.equals(algorithm.getAlgorithm())
                        || PKCSObjectIdentifiers.rsaEncryption.equals(algorithm.getAlgorithm()))
                && (algorithm.getParameters() == null
                        || DERNull.INSTANCE.equals(algorithm.getParameters().toASN1Primitive()));
    }

    /**
     * Whether this is the key's signature over the message. By the JDK, which builds the padding
     * anew and compares, and so parses nothing of an attacker's.
     */
    public static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        if (!(key instanceof RSAPublicKey rsa)
                || rsa.getModulus().bitLength() < SecurityStrength.BITS_112.rsaBits()) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("SHA256withRSA", "SunRsaSign");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}

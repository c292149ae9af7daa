package vn.antin.crypto.cert;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import vn.antin.crypto.bc.CertificateReading;

/** Which public keys stand in the project's certificates: P-256, P-384, RSA of 3072 bits up. */
public final class KeyRules {
    private static final Set<String> CURVES = Set.of("1.2.840.10045.3.1.7", "1.3.132.0.34");
    private static final int MIN_RSA = 3072;

    /** More would only be a way to keep verifiers busy. */
    private static final int MAX_RSA = 8192;

    private KeyRules() {}

    /** Whether certificates may be issued for this key, and secrets encrypted to it. */
    public static boolean isStrong(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= MIN_RSA
                    && bits <= MAX_RSA
                    && rsa.getPublicExponent().bitLength() <= 64
                    && rsa.getPublicExponent().testBit(0)
                    && rsa.getPublicExponent().bitLength() >= 17;
        }
        return CertificateReading.namedCurve(key).filter(CURVES::contains).isPresent();
    }
}

package vn.antin.crypto.cert;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Set;
import vn.antin.crypto.bc.CertificateReading;
import vn.antin.crypto.key.SecurityStrength;

/**
 * Which public keys stand in the project's certificates: P-256, P-384, RSA of 3072 bits up; and RSA
 * of 2048 bits up for a person's signatures and log-in only, until the end of 2030, because
 * government cards in use have such keys (docs/decisions/0006).
 */
public final class KeyRules {
    /** The last second of a certificate for a key of {@link SecurityStrength#BITS_112}. */
    public static final Instant END_OF_112_BITS = Instant.parse("2030-12-31T23:59:59Z");

    private static final Set<String> CURVES = Set.of("1.2.840.10045.3.1.7", "1.3.132.0.34");
    private static final Set<CertificateProfile> SIGNING =
            Set.of(CertificateProfile.SIGNATURE, CertificateProfile.AUTHENTICATION);

    /** More would only be a way to keep verifiers busy. */
    private static final int MAX_RSA = 8192;

    private KeyRules() {}

    /** Whether certificates of every profile may be issued, and secrets encrypted, to this key. */
    public static boolean isStrong(PublicKey key) {
        return isAtLeast(key, SecurityStrength.BITS_128);
    }

    /** Whether the key is of a kind in use and at least so strong. */
    public static boolean isAtLeast(PublicKey key, SecurityStrength least) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            return bits >= least.rsaBits()
                    && bits <= MAX_RSA
                    && rsa.getPublicExponent().bitLength() <= 64
                    && rsa.getPublicExponent().testBit(0)
                    && rsa.getPublicExponent().bitLength() >= 17;
        }
        return CertificateReading.namedCurve(key).filter(CURVES::contains).isPresent();
    }

    /**
     * Whether the key may stand in a certificate.
     *
     * @param profile of the certificate
     * @param until its end of validity
     */
    public static boolean permits(PublicKey key, CertificateProfile profile, Instant until) {
        return isStrong(key)
                || (SIGNING.contains(profile)
                        && !until.isAfter(END_OF_112_BITS)
                        && isAtLeast(key, SecurityStrength.BITS_112));
    }
}

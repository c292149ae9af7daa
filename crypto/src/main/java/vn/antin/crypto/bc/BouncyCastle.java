package vn.antin.crypto.bc;

import java.security.Provider;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import vn.antin.crypto.key.SignatureAlgorithm;

/**
 * The Bouncy Castle provider, as an object of our own; for this room and {@code bc.cms} only.
 *
 * <p>It is never registered with {@link java.security.Security}: what other code in the process
 * gets from the JDK does not change because this library is loaded. Thread-safe.
 */
public final class BouncyCastle {
    /** Passed explicitly to everything here that needs a provider. */
    public static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}

    /**
     * The algorithm identifier of signatures: RFC 5758 3.2 for ECDSA, RFC 4055 3.1 for RSASSA-PSS
     * with all parameters written out, RFC 8410 3 for Ed25519.
     */
    public static AlgorithmIdentifier identifier(SignatureAlgorithm algorithm) {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm.bouncyCastleName());
    }
}

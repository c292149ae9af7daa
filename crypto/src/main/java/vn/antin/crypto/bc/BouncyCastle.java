package vn.antin.crypto.bc;

import java.security.Provider;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The Bouncy Castle provider, as an object of our own.
 *
 * <p>It is never registered with {@link java.security.Security}: what other code in the process
 * gets from the JDK does not change because this library is loaded. Thread-safe.
 */
final class BouncyCastle {
    /** Passed explicitly to everything in this room that needs a provider. */
    static final Provider PROVIDER = new BouncyCastleProvider();

    private BouncyCastle() {}
}

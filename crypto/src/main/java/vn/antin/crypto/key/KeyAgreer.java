package vn.antin.crypto.key;

import java.security.PublicKey;
import vn.antin.crypto.bytes.SecretBytes;

/** Elliptic-curve Diffie-Hellman with a private key that stays where it is. Thread-safe. */
public non-sealed interface KeyAgreer extends DecryptionKey {
    /**
     * The raw shared secret Z (SEC 1 3.3.1), to be closed by the caller.
     *
     * @throws KeyException when the point is not on the curve or the device fails
     */
    SecretBytes agree(PublicKey other);
}

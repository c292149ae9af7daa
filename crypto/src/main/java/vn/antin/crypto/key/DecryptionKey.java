package vn.antin.crypto.key;

import java.security.PublicKey;

/** A private key that opens envelopes: by key agreement, by unwrapping or by decapsulation. */
public sealed interface DecryptionKey permits KeyAgreer, Unwrapper, Decapsulator {
    /** The public key that senders encrypt to. */
    PublicKey publicKey();
}

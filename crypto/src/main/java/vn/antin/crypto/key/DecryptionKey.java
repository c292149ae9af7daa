package vn.antin.crypto.key;

import java.security.PublicKey;

/** A private key that opens envelopes: by key agreement or by unwrapping. */
public sealed interface DecryptionKey permits KeyAgreer, Unwrapper {
    /** The public key that senders encrypt to. */
    PublicKey publicKey();
}

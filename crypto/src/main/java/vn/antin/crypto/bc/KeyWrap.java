package vn.antin.crypto.bc;

import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESWrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import vn.antin.crypto.bytes.SecretBytes;

/** AES-256 key wrap (RFC 3394) of content keys of 32 bytes, and of nothing else. Thread-safe. */
public final class KeyWrap {
    /** RFC 3394: the key and 8 bytes. */
    private static final int WRAPPED = 40;

    private KeyWrap() {}

    /** The content key, wrapped. */
    public static byte[] wrapped(SecretBytes kek, SecretBytes contentKey) {
        return kek.use(key -> {
            AESWrapEngine engine = new AESWrapEngine();
            engine.init(true, new KeyParameter(key));
            return contentKey.use(bytes -> engine.wrap(bytes, 0, bytes.length));
        });
    }

    /**
     * The content key of 32 bytes, to be closed by the caller; the engine would also take shorter
     * ones.
     *
     * @throws IllegalStateException when it was not wrapped with this key; a lambda calls this
     */
    public static SecretBytes unwrapped(byte[] kek, byte[] encrypted) {
        if (encrypted.length != WRAPPED) {
            throw new IllegalStateException("a wrapped content key has 40 bytes");
        }
        try {
            AESWrapEngine engine = new AESWrapEngine();
            engine.init(false, new KeyParameter(kek));
            return SecretBytes.owning(engine.unwrap(encrypted, 0, encrypted.length));
        } catch (InvalidCipherTextException | RuntimeException e) {
            throw new IllegalStateException("AES key unwrap failed", e);
        }
    }
}

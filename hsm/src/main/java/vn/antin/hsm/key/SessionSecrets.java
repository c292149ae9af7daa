package vn.antin.hsm.key;

import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Pkcs11Session;

/** Extractable secrets that exist in a session for a moment. */
final class SessionSecrets {
    private SessionSecrets() {}

    /**
     * Reads the value and destroys the object. When that fails the session is discarded, and the
     * object with it.
     */
    static SecretBytes take(Pkcs11Session session, long object) {
        byte[] value =
                session.bytes(object, Attribute.VALUE)
                        .orElseThrow(() ->
                                new KeyException(
                                        KeyException.Reason.UNSUPPORTED,
                                        "the token does not give the secret out",
                                        null));
        session.destroy(object);
        return SecretBytes.owning(value);
    }
}

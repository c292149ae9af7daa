package vn.antin.hsm.key;

import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.ObjectName;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.Token;

/** AES key wrap (RFC 3394) under an AES key that stays in the token. Thread-safe. */
public final class StorageKey {
    private static final Template SECRET =
            Template.ofKey(Template.SECRET_KEY, Template.GENERIC_SECRET)
                    .with(Attribute.TOKEN, false)
                    .with(Attribute.SENSITIVE, false)
                    .with(Attribute.EXTRACTABLE, true);

    private final Token token;
    private final ObjectName name;

    /** The AES key with this label. */
    public StorageKey(Token token, String label) {
        this.token = token;
        this.name = ObjectName.ofLabel(Template.SECRET_KEY, label);
    }

    /**
     * Wraps a secret of 16 bytes or more, a multiple of 8.
     *
     * @throws KeyException BAD_INPUT for other lengths, NO_SUCH_KEY without the storage key
     */
    public byte[] wrap(SecretBytes secret) {
        if (secret.length() < 16 || secret.length() % 8 != 0) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT,
                    "AES key wrap takes 16, 24, 32 ... bytes, not " + secret.length(),
                    null);
        }
        return secret.use(bytes ->
                token.call(
                        Operation.WRAP,
                        lease -> {
                            Pkcs11Session session = lease.session();
                            long wrapping = lease.existing(name);
                            long object = session.create(SECRET.with(Attribute.VALUE, bytes));
                            byte[] wrapped = session.wrap(Mechanism.AES_KEY_WRAP, wrapping, object);
                            session.destroy(object);
                            return wrapped;
                        }));
    }

    /**
     * Unwraps.
     *
     * @throws KeyException BAD_INPUT when it was not wrapped under this key or was changed
     */
    public SecretBytes unwrap(byte[] wrapped) {
        if (wrapped.length < 24 || wrapped.length % 8 != 0) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "not an AES key wrap of a secret", null);
        }
        return token.call(
                Operation.UNWRAP,
                lease -> {
                    Pkcs11Session session = lease.session();
                    long unwrapping = lease.existing(name);
                    return SessionSecrets.take(
                            session,
                            session.unwrap(Mechanism.AES_KEY_WRAP, unwrapping, wrapped, SECRET));
                });
    }
}

package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.PKCS11;
import iaik.pkcs.pkcs11.wrapper.PKCS11Exception;
import iaik.pkcs.pkcs11.wrapper.PKCS11Implementation;
import java.io.IOException;
import vn.antin.crypto.key.KeyException;

/**
 * The wrapper called bare: one session, two functions of the module for a signature, and nothing of
 * ours between. Tells a measurement what the module can do; for nothing else, since it knows of no
 * lost session, no lost login and no vendor's number. For one thread.
 */
public final class BareSigner implements AutoCloseable {
    private static final long CKF_SERIAL_SESSION = 4;

    private final PKCS11 library;
    private final CK_MECHANISM mechanism;
    private final long session;
    private final long key;

    /**
     * A session of its own.
     *
     * @param module loaded and logged in to the token by somebody else for as long as this lives
     * @param key handle of a private key
     * @throws KeyException as the module refuses
     */
    public BareSigner(Pkcs11Module module, long slot, Mechanism mechanism, long key) {
        this.mechanism = mechanism.toNative();
        this.key = key;
        try {
            library = new PKCS11Implementation(module.path().toString());
            session = library.C_OpenSession(slot, CKF_SERIAL_SESSION, null, null);
        } catch (IOException e) {
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING, "no PKCS#11 module at " + module, e);
        } catch (PKCS11Exception e) {
            throw new Pkcs11Exception(e.getErrorCode(), "opening a session", e);
        }
    }

    /**
     * Signs what the mechanism takes: for ECDSA a digest, of which it makes r and s.
     *
     * @throws KeyException as the module refuses
     */
    public byte[] sign(byte[] data) {
        try {
            library.C_SignInit(session, mechanism, key, true);
            return library.C_Sign(session, data);
        } catch (PKCS11Exception e) {
            throw new Pkcs11Exception(e.getErrorCode(), "signing", e);
        }
    }

    @Override
    public void close() {
        try {
            library.C_CloseSession(session);
        } catch (PKCS11Exception e) {
            throw new Pkcs11Exception(e.getErrorCode(), "closing a session", e);
        }
    }
}

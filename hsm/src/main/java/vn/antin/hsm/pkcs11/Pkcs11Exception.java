package vn.antin.hsm.pkcs11;

import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;

/** A PKCS#11 function returned something else than CKR_OK. */
public final class Pkcs11Exception extends KeyException {
    private static final long serialVersionUID = 1L;

    private final long code;

    Pkcs11Exception(long code, String doing, @Nullable Throwable cause) {
        super(ReturnCode.reason(code), doing + ": " + ReturnCode.name(code), cause);
        this.code = code;
    }

    /** The return code (CKR). */
    public long code() {
        return code;
    }

    /** Its name in the standard. */
    public String codeName() {
        return ReturnCode.name(code);
    }

    /** What may help. */
    public Recovery recovery() {
        return ReturnCode.recovery(code);
    }

    /** Whether the code is this one. */
    boolean is(ReturnCode other) {
        return code == other.code();
    }
}

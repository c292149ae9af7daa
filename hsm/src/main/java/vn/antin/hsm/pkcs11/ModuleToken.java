package vn.antin.hsm.pkcs11;

/**
 * What a module says about the token in a slot (CK_TOKEN_INFO). A snapshot.
 *
 * @param slot number of the slot; may change between runs, so tokens are chosen by label and serial
 * @param flags CKF bits of the token
 * @param maxSessions most sessions at once; 0 when not limited, -1 when not told
 */
public record ModuleToken(
        long slot,
        String label,
        String manufacturer,
        String model,
        String serial,
        String firmware,
        long flags,
        long maxSessions) {
    private static final long WRITE_PROTECTED = 0x2;
    private static final long LOGIN_REQUIRED = 0x4;
    private static final long USER_PIN_INITIALIZED = 0x8;
    private static final long PROTECTED_AUTHENTICATION_PATH = 0x100;
    private static final long TOKEN_INITIALIZED = 0x400;
    private static final long USER_PIN_COUNT_LOW = 0x10000;
    private static final long USER_PIN_FINAL_TRY = 0x20000;
    private static final long USER_PIN_LOCKED = 0x40000;

    private boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** Whether the token refuses to be written. */
    public boolean writeProtected() {
        return has(WRITE_PROTECTED);
    }

    /** Whether private keys need a login. */
    public boolean loginRequired() {
        return has(LOGIN_REQUIRED);
    }

    /** Whether a user's PIN was set. */
    public boolean pinInitialized() {
        return has(USER_PIN_INITIALIZED);
    }

    /** Whether the PIN is entered at the device (a reader with keys). */
    public boolean pinPad() {
        return has(PROTECTED_AUTHENTICATION_PATH);
    }

    /** Whether the token was initialised. */
    public boolean initialized() {
        return has(TOKEN_INITIALIZED);
    }

    /** Whether a wrong PIN was entered since the last right one. */
    public boolean pinCountLow() {
        return has(USER_PIN_COUNT_LOW);
    }

    /** Whether one more wrong PIN blocks it. */
    public boolean pinFinalTry() {
        return has(USER_PIN_FINAL_TRY);
    }

    /** Whether the PIN is blocked. */
    public boolean pinLocked() {
        return has(USER_PIN_LOCKED);
    }
}

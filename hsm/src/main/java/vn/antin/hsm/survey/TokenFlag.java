package vn.antin.hsm.survey;

import java.util.ArrayList;
import java.util.List;

/** Flags of a token (CKF of CK_TOKEN_INFO, PKCS#11 section 3.2) under their names. */
public enum TokenFlag {
    /** It has a random number generator. */
    RNG(0x1),
    /** It refuses to be written. */
    WRITE_PROTECTED(0x2),
    /** Private objects need a login. */
    LOGIN_REQUIRED(0x4),
    /** The user has a PIN. */
    USER_PIN_INITIALIZED(0x8),
    /** A saved state holds its keys. */
    RESTORE_KEY_NOT_NEEDED(0x20),
    /** It has a clock. */
    CLOCK_ON_TOKEN(0x40),
    /** The PIN is entered at the device. */
    PROTECTED_AUTHENTICATION_PATH(0x100),
    /** Two operations in one session. */
    DUAL_CRYPTO_OPERATIONS(0x200),
    /** It was initialised. */
    TOKEN_INITIALIZED(0x400),
    /** A wrong PIN was entered since the last right one. */
    USER_PIN_COUNT_LOW(0x10000),
    /** One more wrong PIN blocks it. */
    USER_PIN_FINAL_TRY(0x20000),
    /** The PIN is blocked. */
    USER_PIN_LOCKED(0x40000),
    /** The PIN must be changed. */
    USER_PIN_TO_BE_CHANGED(0x80000),
    /** A wrong PIN of the security officer was entered. */
    SO_PIN_COUNT_LOW(0x100000),
    /** One more wrong PIN of the security officer blocks it. */
    SO_PIN_FINAL_TRY(0x200000),
    /** The PIN of the security officer is blocked. */
    SO_PIN_LOCKED(0x400000),
    /** The PIN of the security officer must be changed. */
    SO_PIN_TO_BE_CHANGED(0x800000),
    /** Its self-test failed and it does nothing any more. */
    ERROR_STATE(0x1000000);

    private final long bit;

    TokenFlag(long bit) {
        this.bit = bit;
    }

    /** Whether it is set. */
    public boolean in(long flags) {
        return (flags & bit) != 0;
    }

    /** All that are set. */
    public static List<TokenFlag> of(long flags) {
        var all = new ArrayList<TokenFlag>();
        for (TokenFlag each : values()) {
            if (each.in(flags)) {
                all.add(each);
            }
        }
        return all;
    }
}

package vn.antin.hsm.pkcs11;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import vn.antin.crypto.key.KeyException.Reason;

/**
 * What a PKCS#11 return code (CKR, section 11.1 of version 2.40) means to us: the reason that
 * callers see, and what helps.
 *
 * <p>A table; codes that are not in it are device failures and are not repeated.
 */
enum ReturnCode {
    CKR_HOST_MEMORY(0x02, Reason.DEVICE_FAILURE, Recovery.RECONNECT),
    CKR_SLOT_ID_INVALID(0x03, Reason.TOKEN_MISSING, Recovery.RECONNECT),
    CKR_GENERAL_ERROR(0x05, Reason.DEVICE_FAILURE, Recovery.RECONNECT),
    CKR_FUNCTION_FAILED(0x06, Reason.DEVICE_FAILURE, Recovery.NONE),
    CKR_ARGUMENTS_BAD(0x07, Reason.BAD_INPUT, Recovery.NONE),
    CKR_CANT_LOCK(0x0A, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_ATTRIBUTE_READ_ONLY(0x10, Reason.BAD_INPUT, Recovery.NONE),
    CKR_ATTRIBUTE_SENSITIVE(0x11, Reason.BAD_INPUT, Recovery.NONE),
    CKR_ATTRIBUTE_TYPE_INVALID(0x12, Reason.BAD_INPUT, Recovery.NONE),
    CKR_ATTRIBUTE_VALUE_INVALID(0x13, Reason.BAD_INPUT, Recovery.NONE),
    CKR_ACTION_PROHIBITED(0x1B, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_DATA_INVALID(0x20, Reason.BAD_INPUT, Recovery.NONE),
    CKR_DATA_LEN_RANGE(0x21, Reason.BAD_INPUT, Recovery.NONE),
    CKR_DEVICE_ERROR(0x30, Reason.DEVICE_FAILURE, Recovery.RECONNECT),
    CKR_DEVICE_MEMORY(0x31, Reason.DEVICE_FAILURE, Recovery.NONE),
    CKR_DEVICE_REMOVED(0x32, Reason.TOKEN_MISSING, Recovery.RECONNECT),
    CKR_ENCRYPTED_DATA_INVALID(0x40, Reason.BAD_INPUT, Recovery.NONE),
    CKR_ENCRYPTED_DATA_LEN_RANGE(0x41, Reason.BAD_INPUT, Recovery.NONE),
    CKR_FUNCTION_NOT_SUPPORTED(0x54, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_KEY_HANDLE_INVALID(0x60, Reason.NO_SUCH_KEY, Recovery.RECONNECT),
    CKR_KEY_SIZE_RANGE(0x62, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_KEY_TYPE_INCONSISTENT(0x63, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_KEY_FUNCTION_NOT_PERMITTED(0x68, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_KEY_NOT_WRAPPABLE(0x69, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_KEY_UNEXTRACTABLE(0x6A, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_MECHANISM_INVALID(0x70, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_MECHANISM_PARAM_INVALID(0x71, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_OBJECT_HANDLE_INVALID(0x82, Reason.NO_SUCH_KEY, Recovery.RECONNECT),
    CKR_OPERATION_ACTIVE(0x90, Reason.DEVICE_FAILURE, Recovery.NEW_SESSION),
    CKR_OPERATION_NOT_INITIALIZED(0x91, Reason.DEVICE_FAILURE, Recovery.NEW_SESSION),
    CKR_PIN_INCORRECT(0xA0, Reason.PIN_WRONG, Recovery.NONE),
    CKR_PIN_INVALID(0xA1, Reason.PIN_WRONG, Recovery.NONE),
    CKR_PIN_LEN_RANGE(0xA2, Reason.PIN_WRONG, Recovery.NONE),
    CKR_PIN_EXPIRED(0xA3, Reason.PIN_LOCKED, Recovery.NONE),
    CKR_PIN_LOCKED(0xA4, Reason.PIN_LOCKED, Recovery.NONE),
    CKR_SIGNATURE_INVALID(0xC0, Reason.BAD_INPUT, Recovery.NONE),
    CKR_SIGNATURE_LEN_RANGE(0xC1, Reason.BAD_INPUT, Recovery.NONE),
    CKR_SESSION_CLOSED(0xB0, Reason.DEVICE_FAILURE, Recovery.RECONNECT),
    CKR_SESSION_COUNT(0xB1, Reason.BUSY, Recovery.NONE),
    CKR_SESSION_HANDLE_INVALID(0xB3, Reason.DEVICE_FAILURE, Recovery.RECONNECT),
    CKR_SESSION_READ_ONLY(0xB5, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_TEMPLATE_INCOMPLETE(0xD0, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_TEMPLATE_INCONSISTENT(0xD1, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_TOKEN_NOT_PRESENT(0xE0, Reason.TOKEN_MISSING, Recovery.RECONNECT),
    CKR_TOKEN_NOT_RECOGNIZED(0xE1, Reason.TOKEN_MISSING, Recovery.RECONNECT),
    CKR_TOKEN_WRITE_PROTECTED(0xE2, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_UNWRAPPING_KEY_HANDLE_INVALID(0xF0, Reason.NO_SUCH_KEY, Recovery.RECONNECT),
    CKR_USER_ALREADY_LOGGED_IN(0x100, Reason.DEVICE_FAILURE, Recovery.NONE),
    CKR_USER_NOT_LOGGED_IN(0x101, Reason.PIN_NEEDED, Recovery.RECONNECT),
    CKR_USER_PIN_NOT_INITIALIZED(0x102, Reason.PIN_NEEDED, Recovery.NONE),
    CKR_USER_ANOTHER_ALREADY_LOGGED_IN(0x104, Reason.DEVICE_FAILURE, Recovery.NONE),
    CKR_WRAPPED_KEY_INVALID(0x110, Reason.BAD_INPUT, Recovery.NONE),
    CKR_WRAPPED_KEY_LEN_RANGE(0x112, Reason.BAD_INPUT, Recovery.NONE),
    CKR_WRAPPING_KEY_HANDLE_INVALID(0x113, Reason.NO_SUCH_KEY, Recovery.RECONNECT),
    CKR_DOMAIN_PARAMS_INVALID(0x130, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_CURVE_NOT_SUPPORTED(0x140, Reason.UNSUPPORTED, Recovery.NONE),
    CKR_BUFFER_TOO_SMALL(0x150, Reason.DEVICE_FAILURE, Recovery.NONE),
    CKR_CRYPTOKI_NOT_INITIALIZED(0x190, Reason.TOKEN_MISSING, Recovery.RECONNECT),
    CKR_CRYPTOKI_ALREADY_INITIALIZED(0x191, Reason.DEVICE_FAILURE, Recovery.NONE);

    private static final Map<Long, ReturnCode> BY_CODE = new HashMap<>();

    static {
        for (ReturnCode each : values()) {
            BY_CODE.put(each.code, each);
        }
    }

    private final long code;
    private final Reason reason;
    private final Recovery recovery;

    ReturnCode(long code, Reason reason, Recovery recovery) {
        this.code = code;
        this.reason = reason;
        this.recovery = recovery;
    }

    /** Number of this code in the standard. */
    long code() {
        return code;
    }

    /** The reason for callers. */
    static Reason reason(long code) {
        ReturnCode known = BY_CODE.get(code);
        return known == null ? Reason.DEVICE_FAILURE : known.reason;
    }

    /** What may help. */
    static Recovery recovery(long code) {
        ReturnCode known = BY_CODE.get(code);
        return known == null ? Recovery.NONE : known.recovery;
    }

    /** The name in the standard, or the number. */
    static String name(long code) {
        ReturnCode known = BY_CODE.get(code);
        return known == null ? String.format(Locale.ROOT, "CKR 0x%08X", code) : known.name();
    }
}

package vn.antin.hsm.token;

import java.util.OptionalInt;
import vn.antin.hsm.pkcs11.ModuleToken;

/**
 * What a token says of itself when a PIN is wanted.
 *
 * @param pinCountLow a wrong PIN was entered since the last right one
 * @param finalTry one more wrong PIN blocks it
 * @param locked the PIN is blocked
 * @param pinPad the PIN is entered at the reader; give an empty one
 */
public record TokenStatus(
        String label,
        String serial,
        String manufacturer,
        String model,
        String firmware,
        boolean pinCountLow,
        boolean finalTry,
        boolean locked,
        boolean pinPad) {
    static TokenStatus of(ModuleToken token) {
        return new TokenStatus(
                token.label(),
                token.serial(),
                token.manufacturer(),
                token.model(),
                token.firmware(),
                token.pinCountLow(),
                token.pinFinalTry(),
                token.pinLocked(),
                token.pinPad());
    }

    /** Tries left as far as PKCS#11 tells: 0 when blocked, 1 before the last, else unknown. */
    public OptionalInt triesLeft() {
        if (locked) {
            return OptionalInt.of(0);
        }
        return finalTry ? OptionalInt.of(1) : OptionalInt.empty();
    }
}

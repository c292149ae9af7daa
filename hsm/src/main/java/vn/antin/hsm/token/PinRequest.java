package vn.antin.hsm.token;

/**
 * Why a PIN is wanted, and of which token.
 *
 * @param token what the token says of itself now
 */
public record PinRequest(TokenStatus token, Purpose purpose) {
    /** What the PIN permits. */
    public enum Purpose {
        /** The use of the token until it is closed or removed. */
        LOGIN,
        /** One use of a key that asks every time (CKA_ALWAYS_AUTHENTICATE). */
        ONE_USE
    }
}

package vn.antin.hsm.token;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Why a PIN is wanted, and of which token.
 *
 * @param token what the token says of itself now
 * @param certificates what it shows before a login, by which a stranger's card is known before it
 *     gets a PIN; empty for a use of a key that asks every time
 */
public record PinRequest(TokenStatus token, Purpose purpose, List<X509Certificate> certificates) {
    /** What the PIN permits. */
    public enum Purpose {
        /** The use of the token until it is closed or removed. */
        LOGIN,
        /** One use of a key that asks every time (CKA_ALWAYS_AUTHENTICATE). */
        ONE_USE
    }

    /** Keeps its own copy. */
    public PinRequest {
        certificates = List.copyOf(certificates);
    }

    /** Of a token that shows no certificates. */
    public PinRequest(TokenStatus token, Purpose purpose) {
        this(token, purpose, List.of());
    }
}

package vn.antin.hsm.helper;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;

/** What a request asks of the token, and so how long it may take. */
enum Work {
    /** Loading the module, finding the token, logging in. */
    OPENING,
    /** Finding a key, reading a certificate, asking for the token's state. */
    QUESTION,
    /** One use of a key on an elliptic curve, or of an RSA key of up to 2048 bits. */
    OPERATION,
    /** One use of a longer RSA key. */
    LONG_OPERATION,
    /** Making, writing and destroying keys and certificates; whoever asks waits to the end. */
    ADMINISTRATION;

    private static final int SHORT_RSA = 2048;

    /** One use of this key. */
    static Work with(PublicKey key) {
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() > SHORT_RSA
                ? LONG_OPERATION
                : OPERATION;
    }

    /** How long its caller waits, with everything that comes before it. */
    Duration wait(HelperOptions options) {
        if (this == ADMINISTRATION) {
            return limit(options).plus(HelperOptions.SLACK);
        }
        boolean patient = this == LONG_OPERATION || (this == QUESTION && options.oneCommand());
        Duration most = patient ? options.longOperation() : options.operation();
        return most.plus(HelperOptions.SLACK);
    }

    /** How long the helper has for it alone before it is given up. */
    Duration limit(HelperOptions options) {
        return switch (this) {
            case OPENING, ADMINISTRATION -> options.start();
            case QUESTION, LONG_OPERATION -> options.longOperation();
            case OPERATION -> options.operation();
        };
    }
}

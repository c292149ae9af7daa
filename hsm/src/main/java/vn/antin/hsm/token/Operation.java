package vn.antin.hsm.token;

/** What is asked of a token, as it is counted. */
public enum Operation {
    /** A signature. */
    SIGN,
    /** A shared secret (ECDH). */
    AGREE,
    /** A decryption with a private key (RSA). */
    DECRYPT,
    /** Wrapping a secret under a key of the token. */
    WRAP,
    /** Unwrapping it. */
    UNWRAP,
    /** Finding and reading public objects. */
    READ,
    /** Making, writing and destroying objects. */
    ADMINISTER
}

package vn.antin.hsm.key;

/** Whether a key may leave its token, and how it came there. */
public enum Extraction {
    /** Made in the token and never leaves it. */
    NEVER,
    /** Made in the token; leaves it only wrapped under a key that the security officer trusts. */
    WRAPPED,
    /** Came wrapped from another token; leaves this one in the same way only. */
    RESTORED
}

package vn.antin.hsm.pkcs11;

/** What may make a failed call succeed when it is done once more. */
public enum Recovery {
    /** Nothing: the answer would be the same. */
    NONE,
    /** Another session. */
    NEW_SESSION,
    /** Finding the token again, with a new login when it was lost. */
    RECONNECT
}

package vn.antin.crypto.key;

/** Labels (CKA_LABEL) of the keys that the project makes; one purpose each. */
public final class KeyLabel {
    /** A person's signature key: content and receipts. */
    public static final String SIGNATURE = "signature";

    /** A person's authentication key: TLS and the outer signature. */
    public static final String AUTHENTICATION = "authentication";

    /** A person's encryption key. */
    public static final String ENCRYPTION = "encryption";

    /** Certification authority of an agency. */
    public static final String CA = "ca";

    /** Seal of an agency (organisation signature). */
    public static final String SEAL = "seal";

    /** TLS of a gateway, server and client. */
    public static final String TLS = "tls";

    /** Signs checkpoints of a gateway's log. */
    public static final String LOG = "log";

    /** Time-stamping authority. */
    public static final String TIMESTAMP = "timestamp";

    /** AES key that wraps the keys of data at rest. */
    public static final String STORAGE = "storage";

    private KeyLabel() {}
}

package vn.antin.hsm;

/** Kinds of key pairs that the project makes. The list is closed. */
public enum KeyType {
    /** NIST P-256 (FIPS 186-5). */
    EC_P256,
    /** NIST P-384. */
    EC_P384,
    /** RSA with a modulus of 3072 bits and exponent 65537. */
    RSA_3072,
    /** Edwards curve 25519 (RFC 8032). */
    ED25519
}

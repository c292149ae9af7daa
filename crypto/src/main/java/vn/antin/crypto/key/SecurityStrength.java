package vn.antin.crypto.key;

/**
 * How much work the best known attack on a key takes, in bits (NIST SP 800-57 Part 1 rev. 5, table
 * 2): what a place in the project asks for at least.
 */
public enum SecurityStrength {
    /**
     * RSA of 2048 bits up. NIST accepts it through 2030 (table 4 there; SP 800-131A rev. 2); the
     * project takes it for signatures of cards that others made, and for nothing else.
     */
    BITS_112(2048),
    /** P-256, P-384, Ed25519 and RSA of 3072 bits up: what the project makes itself. */
    BITS_128(3072);

    private final int rsaBits;

    SecurityStrength(int rsaBits) {
        this.rsaBits = rsaBits;
    }

    /** The shortest modulus that has it. */
    public int rsaBits() {
        return rsaBits;
    }
}

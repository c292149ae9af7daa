package vn.antin.hsm.pkcs11;

/** Hash functions that mechanisms name in their parameters. */
public enum HashFunction {
    /** SHA-1, only to say what a module can; never used. */
    SHA_1("SHA-1", 0x220, 1, 20),
    /** SHA-256 (FIPS 180-4). */
    SHA_256("SHA-256", 0x250, 2, 32),
    /** SHA-384. */
    SHA_384("SHA-384", 0x260, 3, 48),
    /** SHA-512. */
    SHA_512("SHA-512", 0x270, 4, 64);

    private final String jcaName;
    private final long mechanism;
    private final long mgf;
    private final int bytes;

    HashFunction(String jcaName, long mechanism, long mgf, int bytes) {
        this.jcaName = jcaName;
        this.mechanism = mechanism;
        this.mgf = mgf;
        this.bytes = bytes;
    }

    /** Its name in Java. */
    public String jcaName() {
        return jcaName;
    }

    /** Length of a digest. */
    public int bytes() {
        return bytes;
    }

    /** CKM of the digest. */
    long mechanism() {
        return mechanism;
    }

    /** CKG of MGF1 with it. */
    long mgf() {
        return mgf;
    }
}

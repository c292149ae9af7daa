package vn.antin.hsm.pkcs11;

import iaik.pkcs.pkcs11.wrapper.CK_ECDH1_DERIVE_PARAMS;
import iaik.pkcs.pkcs11.wrapper.CK_MECHANISM;
import iaik.pkcs.pkcs11.wrapper.CK_RSA_PKCS_OAEP_PARAMS;
import iaik.pkcs.pkcs11.wrapper.CK_RSA_PKCS_PSS_PARAMS;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A mechanism (CKM) with its parameters. Immutable and usable by many threads at once. */
public final class Mechanism {
    /** ECDSA over a digest made outside; r and s side by side. */
    public static final Mechanism ECDSA = new Mechanism("ECDSA", 0x1041, null);

    /** Ed25519 over the message (PureEdDSA). */
    public static final Mechanism EDDSA = new Mechanism("EDDSA", 0x1057, null);

    /** RSASSA-PSS over a SHA-256 digest made outside, MGF1 with SHA-256, 32 bytes of salt. */
    public static final Mechanism RSA_PSS_SHA256 =
            new Mechanism(
                    "RSA_PKCS_PSS", 0x0D, pssOf(HashFunction.SHA_256, HashFunction.SHA_256, 32));

    /** RSAES-OAEP with SHA-256, MGF1 with SHA-256, no label. */
    public static final Mechanism RSA_OAEP_SHA256 =
            oaep(HashFunction.SHA_256, HashFunction.SHA_256, new byte[0]);

    /** RSA without padding. */
    public static final Mechanism RSA_RAW = new Mechanism("RSA_X_509", 0x03, null);

    /** AES key wrap (RFC 3394). */
    public static final Mechanism AES_KEY_WRAP = new Mechanism("AES_KEY_WRAP", 0x2109, null);

    /** AES key wrap with padding (RFC 5649). */
    public static final Mechanism AES_KEY_WRAP_PAD =
            new Mechanism("AES_KEY_WRAP_PAD", 0x210A, null);

    /** Makes RSA keys. */
    public static final Mechanism RSA_KEY_PAIR = new Mechanism("RSA_PKCS_KEY_PAIR_GEN", 0x00, null);

    /** Makes EC keys. */
    public static final Mechanism EC_KEY_PAIR = new Mechanism("EC_KEY_PAIR_GEN", 0x1040, null);

    /** Makes Ed25519 keys. */
    public static final Mechanism EDWARDS_KEY_PAIR =
            new Mechanism("EC_EDWARDS_KEY_PAIR_GEN", 0x1055, null);

    /** Makes AES keys. */
    public static final Mechanism AES_KEY = new Mechanism("AES_KEY_GEN", 0x1080, null);

    private static final long CKZ_DATA_SPECIFIED = 1;
    private static final long CKD_NULL = 1;

    private final String name;
    private final CK_MECHANISM nativeForm;

    private Mechanism(String name, long code, @Nullable Object parameter) {
        this.name = name;
        this.nativeForm = new CK_MECHANISM();
        nativeForm.mechanism = code;
        nativeForm.pParameter = parameter;
    }

    /** ECDH without a key derivation function: the result is the shared secret Z itself. */
    public static Mechanism ecdh(byte[] point) {
        var parameter = new CK_ECDH1_DERIVE_PARAMS();
        parameter.kdf = CKD_NULL;
        parameter.pPublicData = point;
        return new Mechanism("ECDH1_DERIVE", 0x1050, parameter);
    }

    /** RSASSA-PSS over a digest made outside. */
    public static Mechanism pss(HashFunction hash, HashFunction mgf, int salt) {
        return new Mechanism("RSA_PKCS_PSS", 0x0D, pssOf(hash, mgf, salt));
    }

    private static CK_RSA_PKCS_PSS_PARAMS pssOf(HashFunction hash, HashFunction mgf, int salt) {
        var parameter = new CK_RSA_PKCS_PSS_PARAMS();
        parameter.hashAlg = hash.mechanism();
        parameter.mgf = mgf.mgf();
        parameter.sLen = salt;
        return parameter;
    }

    /** RSAES-OAEP; an empty label is none. */
    public static Mechanism oaep(HashFunction hash, HashFunction mgf, byte[] label) {
        var parameter = new CK_RSA_PKCS_OAEP_PARAMS();
        parameter.hashAlg = hash.mechanism();
        parameter.mgf = mgf.mgf();
        parameter.source = CKZ_DATA_SPECIFIED;
        if (label.length > 0) {
            parameter.pSourceData = label;
        }
        return new Mechanism("RSA_PKCS_OAEP", 0x09, parameter);
    }

    /**
     * The number in the standard of a mechanism that the project uses.
     *
     * @param name CKM_...
     */
    public static Optional<Long> code(String name) {
        return Stream.of(
                        ECDSA,
                        EDDSA,
                        RSA_PSS_SHA256,
                        RSA_OAEP_SHA256,
                        RSA_RAW,
                        AES_KEY_WRAP,
                        AES_KEY_WRAP_PAD,
                        RSA_KEY_PAIR,
                        EC_KEY_PAIR,
                        EDWARDS_KEY_PAIR,
                        AES_KEY,
                        ecdh(new byte[0]))
                .filter(each -> each.toString().equals(name))
                .map(Mechanism::code)
                .findFirst();
    }

    /** The number in the standard. */
    public long code() {
        return nativeForm.mechanism;
    }

    CK_MECHANISM toNative() {
        return nativeForm;
    }

    @Override
    public String toString() {
        return "CKM_" + name;
    }
}

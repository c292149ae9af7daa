package vn.antin.hsm.pkcs11;

/** Attributes of objects (CKA) that the project says or reads. */
public enum Attribute {
    /** Object class, a number. */
    CLASS(0x000),
    /** Whether it outlives the session. */
    TOKEN(0x001),
    /** Whether it needs a login. */
    PRIVATE(0x002),
    /** Name, text. */
    LABEL(0x003),
    /** Content of a certificate or of an extractable secret key. */
    VALUE(0x011),
    /** Called trusted by the security officer. */
    TRUSTED(0x086),
    /** Kind of certificate; 0 is X.509. */
    CERTIFICATE_TYPE(0x080),
    /** Kind of key, a number. */
    KEY_TYPE(0x100),
    /** Distinguished name of a certificate, DER. */
    SUBJECT(0x101),
    /** Identifier that ties private key, public key and certificate. */
    ID(0x102),
    /** Never shown in clear. */
    SENSITIVE(0x103),
    /** Usage. */
    ENCRYPT(0x104),
    /** Usage. */
    DECRYPT(0x105),
    /** Usage. */
    WRAP(0x106),
    /** Usage. */
    UNWRAP(0x107),
    /** Usage. */
    SIGN(0x108),
    /** Usage. */
    SIGN_RECOVER(0x109),
    /** Usage. */
    VERIFY(0x10A),
    /** Usage. */
    VERIFY_RECOVER(0x10B),
    /** Usage. */
    DERIVE(0x10C),
    /** RSA modulus. */
    MODULUS(0x120),
    /** RSA modulus length in bits. */
    MODULUS_BITS(0x121),
    /** RSA public exponent. */
    PUBLIC_EXPONENT(0x122),
    /** RSA private exponent; asked for only to see it refused. */
    PRIVATE_EXPONENT(0x123),
    /** First RSA prime; asked for only to see it refused. */
    PRIME_1(0x124),
    /** Length of a secret key in bytes. */
    VALUE_LEN(0x161),
    /** May leave the token wrapped. */
    EXTRACTABLE(0x162),
    /** Made in this token. */
    LOCAL(0x163),
    /** Was never extractable. */
    NEVER_EXTRACTABLE(0x164),
    /** Was always sensitive. */
    ALWAYS_SENSITIVE(0x165),
    /** May be changed. */
    MODIFIABLE(0x170),
    /** Curve, DER. */
    EC_PARAMS(0x180),
    /** Point, DER OCTET STRING or bare. */
    EC_POINT(0x181),
    /** Wants the PIN for every use. */
    ALWAYS_AUTHENTICATE(0x202),
    /** Wraps only under a trusted key. */
    WRAP_WITH_TRUSTED(0x210);

    private final long code;

    Attribute(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}

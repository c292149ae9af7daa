package vn.antin.hsm.key;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;

/** Reads public keys out of key objects. */
public final class PublicKeyReader {
    /** OBJECT IDENTIFIER prime256v1 (RFC 5480 2.1.1.1). */
    public static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");

    /** OBJECT IDENTIFIER secp384r1. */
    public static final byte[] P384 = HexFormat.of().parseHex("06052b81040022");

    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final byte[] ED25519 = HexFormat.of().parseHex("06032b6570");
    private static final int ED25519_LENGTH = 32;

    private PublicKeyReader() {}

    /**
     * The public key in a public key object, or in an RSA private key object, which repeats it.
     *
     * @throws KeyException UNSUPPORTED for other types and curves
     */
    public static PublicKey read(Pkcs11Session session, long object) {
        long type = session.number(object, Attribute.KEY_TYPE).orElse(-1L);
        try {
            if (type == Template.RSA) {
                var modulus = new BigInteger(1, need(session, object, Attribute.MODULUS));
                var exponent = new BigInteger(1, need(session, object, Attribute.PUBLIC_EXPONENT));
                return KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(modulus, exponent));
            }
            if (type == Template.EC) {
                byte[] curve = need(session, object, Attribute.EC_PARAMS);
                int size = 1 + 2 * fieldBytes(curve);
                byte[] point = Der.point(need(session, object, Attribute.EC_POINT), size);
                return decode("EC", Der.sequence(EC_PUBLIC_KEY, curve), point);
            }
            if (type == Template.EC_EDWARDS) {
                byte[] point = Der.point(need(session, object, Attribute.EC_POINT), ED25519_LENGTH);
                return decode("Ed25519", Der.sequence(ED25519), point);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the token shows a broken public key", e);
        }
        throw new KeyException(
                KeyException.Reason.UNSUPPORTED,
                "keys of CKK type " + type + " are not used",
                null);
    }

    private static int fieldBytes(byte[] curve) {
        if (Arrays.equals(curve, P256)) {
            return 32;
        }
        if (Arrays.equals(curve, P384)) {
            return 48;
        }
        throw new KeyException(
                KeyException.Reason.UNSUPPORTED,
                "the curve " + HexFormat.of().formatHex(curve) + " is not used",
                null);
    }

    private static PublicKey decode(String algorithm, byte[] identifier, byte[] key)
            throws GeneralSecurityException {
        byte[] info = Der.sequence(identifier, Der.bitString(key));
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(info));
    }

    private static byte[] need(Pkcs11Session session, long object, Attribute attribute) {
        return session.bytes(object, attribute)
                .orElseThrow(() ->
                        new KeyException(
                                KeyException.Reason.UNSUPPORTED,
                                "the object does not show " + attribute,
                                null));
    }
}

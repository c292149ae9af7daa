package vn.antin.hsm.piv;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyType;

/** How PIV cards number key types and show public keys (SP 800-78-4, table 6-2). */
final class PivKeys {
    private PivKeys() {}

    static int algorithm(KeyType type) {
        return switch (type) {
            case EC_P256 -> 0x11;
            case EC_P384 -> 0x14;
            case RSA_3072 -> 0x05;
            case ED25519 -> throw unsupported("Ed25519");
        };
    }

    private static KeyException unsupported(String what) {
        return new KeyException(
                KeyException.Reason.UNSUPPORTED, "no keys of type " + what + " on PIV cards", null);
    }

    /** The key in a public key template (7F49). */
    static PublicKey publicKey(KeyType type, byte[] template) {
        if (type != KeyType.EC_P256 && type != KeyType.EC_P384) {
            throw unsupported(type.name());
        }
        byte[] point = Tlv.get(template, 0x86);
        int size = size(type);
        if (point.length != 1 + 2 * size || point[0] != 4) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the card shows a broken key", null);
        }
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(
                    new ECGenParameterSpec(type == KeyType.EC_P256 ? "secp256r1" : "secp384r1"));
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new ECPublicKeySpec(
                                    new ECPoint(
                                            new BigInteger(
                                                    1, Arrays.copyOfRange(point, 1, 1 + size)),
                                            new BigInteger(
                                                    1,
                                                    Arrays.copyOfRange(
                                                            point, 1 + size, point.length))),
                                    parameters.getParameterSpec(ECParameterSpec.class)));
        } catch (GeneralSecurityException e) {
            throw new KeyException(
                    KeyException.Reason.DEVICE_FAILURE, "the card shows a broken key", e);
        }
    }

    /** The point of a public key, uncompressed (SEC 1 2.3.3). */
    static byte[] point(PublicKey key, KeyType type) {
        if (!(key instanceof ECPublicKey ec)) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "the other key is not on our curve", null);
        }
        int size = size(type);
        var point = new byte[1 + 2 * size];
        point[0] = 4;
        put(ec.getW().getAffineX(), point, 1, size);
        put(ec.getW().getAffineY(), point, 1 + size, size);
        return point;
    }

    private static void put(BigInteger number, byte[] to, int at, int size) {
        byte[] bytes = number.toByteArray();
        int from = bytes.length > size ? bytes.length - size : 0;
        int length = bytes.length - from;
        if (length > size) {
            throw new KeyException(
                    KeyException.Reason.BAD_INPUT, "the other key is not on our curve", null);
        }
        System.arraycopy(bytes, from, to, at + size - length, length);
    }

    private static int size(KeyType type) {
        return type == KeyType.EC_P256 ? 32 : 48;
    }
}

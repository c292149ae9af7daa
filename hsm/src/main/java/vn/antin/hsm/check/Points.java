package vn.antin.hsm.check;

import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;

/** Points of curves as modules take them (SEC 1 section 2.3.3, uncompressed). */
final class Points {
    private Points() {}

    /** 04, x, y. */
    static byte[] of(ECPublicKey key) {
        int size = size(key);
        var point = new byte[1 + 2 * size];
        point[0] = 4;
        put(key.getW().getAffineX(), point, 1, size);
        put(key.getW().getAffineY(), point, 1 + size, size);
        return point;
    }

    static int size(ECPublicKey key) {
        return (key.getParams().getCurve().getField().getFieldSize() + 7) / 8;
    }

    private static void put(BigInteger number, byte[] to, int at, int size) {
        byte[] bytes = number.toByteArray();
        int from = Math.max(0, bytes.length - size);
        int length = bytes.length - from;
        System.arraycopy(bytes, from, to, at + size - length, length);
    }

    /** DER OCTET STRING, as CKA_EC_POINT wants it; for points of at most 127 bytes. */
    static byte[] octetString(byte[] point) {
        var der = new byte[point.length + 2];
        der[0] = 4;
        der[1] = (byte) point.length;
        System.arraycopy(point, 0, der, 2, point.length);
        return der;
    }

    /** The same x with a y that is not on the curve. */
    static byte[] offCurve(byte[] point) {
        byte[] wrong = point.clone();
        wrong[wrong.length - 1] ^= 1;
        return wrong;
    }

    /** x = y = 0, which is on no curve of ours. */
    static byte[] zero(byte[] point) {
        byte[] wrong = point.clone();
        Arrays.fill(wrong, 1, wrong.length, (byte) 0);
        return wrong;
    }
}

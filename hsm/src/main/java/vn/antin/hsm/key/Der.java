package vn.antin.hsm.key;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** The few pieces of DER (ITU-T X.690) that tokens make us write and read. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return tagged(SEQUENCE, all.toByteArray());
    }

    static byte[] bitString(byte[] content) {
        var padded = new byte[content.length + 1];
        System.arraycopy(content, 0, padded, 1, content.length);
        return tagged(BIT_STRING, padded);
    }

    private static byte[] tagged(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length & 0xFF);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /**
     * An ECDSA signature as DER (RFC 3279 2.2.3) from r and s side by side; modules that give DER
     * already are let through.
     *
     * @param size length of r, and of s
     */
    static byte[] ecdsa(byte[] signature, int size) {
        if (signature.length != 2 * size) {
            return signature;
        }
        var r = new BigInteger(1, Arrays.copyOfRange(signature, 0, size));
        var s = new BigInteger(1, Arrays.copyOfRange(signature, size, 2 * size));
        return sequence(tagged(INTEGER, r.toByteArray()), tagged(INTEGER, s.toByteArray()));
    }

    /**
     * The content of CKA_EC_POINT: some modules give a DER OCTET STRING, some the bare point.
     *
     * @param size length of the bare point
     */
    static byte[] point(byte[] value, int size) {
        if (value.length == size) {
            return value;
        }
        int head = value.length - size;
        if (value.length > size && value[0] == OCTET_STRING && (head == 2 || head == 3)) {
            return Arrays.copyOfRange(value, head, value.length);
        }
        throw new IllegalArgumentException("a point of " + value.length + " bytes");
    }
}

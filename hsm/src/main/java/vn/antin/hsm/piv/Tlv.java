package vn.antin.hsm.piv;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vn.antin.crypto.key.KeyException;

/**
 * A tagged value as PIV cards use them: BER-TLV (ISO/IEC 7816-4, 5.2.2) with definite lengths up to
 * 65535 and tags of one to three bytes.
 */
final class Tlv {
    private final int tag;
    private final byte[] value;

    Tlv(int tag, byte[] value) {
        this.tag = tag;
        this.value = value;
    }

    byte[] value() {
        return value;
    }

    /** The fields, one behind the other. */
    static byte[] encode(Tlv... fields) {
        var out = new ByteArrayOutputStream();
        for (Tlv each : fields) {
            each.writeTo(out);
        }
        return out.toByteArray();
    }

    private void writeTo(ByteArrayOutputStream out) {
        for (int shift = 16; shift >= 0; shift -= 8) {
            if (tag >> shift != 0) {
                out.write(tag >> shift);
            }
        }
        if (value.length >= 0x100) {
            out.write(0x82);
            out.write(value.length >> 8);
        } else if (value.length >= 0x80) {
            out.write(0x81);
        }
        out.write(value.length);
        out.writeBytes(value);
    }

    /**
     * The fields of a value.
     *
     * @throws KeyException DEVICE_FAILURE when the bytes are no fields
     */
    static List<Tlv> parse(byte[] bytes) {
        var fields = new ArrayList<Tlv>();
        int at = 0;
        while (at < bytes.length) {
            int tag = bytes[at++] & 0xff;
            if ((tag & 0x1f) == 0x1f) {
                int next;
                do {
                    next = at(bytes, at++);
                    tag = tag << 8 | next;
                } while ((next & 0x80) != 0 && tag <= 0xffff);
            }
            int length = at(bytes, at++);
            if (length > 0x80) {
                int count = length - 0x80;
                length = 0;
                for (; count > 0 && length <= 0xff; count--) {
                    length = length << 8 | at(bytes, at++);
                }
            }
            if (length > bytes.length - at) {
                throw malformed();
            }
            fields.add(new Tlv(tag, Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
        }
        return fields;
    }

    private static int at(byte[] bytes, int index) {
        if (index >= bytes.length) {
            throw malformed();
        }
        return bytes[index] & 0xff;
    }

    private static KeyException malformed() {
        return new KeyException(
                KeyException.Reason.DEVICE_FAILURE, "the card answered with broken data", null);
    }

    /** The first field with a tag. */
    static Optional<byte[]> find(byte[] bytes, int tag) {
        return parse(bytes).stream().filter(field -> field.tag == tag).map(Tlv::value).findFirst();
    }

    /** The first field with a tag, which must be there. */
    static byte[] get(byte[] bytes, int tag) {
        return find(bytes, tag).orElseThrow(Tlv::malformed);
    }
}

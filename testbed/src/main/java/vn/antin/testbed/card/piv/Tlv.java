package vn.antin.testbed.card.piv;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A BER-TLV data object with a tag of one to three bytes and a definite length (ISO/IEC 8825-1).
 *
 * @param tag the tag's bytes as a number, 0x5FC105 for example
 * @param value the value's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Tlv(int tag, byte[] value) {

    /** A data object whose value is other data objects. */
    public static Tlv of(int tag, Tlv... parts) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        for (Tlv part : parts) {
            value.writeBytes(part.encoded());
        }
        return new Tlv(tag, value.toByteArray());
    }

    /** Reads data objects that fill the bytes wholly. */
    static List<Tlv> parse(byte[] bytes) throws Refusal {
        List<Tlv> all = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int tag = next(bytes, at++);
            if ((tag & 0x1f) == 0x1f) {
                int more;
                do {
                    Refusal.unless(tag <= 0xffff, StatusWord.WRONG_DATA);
                    more = next(bytes, at++);
                    tag = (tag << 8) | more;
                } while ((more & 0x80) != 0);
            }
            int length = next(bytes, at++);
            if (length >= 0x80) {
                int size = length - 0x80;
                Refusal.unless(size >= 1 && size <= 2, StatusWord.WRONG_DATA);
                length = 0;
                for (int i = 0; i < size; i++) {
                    length = (length << 8) | next(bytes, at++);
                }
            }
            Refusal.unless(length <= bytes.length - at, StatusWord.WRONG_DATA);
            all.add(new Tlv(tag, Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
        }
        return all;
    }

    private static int next(byte[] bytes, int at) throws Refusal {
        Refusal.unless(at < bytes.length, StatusWord.WRONG_DATA);
        return bytes[at] & 0xff;
    }

    /** The value of the one data object with this tag that the bytes hold. */
    static byte[] only(byte[] bytes, int tag) throws Refusal {
        List<Tlv> all = parse(bytes);
        Refusal.unless(all.size() == 1 && all.get(0).tag == tag, StatusWord.WRONG_DATA);
        return all.get(0).value;
    }

    /** The value of the first data object with this tag. */
    static Optional<byte[]> find(List<Tlv> all, int tag) {
        return all.stream().filter(one -> one.tag == tag).map(Tlv::value).findFirst();
    }

    /** Tag, length and value. */
    public byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeNumber(out, tag);
        if (value.length >= 0x80) {
            out.write(value.length > 0xff ? 0x82 : 0x81);
        }
        writeNumber(out, value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }

    /** The bytes of a number from its first that is not zero; at least one byte. */
    private static void writeNumber(ByteArrayOutputStream out, int number) {
        for (int shift = 16; shift > 0; shift -= 8) {
            if (number >> shift != 0) {
                out.write(number >> shift);
            }
        }
        out.write(number);
    }
}

package vn.antin.testbed.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Inputs of ten million bytes of which each asks a parser for as much time or memory as its format
 * allows: many small parts, deep nests, long names, lengths that promise more than is there.
 */
final class HostileInputs {
    /** Length of each, in bytes. */
    static final int SIZE = 10_000_000;

    private static final int HEAD = 6;

    private HostileInputs() {}

    /** The inputs by name; each is made when it is wanted. */
    static Map<String, Supplier<byte[]>> all() {
        Map<String, Supplier<byte[]>> all = new LinkedHashMap<>();
        all.put("zeros", () -> new byte[SIZE]);
        all.put("der nested, definite", HostileInputs::nested);
        all.put("ber nested, indefinite", () -> repeated("", "0\u0080", ""));
        all.put("der sequence of nulls", () -> der(0x30, 0x05, 0x00));
        all.put("der sequence of sequences", () -> der(0x30, 0x30, 0x00));
        all.put("der set of integers", () -> der(0x31, 0x02, 0x01, 0x01));
        all.put("der one integer", () -> der(0x02, 0x7f));
        all.put("der one identifier", () -> der(0x06, 0x81, 0x01));
        all.put("ber octets in pieces", () -> der(0x24, 0x04, 0x01, 0x41));
        all.put("cms with many parts", HostileInputs::cms);
        all.put("json nested arrays", () -> text("[", "[", ""));
        all.put("json nested objects", () -> text("{", "\"a\":{", ""));
        all.put("json numbers", () -> text("{\"a\":[0", ",0", "]}"));
        all.put("json empty objects", () -> text("{\"a\":[{}", ",{}", "]}"));
        all.put("json fields", HostileInputs::fields);
        all.put("json one text", () -> text("{\"a\":\"", "\\u0041", "\"}"));
        all.put("json one number", () -> text("{\"a\":1", "1", "}"));
        all.put("lines", () -> text("", "\n", ""));
        all.put("log proof", () -> text("c2sp.org/tlog-proof@v1\nindex 1\n", "AAAA\n", "\n"));
        all.put("signed note", () -> text("a\n1\nAAAA\n\n", "\u2014 a AAAA\n", ""));
        all.put("pem", HostileInputs::pem);
        all.put("pem without an end", () -> text("-----BEGIN CERTIFICATE-----\n", "AAAA\n", ""));
        all.put("mime headers", () -> text("", "A: b\r\n", "\r\n"));
        all.put(
                "mime one header",
                () -> text("Content-Type: multipart/mixed", "; a=b", "\r\n\r\n"));
        all.put("mime parts", HostileInputs::parts);
        all.put("xml nested", () -> text("", "<a>", ""));
        all.put("xml elements", () -> text("<a>", "<b/>", "</a>"));
        all.put("xml attributes", () -> text("<a ", "b='' ", "/>"));
        all.put("yaml nested", () -> text("", "- ", "a"));
        all.put("yaml flow", () -> text("", "[", ""));
        return all;
    }

    private static byte[] text(String head, String again, String end) {
        return repeated(head, again, end);
    }

    private static byte[] repeated(String head, String again, String end) {
        java.nio.charset.Charset charset =
                again.chars().allMatch(c -> c < 256)
                        ? java.nio.charset.StandardCharsets.ISO_8859_1
                        : UTF_8;
        byte[] middle = again.getBytes(charset);
        ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE + middle.length);
        out.writeBytes(head.getBytes(charset));
        while (out.size() < SIZE - end.length()) {
            out.writeBytes(middle);
        }
        out.writeBytes(end.getBytes(charset));
        return out.toByteArray();
    }

    /** One value of this tag, filled with the content again and again. */
    private static byte[] der(int tag, int... content) {
        byte[] bytes = new byte[SIZE];
        int length = (SIZE - HEAD) / content.length * content.length;
        head(bytes, 0, tag, length);
        for (int i = 0; i < length; i++) {
            bytes[HEAD + i] = (byte) content[i % content.length];
        }
        return Arrays.copyOf(bytes, HEAD + length);
    }

    private static void head(byte[] bytes, int at, int tag, int length) {
        bytes[at] = (byte) tag;
        bytes[at + 1] = (byte) 0x84;
        for (int i = 0; i < 4; i++) {
            bytes[at + 2 + i] = (byte) (length >> (24 - 8 * i));
        }
    }

    private static byte[] nested() {
        byte[] bytes = new byte[SIZE];
        for (int at = 0; at + HEAD <= SIZE; at += HEAD) {
            head(bytes, at, 0x30, SIZE - at - HEAD);
        }
        return bytes;
    }

    /** SignedData whose set of certificates holds millions of empty values. */
    private static byte[] cms() {
        byte[] type = {
            0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 7, 2
        };
        byte[] start = {
            0x02,
            0x01,
            0x03,
            0x31,
            0x00,
            0x30,
            0x0b,
            0x06,
            0x09,
            0x2a,
            (byte) 0x86,
            0x48,
            (byte) 0x86,
            (byte) 0xf7,
            0x0d,
            1,
            7,
            1
        };
        byte[] bytes = new byte[SIZE];
        int at = 0;
        head(bytes, at, 0x30, SIZE - HEAD);
        at += HEAD;
        System.arraycopy(type, 0, bytes, at, type.length);
        at += type.length;
        head(bytes, at, 0xa0, SIZE - at - HEAD);
        at += HEAD;
        head(bytes, at, 0x30, SIZE - at - HEAD);
        at += HEAD;
        System.arraycopy(start, 0, bytes, at, start.length);
        at += start.length;
        int rest = SIZE - at - HEAD - 2;
        int even = rest / 2 * 2;
        head(bytes, at, 0xa0, even);
        at += HEAD;
        for (int i = 0; i < even; i += 2) {
            bytes[at + i] = 0x30;
        }
        bytes[at + even] = 0x31;
        return bytes;
    }

    private static byte[] fields() {
        StringBuilder text = new StringBuilder(SIZE).append("{\"a\":0");
        for (int i = 0; text.length() < SIZE - 20; i++) {
            text.append(",\"").append(Integer.toString(i, 36)).append("\":0");
        }
        return text.append('}').toString().getBytes(US_ASCII);
    }

    private static byte[] pem() {
        String block =
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getEncoder().encodeToString(new byte[] {0x30, 0x00})
                        + "\n-----END CERTIFICATE-----\n";
        return repeated("", block, "");
    }

    private static byte[] parts() {
        return repeated(
                "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"a\"\r\n\r\n",
                "--a\r\n\r\n\r\n",
                "--a--\r\n");
    }
}

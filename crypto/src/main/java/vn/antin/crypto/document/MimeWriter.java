package vn.antin.crypto.document;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import vn.antin.crypto.bytes.Digest;

/**
 * Writes the MIME entity of a document.
 *
 * <p>By hand and not with a mail library, because these bytes are signed and must be written the
 * same way in twenty years; {@link MimeReader} reads them with the library.
 */
final class MimeWriter {
    static final String CARD_TYPE = "application/vnd.antin.card+json";
    static final String TEXT_TYPE = "text/plain; charset=utf-8";

    private MimeWriter() {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(String header, byte[] body) {}

    static byte[] write(Document document) {
        List<Part> parts = parts(document);
        String boundary = boundary(parts);
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024 + size(parts));
        line(out, "MIME-Version: 1.0");
        line(out, "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"");
        line(out, "");
        for (Part part : parts) {
            line(out, "--" + boundary);
            out.writeBytes(part.header.getBytes(US_ASCII));
            line(out, "");
            out.writeBytes(part.body);
            line(out, "");
        }
        line(out, "--" + boundary + "--");
        if (out.size() > Document.MAX_SIZE) {
            throw new DocumentException("the document is larger than 15 MiB");
        }
        return out.toByteArray();
    }

    private static List<Part> parts(Document document) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(header(CARD_TYPE), document.card().toBytes()));
        parts.add(
                new Part(header(TEXT_TYPE), document.text().replace("\n", "\r\n").getBytes(UTF_8)));
        for (Attachment attachment : document.card().attachments()) {
            if (attachment.location() instanceof Location.Inline(String contentId)) {
                String header =
                        header(attachment.mediaType())
                                + "Content-ID: <"
                                + contentId
                                + "@antin>\r\nContent-Disposition: attachment;\r\n filename*=UTF-8''"
                                + percentEncoded(attachment.name())
                                + "\r\n";
                byte[] body = document.inline().get(contentId);
                parts.add(new Part(header, java.util.Objects.requireNonNull(body)));
            }
        }
        return parts;
    }

    private static String header(String type) {
        return "Content-Type: " + type + "\r\nContent-Transfer-Encoding: binary\r\n";
    }

    /** From the digest of the parts: nobody can write a part that holds its own boundary. */
    private static String boundary(List<Part> parts) {
        MessageDigest digest = Digest.newSha256();
        for (Part part : parts) {
            digest.update(part.header.getBytes(US_ASCII));
            digest.update(Digest.of(part.body).toBytes());
        }
        return "antin-" + HexFormat.of().formatHex(digest.digest(), 0, 20);
    }

    /** RFC 5987 3.2: every byte but the attribute characters as %XX. */
    private static String percentEncoded(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || "!#$&+-.^_`|~".indexOf(c) >= 0) {
                text.append(c);
            } else {
                text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return text.toString();
    }

    private static int size(List<Part> parts) {
        return parts.stream().mapToInt(part -> part.header.length() + part.body.length + 64).sum();
    }

    private static void line(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(US_ASCII));
        out.writeBytes(new byte[] {'\r', '\n'});
    }
}

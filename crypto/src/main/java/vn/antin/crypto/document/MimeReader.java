package vn.antin.crypto.document;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the MIME entity of a document with the mail library, then writes it again and compares:
 * whatever the library forgives, this reader does not.
 */
final class MimeReader {
    private static final int MAX_HEADER = 4096;
    private static final byte[] BLANK = {'\r', '\n', '\r', '\n'};
    private static final Pattern HEAD =
            Pattern.compile(
                    "MIME-Version: 1\\.0\r\nContent-Type: multipart/mixed;"
                            + " boundary=\"(antin-[0-9a-f]{40})\"\r\n\r\n");

    private MimeReader() {}

    static Document read(byte[] mime) {
        if (mime.length > Document.MAX_SIZE) {
            throw new DocumentException("the document is larger than 15 MiB");
        }
        requireModest(mime);
        Document document;
        try {
            document = parse(mime);
        } catch (MessagingException
                | IOException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw new DocumentException("the document is not the MIME entity expected", e);
        }
        if (!Arrays.equals(document.toMime(), mime)) {
            throw new DocumentException("the document is not in its canonical form");
        }
        return document;
    }

    /**
     * Refuses what would cost the library much: it reads any number of header lines into lists, and
     * searches the rest of the entity again for each part.
     */
    private static void requireModest(byte[] mime) {
        String start =
                new String(mime, 0, Math.min(mime.length, MAX_HEADER), StandardCharsets.US_ASCII);
        Matcher head = HEAD.matcher(start);
        if (!head.lookingAt()) {
            throw new DocumentException("the document does not begin as documents do");
        }
        byte[] delimiter = ("\r\n--" + head.group(1)).getBytes(StandardCharsets.US_ASCII);
        int parts = 0;
        int at = head.end() - 2;
        while ((at = find(mime, delimiter, at, mime.length)) >= 0) {
            at += delimiter.length;
            parts++;
            if (parts > 3 + DocumentCard.MAX_ATTACHMENTS) {
                throw new DocumentException("the document has a wrong number of parts");
            }
            boolean last = at + 1 < mime.length && mime[at] == '-' && mime[at + 1] == '-';
            if (!last && find(mime, BLANK, at, Math.min(mime.length, at + MAX_HEADER)) < 0) {
                throw new DocumentException("the header of a part has no end");
            }
        }
    }

    /** Where the bytes begin between two places; -1 when they do not. */
    private static int find(byte[] in, byte[] what, int from, int to) {
        for (int i = from; i <= to - what.length; i++) {
            if (in[i] == what[0] && Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    private static Document parse(byte[] mime) throws MessagingException, IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(mime);
        InternetHeaders headers = new InternetHeaders(in);
        String[] types = headers.getHeader("Content-Type");
        if (types == null || types.length != 1) {
            throw new DocumentException("the document has no Content-Type");
        }
        MimeMultipart multipart =
                new MimeMultipart(new ByteArrayDataSource(in.readAllBytes(), types[0]));
        int count = multipart.getCount();
        if (count < 2 || count > 2 + DocumentCard.MAX_ATTACHMENTS) {
            throw new DocumentException("the document has a wrong number of parts");
        }
        DocumentCard card = DocumentCard.parse(body(multipart.getBodyPart(0)));
        String text = text(body(multipart.getBodyPart(1)));
        Map<String, byte[]> inline = new HashMap<>();
        for (int i = 2; i < count; i++) {
            BodyPart part = multipart.getBodyPart(i);
            if (inline.put(contentId(part), body(part)) != null) {
                throw new DocumentException("two parts have one Content-ID");
            }
        }
        return new Document(card, text, inline);
    }

    private static byte[] body(BodyPart part) throws MessagingException, IOException {
        if (!(part instanceof MimeBodyPart mimePart)) {
            throw new DocumentException("a part is no MIME part");
        }
        try (InputStream raw = mimePart.getRawInputStream()) {
            return raw.readAllBytes();
        }
    }

    private static String contentId(BodyPart part) throws MessagingException {
        @Nullable String id =
                part instanceof MimeBodyPart mimePart ? mimePart.getContentID() : null;
        if (id == null || !id.startsWith("<") || !id.endsWith("@antin>")) {
            throw new DocumentException("a part has no Content-ID of ours");
        }
        return id.substring(1, id.length() - "@antin>".length());
    }

    private static String text(byte[] utf8) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    }
}

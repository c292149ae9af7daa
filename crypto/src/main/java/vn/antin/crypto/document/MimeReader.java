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
import org.jspecify.annotations.Nullable;

/**
 * Reads the MIME entity of a document with the mail library, then writes it again and compares:
 * whatever the library forgives, this reader does not.
 */
final class MimeReader {
    private MimeReader() {}

    static Document read(byte[] mime) {
        if (mime.length > Document.MAX_SIZE) {
            throw new DocumentException("the document is larger than 15 MiB");
        }
        Document document;
        try {
            document = parse(mime);
        } catch (MessagingException | IOException | IllegalArgumentException e) {
            throw new DocumentException("the document is not the MIME entity expected", e);
        }
        if (!Arrays.equals(document.toMime(), mime)) {
            throw new DocumentException("the document is not in its canonical form");
        }
        return document;
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

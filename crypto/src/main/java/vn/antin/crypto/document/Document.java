package vn.antin.crypto.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.antin.crypto.bytes.Digest;

/**
 * A document: its card, the message text, and the bytes of its inline attachments.
 *
 * <p>As bytes it is a MIME entity ({@code multipart/mixed}, RFC 2046 5.1.3) with exactly one
 * spelling, described in docs/formats/sealed-document.md. A short message between officers is a
 * document without attachments.
 *
 * <p>The byte arrays are not copied; nobody may change them.
 *
 * @param card the document card
 * @param text the message, made NFC with line feeds; may be empty; at most 1 MiB
 * @param inline bytes by content id, exactly those that the card names
 */
public record Document(DocumentCard card, String text, Map<String, byte[]> inline) {
    /** Largest attachment inside the document, in bytes; larger ones travel beside it. */
    public static final int MAX_INLINE = 1 << 20;

    /** Largest document as a MIME entity, in bytes, so that it stays below 16 MiB when sealed. */
    public static final int MAX_SIZE = 15 << 20;

    /** Checks that the inline parts are those of the card; throws {@link DocumentException}. */
    public Document {
        text = Texts.paragraphs("text", text, MAX_INLINE);
        Map<String, byte[]> ordered = new LinkedHashMap<>();
        long total = 0;
        for (Attachment attachment : card.attachments()) {
            if (attachment.location() instanceof Location.Inline(String contentId)) {
                byte[] bytes = inline.get(contentId);
                if (bytes == null || ordered.put(contentId, bytes) != null) {
                    throw new DocumentException("an inline attachment is missing or named twice");
                }
                if (bytes.length != attachment.size()
                        || !Digest.of(bytes).equals(attachment.sha256())) {
                    throw new DocumentException("an inline attachment has another size or digest");
                }
                total += bytes.length;
            }
        }
        if (ordered.size() != inline.size()) {
            throw new DocumentException("an inline part is not in the card");
        }
        if (total > MAX_SIZE - 2L * MAX_INLINE) {
            throw new DocumentException("inline attachments are too large together");
        }
        inline = java.util.Collections.unmodifiableMap(ordered);
    }

    /** The attachments whose bytes travel beside the document, in the card's order. */
    public List<Attachment> detached() {
        return card.attachments().stream()
                .filter(attachment -> attachment.location() instanceof Location.Detached)
                .toList();
    }

    /** The MIME entity. */
    public byte[] toMime() {
        return MimeWriter.write(this);
    }

    /**
     * Reads a MIME entity; it must be, byte for byte, what {@link #toMime} writes.
     *
     * @throws DocumentException when it is anything else
     */
    public static Document parseMime(byte[] mime) {
        return MimeReader.read(mime);
    }

    /** Only the card's identifier: the rest is secret. */
    @Override
    public String toString() {
        return "Document[" + card.id() + "]";
    }
}

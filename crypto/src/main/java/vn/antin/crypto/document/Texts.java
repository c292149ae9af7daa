package vn.antin.crypto.document;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import vn.antin.crypto.document.DocumentException.Reason;

/** What text may stand in a card: one Unicode spelling, nothing that a reader cannot see. */
final class Texts {
    private Texts() {}

    /**
     * NFC of {@code value}, which must not be blank, nor hold line breaks, control, format
     * (bidirectional, zero-width) or unassigned characters.
     */
    static String line(String field, String value, int maxBytes) {
        String text = Normalizer.normalize(value, Normalizer.Form.NFC);
        if (text.isBlank() || !text.equals(text.strip())) {
            throw new DocumentException(
                    Reason.BLANK, field, field + " is blank or has spaces around it");
        }
        check(field, text, maxBytes, false);
        return text;
    }

    static Optional<String> line(String field, Optional<String> value, int maxBytes) {
        return value.map(present -> line(field, present, maxBytes));
    }

    /** NFC with line feeds; tabulators and line feeds are the only control characters. */
    static String paragraphs(String field, String value, int maxBytes) {
        String text =
                Normalizer.normalize(value, Normalizer.Form.NFC)
                        .replace("\r\n", "\n")
                        .replace('\r', '\n');
        check(field, text, maxBytes, true);
        return text;
    }

    /** A file name that means the same on every system, and nothing but a name. */
    static String fileName(String value) {
        String name = line("attachment", value, 255);
        if (name.equals(".")
                || name.equals("..")
                || name.indexOf('/') >= 0
                || name.indexOf('\\') >= 0) {
            throw new DocumentException(Reason.PATH, "attachment", "attachment name is a path");
        }
        return name;
    }

    private static void check(String field, String text, int maxBytes, boolean breaks) {
        boolean visible =
                text.codePoints().allMatch(c -> (breaks && (c == '\n' || c == '\t')) || isShown(c));
        if (!visible) {
            throw new DocumentException(
                    Reason.NOT_SHOWN, field, field + " holds a character that is not shown");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new DocumentException(
                    Reason.TOO_LONG, field, field + " is longer than " + maxBytes + " bytes");
        }
    }

    private static boolean isShown(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}

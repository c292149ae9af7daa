package vn.antin.cli.io;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * How many columns of a terminal a text takes, and how it is broken into lines. Vietnamese letters
 * take one column however they are composed; wide East Asian ones take two.
 */
public final class TextWidth {
    private TextWidth() {}

    /**
     * A text from elsewhere, safe to be shown on one line: composed (NFC), and whatever could move
     * the cursor, turn the direction of writing or hide something is shown as U+FFFD.
     */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .forEach(c -> shown.appendCodePoint(isShown(c) ? c : 0xFFFD));
        return shown.toString();
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

    /** Columns that a line takes. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int c) {
        return (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x2E80 && c <= 0xA4CF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0xFE30 && c <= 0xFE6F)
                || (c >= 0xFF00 && c <= 0xFF60)
                || (c >= 0xFFE0 && c <= 0xFFE6)
                || (c >= 0x1F300 && c <= 0x1F64F)
                || (c >= 0x20000 && c <= 0x3FFFD);
    }

    /** Filled with spaces on the right. */
    public static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /** Filled with spaces on the left. */
    public static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - of(text))) + text;
    }

    /** Lines of at most {@code width} columns, broken at spaces where there are some. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            wrapOne(paragraph, Math.max(1, width), lines);
        }
        return lines;
    }

    private static void wrapOne(String paragraph, int width, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.split(" ")) {
            if (!line.isEmpty() && of(line.toString()) + 1 + of(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
            while (of(line.toString()) > width) {
                int cut = cut(line.toString(), width);
                lines.add(line.substring(0, cut));
                line.delete(0, cut);
            }
        }
        lines.add(line.toString());
    }

    /** Where to cut so that at most {@code width} columns stay, never within a letter. */
    private static int cut(String text, int width) {
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            int wide = of(codePoint);
            if (used + wide > width && at > 0) {
                return at;
            }
            used += wide;
            at += Character.charCount(codePoint);
        }
        return at;
    }
}

package vn.antin.policies.pack;

import java.text.Normalizer;
import java.util.Locale;
import vn.antin.policies.pack.PackProblem.Kind;

/**
 * The characters that a pack may hold. What a custodian reads on the screen is what he signs: no
 * invisible or direction-changing characters (Trojan Source, CVE-2021-42574), and letters with
 * diacritics in one form only.
 */
final class Characters {
    private Characters() {}

    /**
     * @param text a line of the file, or a value of it
     * @param line where it stands
     * @param controls control characters that are allowed
     */
    static void check(String text, int line, String controls) throws PackProblem {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (controls.indexOf(c) < 0 && !printable(c)) {
                String code = String.format(Locale.ROOT, "U+%04X", c);
                throw new PackProblem(
                        Kind.CHARACTERS,
                        line,
                        "",
                        new String[] {"ký tự ẩn hoặc đổi chiều chữ " + code},
                        new String[] {"an invisible or direction-changing character " + code});
            }
            i += Character.charCount(c);
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            throw new PackProblem(
                    Kind.CHARACTERS,
                    line,
                    "",
                    new String[] {"chữ có dấu tổ hợp (chưa ở dạng NFC)"},
                    new String[] {"letters with combining marks (not NFC)"});
        }
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED ->
                    false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            default -> true;
        };
    }
}

package vn.antin.crypto.tlog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A text with signature lines (C2SP signed-note). Written again it is the same text.
 *
 * @param text what is signed; ends with a newline
 * @param signatures one per line
 */
record SignedNote(String text, List<Line> signatures) {
    static final int KEY_ID_LENGTH = 4;
    private static final int MAX_CHARS = 64 << 10;
    private static final int MAX_SIGNATURES = 64;
    private static final String DASH = "\u2014 ";

    SignedNote {
        signatures = List.copyOf(signatures);
    }

    /** One signature: who, and base64 of key id and signature. */
    record Line(String name, String value) {
        static Line of(LogKey key, byte[] signature) {
            byte[] both = Arrays.copyOf(key.id(), KEY_ID_LENGTH + signature.length);
            System.arraycopy(signature, 0, both, KEY_ID_LENGTH, signature.length);
            return new Line(key.origin(), StrictText.base64(both));
        }

        boolean isBy(LogKey key) {
            return name.equals(key.origin())
                    && Arrays.equals(Arrays.copyOf(bytes(), KEY_ID_LENGTH), key.id());
        }

        byte[] signature() {
            byte[] both = bytes();
            return Arrays.copyOfRange(both, KEY_ID_LENGTH, both.length);
        }

        private byte[] bytes() {
            return StrictText.base64(value).orElseThrow();
        }
    }

    String write() {
        StringBuilder out = new StringBuilder(text).append('\n');
        for (Line line : signatures) {
            out.append(DASH).append(line.name).append(' ').append(line.value).append('\n');
        }
        return out.toString();
    }

    static SignedNote parse(String note) throws LogProblem {
        if (note.length() > MAX_CHARS) {
            throw malformed("a note of more than 64 Ki characters");
        }
        if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw malformed("the note holds control characters");
        }
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n")) {
            throw malformed("a note is a text, an empty line and signature lines");
        }
        String text = note.substring(0, blank + 1);
        String rest = note.substring(blank + 2);
        if (rest.isEmpty()) {
            throw malformed("the note has no signature line");
        }
        List<Line> lines = new ArrayList<>();
        Set<Line> seen = new HashSet<>();
        for (String row : rest.substring(0, rest.length() - 1).split("\n", -1)) {
            Line line = line(row);
            if (!seen.add(line)) {
                throw malformed("a signature line stands twice");
            }
            lines.add(line);
        }
        if (lines.size() > MAX_SIGNATURES) {
            throw malformed("more than 64 signature lines");
        }
        return new SignedNote(text, lines);
    }

    private static Line line(String row) throws LogProblem {
        if (row.startsWith(DASH)) {
            String[] parts = row.substring(DASH.length()).split(" ", -1);
            if (parts.length == 2 && isName(parts[0]) && isSignature(parts[1])) {
                return new Line(parts[0], parts[1]);
            }
        }
        throw malformed("a signature line has the form \"\u2014 name base64\"");
    }

    private static boolean isSignature(String value) {
        return StrictText.base64(value).filter(b -> b.length > KEY_ID_LENGTH).isPresent();
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.indexOf('+') < 0
                && name.codePoints()
                        .noneMatch(c -> Character.isSpaceChar(c) || Character.isWhitespace(c));
    }

    private static LogProblem malformed(String message) {
        return new LogProblem(LogProblem.Reason.MALFORMED, message);
    }
}

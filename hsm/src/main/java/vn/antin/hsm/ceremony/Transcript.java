package vn.antin.hsm.ceremony;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.SortedMap;
import java.util.stream.Collectors;
import vn.antin.crypto.bytes.Digest;
import vn.antin.hsm.token.TokenStatus;

/**
 * What happened at a ceremony: which token, when, which keys. Holds nothing secret.
 *
 * @param token the token as it described itself at the end
 * @param entries one for each key, in the order in which they were made
 */
public record Transcript(TokenStatus token, Instant began, Instant ended, List<Entry> entries) {
    private static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss dd/MM/yyyy xxx", Locale.ROOT);

    /** Keeps its own copy. */
    public Transcript {
        began = began.truncatedTo(ChronoUnit.MILLIS);
        ended = ended.truncatedTo(ChronoUnit.MILLIS);
        entries = List.copyOf(entries);
    }

    /**
     * One key.
     *
     * @param id CKA_ID in hexadecimal; empty for a secret key
     * @param publicKey SHA-256 of the SubjectPublicKeyInfo; empty for a secret key
     * @param attributes as read back from the token
     */
    public record Entry(
            String label,
            String type,
            Optional<String> id,
            Optional<Digest> publicKey,
            SortedMap<String, Boolean> attributes) {}

    /**
     * The record as text to print and sign, in Vietnamese or English.
     *
     * @param locale Vietnamese unless its language is English
     */
    public String text(Locale locale) {
        String language = locale.getLanguage().equals("en") ? "en" : "vi";
        ResourceBundle words =
                ResourceBundle.getBundle("vn.antin.hsm.ceremony.messages_" + language, Locale.ROOT);
        var out = new StringBuilder();
        line(out, words.getString("title"));
        line(out, "");
        field(out, words, "token", token.label());
        field(out, words, "serial", token.serial());
        field(
                out,
                words,
                "device",
                token.manufacturer() + " " + token.model() + " " + token.firmware());
        field(out, words, "began", TIME.format(began.atZone(HANOI)));
        field(out, words, "ended", TIME.format(ended.atZone(HANOI)));
        int number = 1;
        for (Entry each : entries) {
            line(out, "");
            line(out, number + ". " + each.label() + " (" + each.type() + ")");
            each.id().ifPresent(id -> field(out, words, "id", id));
            each.publicKey().ifPresent(digest -> field(out, words, "publicKey", digest.hex()));
            field(out, words, "attributes", yes(each));
            number++;
        }
        line(out, "");
        line(out, words.getString("statement"));
        line(out, "");
        line(out, words.getString("signatures"));
        return out.toString();
    }

    private static String yes(Entry entry) {
        return entry.attributes().entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(" "));
    }

    private static void field(StringBuilder out, ResourceBundle words, String key, String value) {
        line(out, "   " + words.getString(key) + ": " + value);
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }
}

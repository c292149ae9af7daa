package vn.antin.cli.desk;

import java.util.Locale;

/** Fingerprints as people read them to each other. */
final class Fingerprint {
    private static final int GROUP = 4;

    private Fingerprint() {}

    /** In groups of four, as it is read over the telephone. */
    static String grouped(String hex) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < hex.length(); i += GROUP) {
            text.append(i == 0 ? "" : " ").append(hex, i, Math.min(hex.length(), i + GROUP));
        }
        return text.toString();
    }

    /** What a person typed, without colons, spaces and capitals. */
    static String plain(String typed) {
        return typed.toLowerCase(Locale.ROOT).replaceAll("[\\s:.-]", "");
    }
}

package vn.antin.crypto.tlog;

import java.util.Locale;

/**
 * The name of a tile or entry bundle (C2SP tlog-tiles).
 *
 * <p>Text: {@code tile/<level>/<index>[.p/<width>]} or {@code tile/entries/<index>[.p/<width>]},
 * the index in groups of three digits, all but the last with an x: {@code x001/x234/067}.
 *
 * @param level 0 to 7, or {@link #ENTRIES} for an entry bundle
 * @param index position within the level
 * @param width hashes or entries in it, 1 to 256; 256 is a full tile and not written
 */
public record TilePath(int level, long index, int width) {
    /** The level of entry bundles. */
    public static final int ENTRIES = -1;

    /** Hashes in a full tile. */
    public static final int FULL = 256;

    /** Above this level no tree of less than 2^63 entries has a hash. */
    static final int MAX_LEVEL = 7;

    private static final long MAX_INDEX = 1L << 55;
    private static final String ROOT = "tile/";
    private static final String BUNDLE = "entries";
    private static final String PARTIAL = ".p/";

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException outside of them
     */
    public TilePath {
        if (level < ENTRIES || level > MAX_LEVEL || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile of level " + level + ", width " + width);
        }
        if (index < 0 || index >= MAX_INDEX) {
            throw new IllegalArgumentException("no tile " + index);
        }
    }

    /**
     * Parses the text form.
     *
     * @throws LogProblem MALFORMED for every other text
     */
    public static TilePath parse(String path) throws LogProblem {
        try {
            TilePath parsed = read(path);
            if (parsed.toString().equals(path)) {
                return parsed;
            }
        } catch (IllegalArgumentException e) {
            throw new LogProblem(LogProblem.Reason.MALFORMED, "not the path of a tile", e);
        }
        throw new LogProblem(LogProblem.Reason.MALFORMED, "not the path of a tile");
    }

    private static TilePath read(String path) {
        if (!path.startsWith(ROOT) || path.length() > 64) {
            throw new IllegalArgumentException("not a tile");
        }
        int width = FULL;
        String rest = path.substring(ROOT.length());
        int partial = rest.indexOf(PARTIAL);
        if (partial >= 0) {
            width = Integer.parseInt(rest.substring(partial + PARTIAL.length()));
            rest = rest.substring(0, partial);
        }
        int slash = rest.indexOf('/');
        if (slash < 0 || (partial >= 0 && width == FULL)) {
            throw new IllegalArgumentException("not a tile");
        }
        String level = rest.substring(0, slash);
        String digits = rest.substring(slash + 1).replace("x", "").replace("/", "");
        return new TilePath(
                level.equals(BUNDLE) ? ENTRIES : Integer.parseInt(level),
                Long.parseLong(digits),
                width);
    }

    /** The text form, without a slash in front. */
    @Override
    public String toString() {
        StringBuilder digits = new StringBuilder(group(index % 1000));
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            digits.insert(0, "x" + group(rest % 1000) + "/");
        }
        String name = level == ENTRIES ? BUNDLE : Integer.toString(level);
        return ROOT + name + "/" + digits + (width == FULL ? "" : PARTIAL + width);
    }

    private static String group(long value) {
        return String.format(Locale.ROOT, "%03d", value);
    }
}

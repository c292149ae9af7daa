package vn.antin.cli.io;

import java.io.PrintWriter;
import java.util.Locale;
import vn.antin.sdk.Watcher;

/** One line that tells how far long work is, written over and over. Thread-safe. */
final class ProgressBar implements Watcher {
    private static final int CELLS = 24;
    private static final long PAUSE_NANOS = 100_000_000L;
    private static final int LABEL = 26;

    private final PrintWriter err;
    private final Language language;
    private int widest;
    private long shownAt;

    ProgressBar(PrintWriter err, Language language) {
        this.err = err;
        this.language = language;
    }

    @Override
    public synchronized void at(Stage stage, long done, long total) {
        long now = System.nanoTime();
        if (done > 0 && done < total && now - shownAt < PAUSE_NANOS) {
            return;
        }
        shownAt = now;
        show(line(stage, done, total));
    }

    private String line(Stage stage, long done, long total) {
        String label = Messages.text(language, "stage." + stage.name().toLowerCase(Locale.ROOT));
        if (total <= 0) {
            return label + " ...";
        }
        int filled = (int) (CELLS * Math.min(done, total) / total);
        return TextWidth.left(label, LABEL)
                + " ["
                + "█".repeat(filled)
                + "░".repeat(CELLS - filled)
                + "] "
                + TextWidth.right(100 * done / total + " %", 5)
                + "  "
                + size(done)
                + " / "
                + size(total);
    }

    private void show(String line) {
        int width = TextWidth.of(line);
        err.print("\r" + TextWidth.left(line, widest));
        err.flush();
        widest = Math.max(widest, width);
    }

    /** Leaves the line empty. */
    synchronized void clear() {
        if (widest > 0) {
            err.print("\r" + " ".repeat(widest) + "\r");
            err.flush();
            widest = 0;
        }
    }

    /** Bytes for people: {@code 12.3 MiB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < 3) {
            value /= 1024;
            unit++;
        }
        return String.format(
                Locale.ROOT, "%.1f %s", value, new String[] {"KiB", "MiB", "GiB", "TiB"}[unit]);
    }
}

package vn.antin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How wide the terminal is. */
final class Screen {
    private static final int PLAIN = 120;
    private static final int SMALLEST = 40;
    private static final int WIDEST = 400;

    private Screen() {}

    /** Columns: of the environment, else of the terminal, else 120. */
    static int width() {
        String columns = System.getenv("COLUMNS");
        if (columns != null && columns.matches("[0-9]{1,4}")) {
            return clamp(Integer.parseInt(columns));
        }
        return System.console() == null ? PLAIN : asked();
    }

    private static int asked() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(Redirect.from(Path.of("/dev/tty").toFile()))
                            .redirectError(Redirect.DISCARD)
                            .start();
            try (InputStream out = stty.getInputStream()) {
                String size = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
                return size.matches("[0-9]+ [0-9]{1,4}")
                        ? clamp(Integer.parseInt(size.substring(size.indexOf(' ') + 1)))
                        : PLAIN;
            }
        } catch (IOException e) {
            return PLAIN;
        }
    }

    private static int clamp(int width) {
        return width == 0 ? PLAIN : Math.max(SMALLEST, Math.min(width, WIDEST));
    }
}

package vn.antin.testbed.card;

import java.io.IOException;
import java.nio.file.Path;

/** A file that should hold a card does not. */
public final class BadCardFileException extends IOException {
    private static final long serialVersionUID = 1L;

    BadCardFileException(Path file, Exception cause) {
        super(file + ": no saved card: " + cause.getMessage(), cause);
    }
}

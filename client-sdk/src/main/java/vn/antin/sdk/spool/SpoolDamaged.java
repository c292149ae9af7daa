package vn.antin.sdk.spool;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the spool is not as this program wrote it. */
public final class SpoolDamaged extends IOException {
    private static final long serialVersionUID = 1L;

    SpoolDamaged(Path file, Throwable cause) {
        super("damaged: " + file, cause);
    }
}

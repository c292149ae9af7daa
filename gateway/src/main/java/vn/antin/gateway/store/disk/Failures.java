package vn.antin.gateway.store.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import vn.antin.gateway.exchange.StoreException;
import vn.antin.gateway.exchange.StoreException.Reason;

/** Maps errors of the disk and the database to reasons. Pure functions. */
public final class Failures {
    private Failures() {}

    /** An error of the database while {@code doing}. */
    public static StoreException of(SQLException error, String doing) {
        return new StoreException(reason(error), doing + ": " + error.getMessage(), error);
    }

    /** An error of the file system while {@code doing}. */
    public static StoreException of(IOException error, String doing) {
        Reason reason = isFull(error) ? Reason.DISK_FULL : Reason.DEVICE_FAILURE;
        return new StoreException(reason, doing + ": " + error.getMessage(), error);
    }

    /** Whether the transaction cannot be trusted any more after this error. */
    public static boolean endsTransaction(StoreException error) {
        return switch (error.reason()) {
            case DISK_FULL, BUSY, CORRUPT, DEVICE_FAILURE ->
                    error.getCause() instanceof SQLException;
            default -> false;
        };
    }

    private static Reason reason(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return Reason.DEVICE_FAILURE;
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code.code & 0xff) {
            case 13 -> Reason.DISK_FULL;
            case 5, 6 -> Reason.BUSY;
            case 11, 26 -> Reason.CORRUPT;
            case 19 -> Reason.CONFLICT;
            default -> Reason.DEVICE_FAILURE;
        };
    }

    private static boolean isFull(IOException error) {
        String words =
                error instanceof FileSystemException file && file.getReason() != null
                        ? file.getReason()
                        : String.valueOf(error.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        return lower.contains("no space left") || lower.contains("quota exceeded");
    }
}

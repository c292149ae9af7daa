package vn.antin.sdk.files;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names of attachments that are only names everywhere: not hidden, and nothing that an operating
 * system takes for a device, a stream or a pattern. Senders refuse others; recipients, whose sender
 * may run another program, write them under a name that is safe.
 */
public final class FileNames {
    private static final int MAX_BYTES = 255;

    /** Names of devices of Windows with any ending, "Naming Files, Paths, and Namespaces". */
    private static final Pattern DEVICE =
            Pattern.compile(
                    "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern RESERVED = Pattern.compile("[<>:\"|?*]");

    private FileNames() {}

    /** Whether it may be sent as it is. */
    public static boolean isSafe(String name) {
        return safe(name).equals(name);
    }

    /** The name itself, or one like it under which the file does no harm. */
    public static String safe(String name) {
        String safe =
                RESERVED.matcher(name)
                        .replaceAll("_")
                        .replaceFirst("^\\.", "_")
                        .replaceFirst("\\.$", "_");
        if (!DEVICE.matcher(safe).matches()) {
            return safe;
        }
        boolean full = safe.getBytes(StandardCharsets.UTF_8).length >= MAX_BYTES;
        return "_" + (full ? safe.substring(1) : safe);
    }
}

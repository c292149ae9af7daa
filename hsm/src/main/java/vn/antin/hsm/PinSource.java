package vn.antin.hsm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.token.PinRequest;

/**
 * Where the PIN comes from: a file, a terminal, a window. Asked once for each login, and once for
 * each use of a key that wants it every time.
 */
@FunctionalInterface
public interface PinSource {
    /**
     * The PIN for this token; closed (wiped) after its use.
     *
     * @param request which token and, as far as it tells, how many tries are left; what for
     * @throws KeyException with reason PIN_NEEDED when there is none
     */
    Pin pin(PinRequest request);

    /** Always this PIN; it lives as long as the source. */
    static PinSource of(Pin pin) {
        return request -> pin.copy();
    }

    /**
     * The first line of a file that only its owner may read (mode 0600 or stricter; checked each
     * time).
     */
    static PinSource fromFile(Path file) {
        return request -> {
            try {
                refuseOpenFile(file);
                return firstLine(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new KeyException(
                        KeyException.Reason.PIN_NEEDED,
                        "the PIN file " + file + " cannot be read",
                        e);
            }
        };
    }

    private static void refuseOpenFile(Path file) throws IOException {
        Set<PosixFilePermission> others =
                EnumSet.complementOf(
                        EnumSet.of(
                                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        others.retainAll(Files.getPosixFilePermissions(file));
        if (!others.isEmpty()) {
            throw new KeyException(
                    KeyException.Reason.PIN_NEEDED,
                    "the PIN file " + file + " is open to others; make it mode 0600",
                    null);
        }
    }

    private static Pin firstLine(byte[] content) {
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content));
        Arrays.fill(content, (byte) 0);
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        var pin = new char[end];
        text.get(0, pin);
        Arrays.fill(text.array(), '\0');
        if (end == 0) {
            throw new KeyException(KeyException.Reason.PIN_NEEDED, "the PIN file is empty", null);
        }
        return Pin.owning(pin);
    }
}

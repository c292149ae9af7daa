package vn.antin.hsm.pkcs11.layer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PIN as modules take it: UTF-8, one byte in each element. The wrapper would encode it too, by
 * strings that nobody can wipe.
 */
public final class PinBytes {
    private PinBytes() {}

    /** Lends the PIN in that form and wipes the form; null stays null. */
    public static void lend(char @Nullable [] pin, Consumer<char @Nullable []> use) {
        if (pin == null) {
            use.accept(null);
            return;
        }
        ByteBuffer encoded = ByteBuffer.allocate(3 * pin.length);
        CoderResult unused =
                StandardCharsets.UTF_8
                        .newEncoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .encode(CharBuffer.wrap(pin), encoded, true);
        encoded.flip();
        var bytes = new char[encoded.remaining()];
        try {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (char) (encoded.get() & 0xFF);
            }
            use.accept(bytes);
        } finally {
            Arrays.fill(encoded.array(), (byte) 0);
            Arrays.fill(bytes, '\0');
        }
    }
}

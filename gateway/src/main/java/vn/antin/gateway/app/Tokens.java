package vn.antin.gateway.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenVault;

/** Makes new tokens in free slots, with random PINs in private files when there are none yet. */
final class Tokens {
    private static final int DIGITS = 12;

    private Tokens() {}

    /** Makes the token; its SO PIN goes to a file beside the PIN's, to be locked away. */
    static void make(GatewayConfig.Token token) throws IOException {
        Path pinFile = token.pinFile();
        Path officerFile = pinFile.resolveSibling(pinFile.getFileName() + ".so");
        try (Pin officer = pin(officerFile);
                Pin pin = pin(pinFile)) {
            String serial = TokenVault.initToken(token.module(), token.label(), officer, pin);
            if (serial.isEmpty()) {
                throw new IllegalStateException("a token without a serial number");
            }
        } catch (KeyException e) {
            throw Startup.problem(e, token);
        }
    }

    private static Pin pin(Path file) throws IOException {
        if (Files.exists(file)) {
            String text = Files.readString(file).strip();
            return Pin.owning(text.toCharArray());
        }
        SecureRandom random = new SecureRandom();
        char[] digits = new char[DIGITS];
        byte[] bytes = new byte[DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            digits[i] = (char) ('0' + random.nextInt(10));
            bytes[i] = (byte) digits[i];
        }
        PrivateFiles.write(file, bytes);
        Arrays.fill(bytes, (byte) 0);
        return Pin.owning(digits);
    }
}

package vn.antin.cli.card;

import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.helper.HelperModule;
import vn.antin.sdk.spool.DurableFiles;

/** Initialises a card with random PINs, which go to files for their owner only. */
public final class NewCard {
    private static final int DIGITS = 8;
    private static final int OFFICER_DIGITS = 12;

    private NewCard() {}

    /** Where the security officer's PIN of a card goes, to be locked away. */
    public static Path officerFile(Path pinFile) {
        return pinFile.resolveSibling(pinFile.getFileName() + ".so");
    }

    /**
     * Makes the token.
     *
     * @param pinFile where the PIN is, or is written to when there is none yet
     * @return the serial number
     * @throws CliProblem TOKEN_EXISTS, TOKEN_MISSING
     */
    public static String make(TokenConfig card, Path pinFile) throws IOException {
        return make(card, pinFile, Code.TOKEN_EXISTS);
    }

    /**
     * The same, with words of the caller for a label that is taken.
     *
     * @param taken the problem then, with the label
     */
    public static String make(TokenConfig card, Path pinFile, Code taken) throws IOException {
        HelperModule module = Cards.module(card.module());
        try {
            if (module.tokens().stream()
                    .filter(TokenInfo::initialized)
                    .anyMatch(token -> token.label().equals(card.tokenLabel()))) {
                throw new CliProblem(taken, card.tokenLabel());
            }
            try (Pin officer = pin(officerFile(pinFile), OFFICER_DIGITS);
                    Pin pin = pin(pinFile, DIGITS)) {
                return module.initToken(card.tokenLabel(), officer, pin);
            }
        } catch (KeyException e) {
            throw Errors.key(e, card.tokenLabel(), "");
        }
    }

    /** The PIN in a file, which is made with a random one when it is not there yet. */
    static Pin pin(Path file, int digits) throws IOException {
        if (Files.exists(file)) {
            if (!DurableFiles.isPrivate(file)) {
                throw new CliProblem(Code.PIN_FILE_OPEN, file);
            }
            return Pin.owning(firstLine(Files.readAllBytes(file)));
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Path unused = DurableFiles.privateFolder(parent);
        }
        SecureRandom random = new SecureRandom();
        char[] pin = new char[digits];
        byte[] bytes = new byte[digits];
        for (int i = 0; i < digits; i++) {
            pin[i] = (char) ('0' + random.nextInt(10));
            bytes[i] = (byte) pin[i];
        }
        DurableFiles.write(file, bytes);
        Arrays.fill(bytes, (byte) 0);
        return Pin.owning(pin);
    }

    private static char[] firstLine(byte[] content) {
        CharBuffer text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(content));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        char[] pin = new char[end];
        text.get(0, pin);
        Arrays.fill(content, (byte) 0);
        Arrays.fill(text.array(), '\0');
        return pin;
    }
}

package vn.antin.cli.card;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Terminal;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.piv.ManagementKey;
import vn.antin.hsm.piv.PivToken;
import vn.antin.hsm.token.PinRequest;
import vn.antin.hsm.token.TokenStatus;
import vn.antin.sdk.spool.DurableFiles;

/** PIV cards for custodians: which reader, which secrets, the first setting up. */
public final class PivCards {
    /** The module that shows PIV cards on Debian. */
    private static final List<Path> MODULES =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
                    Path.of("/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
                    Path.of("/usr/lib64/opensc-pkcs11.so"),
                    Path.of("/usr/lib/opensc-pkcs11.so"));

    private static final int PIN_DIGITS = 8;

    private PivCards() {}

    /** Where the PUK of a card goes. */
    static Path pukFile(Path pinFile) {
        return pinFile.resolveSibling(pinFile.getFileName() + ".puk");
    }

    /** Where the management key of a card goes. */
    static Path managementFile(Path pinFile) {
        return pinFile.resolveSibling(pinFile.getFileName() + ".management");
    }

    /** OpenSC's module. */
    static Path module() {
        return MODULES.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new CliProblem(Code.MODULE_MISSING, MODULES.getFirst()));
    }

    /** The reader that was named, or the only one with a card. */
    static String reader(Optional<String> named) {
        List<String> readers = PivToken.readers();
        if (named.isPresent()) {
            List<String> fitting =
                    readers.stream().filter(reader -> reader.contains(named.get())).toList();
            if (fitting.size() == 1) {
                return fitting.getFirst();
            }
        } else if (readers.size() == 1) {
            return readers.getFirst();
        }
        throw readers.isEmpty()
                ? new CliProblem(Code.NO_CARD)
                : new CliProblem(Code.WHICH_READER, String.join(", ", readers));
    }

    /** The PIN of a card, from its file or the person. */
    static Pin pin(PivToken token, Optional<Path> pinFile, Terminal terminal) throws IOException {
        int left = token.pinTries().orElse(-1);
        var status =
                new TokenStatus(token.reader(), "", "", "", "", false, left == 1, left == 0, false);
        if (left == 0) {
            throw new KeyException(KeyException.Reason.PIN_LOCKED, "the PIN is blocked", 0, null);
        }
        return Cards.pins(pinFile, terminal).pin(new PinRequest(status, PinRequest.Purpose.LOGIN));
    }

    /** The PIN of a card that has taken it; wiped when the card refuses. */
    static Pin verified(PivToken token, Optional<Path> pinFile, Terminal terminal)
            throws IOException {
        Pin pin = pin(token, pinFile, terminal);
        boolean done = false;
        try {
            token.verify(pin);
            done = true;
            return pin;
        } finally {
            if (!done) {
                pin.close();
            }
        }
    }

    /** Opens the card for writing, with the key in the file, or the one it was delivered with. */
    static void authenticate(PivToken token, Path managementFile, SecureRandom random)
            throws IOException {
        try (ManagementKey key =
                Files.exists(managementFile) ? read(managementFile) : ManagementKey.delivered()) {
            token.authenticate(key, random);
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.BAD_INPUT) {
                throw new CliProblem(e, Code.MANAGEMENT_KEY_WRONG, managementFile);
            }
            throw e;
        }
    }

    private static ManagementKey read(Path file) throws IOException {
        if (!DurableFiles.isPrivate(file)) {
            throw new CliProblem(Code.PIN_FILE_OPEN, file);
        }
        try {
            return ManagementKey.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new CliProblem(e, Code.MANAGEMENT_KEY_WRONG, file);
        }
    }

    /**
     * Sets a card up as it was delivered: random PIN, PUK and management key, which are in their
     * files before the card has them, so that an attempt that broke off can be repeated.
     */
    public static void initialise(PivToken token, Path pinFile, SecureRandom random)
            throws IOException {
        Path managementFile = managementFile(pinFile);
        try (Pin pin = NewCard.pin(pinFile, PIN_DIGITS);
                Pin puk = NewCard.pin(pukFile(pinFile), PIN_DIGITS);
                ManagementKey fresh = newKey(managementFile, random)) {
            if (isOurs(token, fresh, random)) {
                return;
            }
            try (ManagementKey delivered = ManagementKey.delivered()) {
                token.authenticate(delivered, random);
            } catch (KeyException e) {
                throw new CliProblem(e, Code.CARD_SET_UP, token.reader());
            }
            token.identify(random);
            change(token, pin, puk);
            token.install(fresh);
        }
    }

    private static ManagementKey newKey(Path file, SecureRandom random) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        ManagementKey fresh = ManagementKey.random(ManagementKey.Kind.AES_256, random);
        DurableFiles.write(file, fresh.text().getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    private static boolean isOurs(PivToken token, ManagementKey key, SecureRandom random) {
        try {
            token.authenticate(key, random);
            return true;
        } catch (KeyException e) {
            if (e.reason() == KeyException.Reason.BAD_INPUT) {
                return false;
            }
            throw e;
        }
    }

    /** From what cards are delivered with; after an attempt that broke off they may be ours. */
    private static void change(PivToken token, Pin pin, Pin puk) {
        try (Pin deliveredPin = Pin.owning("123456".toCharArray());
                Pin deliveredPuk = Pin.owning("12345678".toCharArray())) {
            try {
                token.changePin(deliveredPin, pin);
            } catch (KeyException e) {
                requireWrong(e);
                token.verify(pin);
            }
            try {
                token.changePuk(deliveredPuk, puk);
            } catch (KeyException e) {
                requireWrong(e);
                token.changePuk(puk, puk);
            }
        }
    }

    private static void requireWrong(KeyException e) {
        if (e.reason() != KeyException.Reason.PIN_WRONG) {
            throw e;
        }
    }
}

package vn.antin.cli.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import vn.antin.cli.io.CliProblem;
import vn.antin.cli.io.CliProblem.Code;
import vn.antin.cli.io.Errors;
import vn.antin.cli.io.Terminal;
import vn.antin.cli.io.Words;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenInfo;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.helper.HelperModule;
import vn.antin.hsm.helper.HelperOptions;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.token.PinRequest;
import vn.antin.hsm.token.TokenStatus;
import vn.antin.sdk.spool.DurableFiles;

/** Opens cards. A PIN is tried once, never again. */
public final class Cards {
    private Cards() {}

    /**
     * Finds the card and logs in.
     *
     * @param pinFile where the PIN is; when absent it is asked for
     * @throws CliProblem with what is wrong with card or PIN
     */
    public static HelperVault open(
            TokenConfig card, TokenOptions options, Optional<Path> pinFile, Terminal terminal)
            throws IOException {
        Words name = Errors.card(card.tokenLabel(), Optional.empty());
        return open(card, name, unused -> {}, options, pinFile, terminal);
    }

    /** Looks at what a card shows to everybody, before it gets a PIN. */
    @FunctionalInterface
    interface Look {
        /**
         * Lets the login go on.
         *
         * @param certificates on the card
         * @throws CliProblem when it is somebody else's
         */
        void at(List<X509Certificate> certificates);
    }

    /**
     * The same for the card of somebody who is known.
     *
     * @param name the card as its holder knows it
     * @param look at the card before each login
     */
    static HelperVault open(
            TokenConfig card,
            Words name,
            Look look,
            TokenOptions options,
            Optional<Path> pinFile,
            Terminal terminal)
            throws IOException {
        requireModule(card.module());
        PinSource held =
                pinFile.isPresent()
                        ? file(pinFile.get())
                        : request -> asked(terminal, request, name);
        PinSource pins =
                request -> {
                    if (request.purpose() == PinRequest.Purpose.LOGIN) {
                        look.at(request.certificates());
                    }
                    return held.pin(request);
                };
        try {
            return HelperVault.open(card, pins, options, HelperOptions.defaults().forOneCommand());
        } catch (KeyException e) {
            throw Errors.key(e, name);
        }
    }

    /**
     * Like {@link #open}, for making keys and writing certificates.
     *
     * @param look at the card before its login
     * @throws CliProblem with what is wrong with card or PIN
     */
    static HelperVault openForEnrolment(
            TokenConfig card, Look look, Optional<Path> pinFile, Terminal terminal)
            throws IOException {
        return open(
                card,
                Errors.card(card.tokenLabel(), Optional.empty()),
                look,
                TokenOptions.card(),
                pinFile,
                terminal);
    }

    /** A module in a helper of this command. */
    static HelperModule module(Path library) {
        requireModule(library);
        return new HelperModule(library, HelperOptions.defaults().forOneCommand());
    }

    /**
     * All tokens that a module shows, which is asked in a helper.
     *
     * @param name of the card that is looked for; may be empty
     * @throws CliProblem when the module does not answer
     */
    public static List<TokenInfo> tokens(Path library, String name) {
        try {
            return module(library).tokens();
        } catch (KeyException e) {
            throw Errors.key(e, name, "");
        }
    }

    /** Where the PIN comes from: the file, or the person at the terminal. */
    public static PinSource pins(Optional<Path> pinFile, Terminal terminal) throws IOException {
        return pinFile.isPresent()
                ? file(pinFile.get())
                : request -> asked(terminal, request, labelled(request.token()));
    }

    /** Refuses when there is no such library. */
    public static void requireModule(Path module) {
        if (!Files.isRegularFile(module)) {
            throw new CliProblem(Code.MODULE_MISSING, module);
        }
    }

    private static PinSource file(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CliProblem(Code.PIN_FILE_MISSING, file);
        }
        if (!DurableFiles.isPrivate(file)) {
            throw new CliProblem(Code.PIN_FILE_OPEN, file);
        }
        return PinSource.fromFile(file);
    }

    /** A PIN or PUK in a file for its owner only. */
    public static Pin read(Path file) throws IOException {
        return pin(Optional.of(file), "", null);
    }

    /** The PIN of a token, from the file or the person, before the token is asked anything. */
    public static Pin pin(Optional<Path> file, String label, @Nullable Terminal terminal)
            throws IOException {
        PinRequest request =
                new PinRequest(
                        new TokenStatus(label, "", "", "", "", false, false, false, false),
                        PinRequest.Purpose.LOGIN);
        return (file.isPresent() || terminal == null
                        ? file(file.orElseThrow())
                        : pins(file, terminal))
                .pin(request);
    }

    private static Words labelled(TokenStatus status) {
        return Errors.card(status.label(), Optional.empty());
    }

    private static Pin asked(Terminal terminal, PinRequest request, Words name) {
        TokenStatus status = request.token();
        if (status.locked()) {
            throw new KeyException(KeyException.Reason.PIN_LOCKED, "the PIN is blocked", null);
        }
        if (status.pinPad()) {
            terminal.remark("pin.pad", name);
            return Pin.owning(new char[0]);
        }
        if (status.finalTry()) {
            terminal.remark("pin.last");
        } else if (status.pinCountLow()) {
            terminal.remark("pin.low");
        }
        if (request.purpose() == PinRequest.Purpose.ONE_USE) {
            terminal.showConsent();
        }
        char[] pin =
                terminal.secret(terminal.text(question(request), name))
                        .orElseThrow(() ->
                                new KeyException(
                                        KeyException.Reason.PIN_NEEDED, "nobody to ask", null));
        return Pin.owning(pin);
    }

    private static String question(PinRequest request) {
        return switch (request.purpose()) {
            case LOGIN -> "pin.ask";
            case ONE_USE -> "pin.ask-signature";
        };
    }

    /** The labels of the tokens that a module shows, for people. */
    public static String others(Path module) {
        try {
            return module(module).tokens().stream()
                    .filter(TokenInfo::initialized)
                    .map(token -> "\"" + token.label() + "\"")
                    .collect(Collectors.joining(", "));
        } catch (KeyException e) {
            return "";
        }
    }
}

package vn.antin.hsm.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.pkcs11.ModuleToken;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.survey.Survey;
import vn.antin.hsm.token.PinRequest;
import vn.antin.hsm.token.TokenAddress;
import vn.antin.hsm.token.TokenStatus;

/** A token of a module, found by its label. Thread-safe. */
public final class ModuleUnderTest implements TokenUnderTest, AutoCloseable {
    private final Pkcs11Module module;
    private final Survey survey;
    private final PinSource pins;
    private boolean refused;

    private ModuleUnderTest(Pkcs11Module module, Survey survey, PinSource pins) {
        this.module = module;
        this.survey = survey;
        this.pins = pins;
    }

    /**
     * Loads the module and finds the token; no login yet.
     *
     * @param pins asked for each use of the PIN
     * @throws KeyException TOKEN_MISSING, or PIN_LOCKED when the token says so
     */
    public static ModuleUnderTest open(TokenAddress address, PinSource pins) {
        Pkcs11Module module = Pkcs11Module.acquire(address.module(), address.options());
        boolean done = false;
        try {
            Survey survey = only(Survey.of(module, Optional.of(address.label())), address);
            ModuleToken token = survey.tokens().getFirst().token();
            if (token.pinLocked()) {
                throw new KeyException(
                        KeyException.Reason.PIN_LOCKED,
                        "the PIN of token \"" + token.label() + "\" is blocked",
                        0,
                        null);
            }
            done = true;
            return new ModuleUnderTest(module, survey, pins);
        } finally {
            if (!done) {
                module.close();
            }
        }
    }

    private static Survey only(Survey survey, TokenAddress address) {
        List<Survey.Entry> ours =
                survey.tokens().stream()
                        .filter(each ->
                                address.serial().map(each.token().serial()::equals).orElse(true))
                        .toList();
        if (ours.size() != 1) {
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING,
                    (ours.isEmpty() ? "no token" : "several tokens")
                            + " with label \""
                            + address.label()
                            + "\"",
                    null);
        }
        return new Survey(survey.path(), survey.module(), ours);
    }

    @Override
    public Survey survey() {
        return survey;
    }

    @Override
    public Pkcs11Session open(boolean readWrite) {
        return module.openSession(entry().token().slot(), readWrite);
    }

    @Override
    public synchronized void withPin(Consumer<char @Nullable []> use) {
        if (refused) {
            throw new KeyException(
                    KeyException.Reason.PIN_WRONG,
                    "the token refused the PIN before; not tried again",
                    null);
        }
        ModuleToken now = module.token(entry().token().slot()).orElse(entry().token());
        try {
            if (now.pinPad()) {
                use.accept(null);
                return;
            }
            try (Pin pin = pins.pin(new PinRequest(status(now), PinRequest.Purpose.LOGIN))) {
                pin.use(use);
            }
        } catch (KeyException e) {
            refused =
                    e.reason() == KeyException.Reason.PIN_WRONG
                            || e.reason() == KeyException.Reason.PIN_LOCKED;
            throw e;
        }
    }

    private static TokenStatus status(ModuleToken token) {
        return new TokenStatus(
                token.label(),
                token.serial(),
                token.manufacturer(),
                token.model(),
                token.firmware(),
                token.pinCountLow(),
                token.pinFinalTry(),
                token.pinLocked(),
                token.pinPad());
    }

    /**
     * Gives the module back. When a call does not come back from the module, it stays loaded:
     * finalising it would kill the process.
     */
    @Override
    public void close() {
        if (module.openSessions() == 0) {
            module.close();
        }
    }
}

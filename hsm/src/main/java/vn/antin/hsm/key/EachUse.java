package vn.antin.hsm.key;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.token.Lease;
import vn.antin.hsm.token.Token;

/** Asks for the PIN before a private-key operation when its key wants it for every use. */
final class EachUse {
    private EachUse() {}

    /**
     * Does one of the two.
     *
     * @param plain with a key that needs the login only
     * @param authenticated with the PIN, or null when it is entered at the reader
     * @throws KeyException PIN_NEEDED when nobody gave it
     */
    static <T> T of(
            Token token,
            Lease lease,
            StoredKey key,
            Supplier<T> plain,
            Function<char @Nullable [], T> authenticated) {
        if (!key.alwaysAuthenticate()) {
            return plain.get();
        }
        var result = new AtomicReference<T>();
        token.authenticate(lease, pin -> result.set(authenticated.apply(pin)));
        T made = result.get();
        if (made == null) {
            throw new KeyException(KeyException.Reason.PIN_NEEDED, "no PIN was given", null);
        }
        return made;
    }
}

package vn.antin.hsm.token;

import java.util.function.Consumer;

/** Where a login gets its PIN from. */
@FunctionalInterface
public interface PinPrompt {
    /**
     * Lends a PIN to {@code login}, at most once, and wipes what it can afterwards. For a token
     * with a PIN pad the person enters it there, and what is lent is not used.
     *
     * @throws vn.antin.crypto.key.KeyException with reason PIN_NEEDED when there is none
     */
    void present(PinRequest request, Consumer<char[]> login);
}

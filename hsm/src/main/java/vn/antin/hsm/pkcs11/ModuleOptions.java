package vn.antin.hsm.pkcs11;

import java.util.Optional;

/**
 * How a module wants to be started and called.
 *
 * @param initArguments text for {@code CK_C_INITIALIZE_ARGS.pReserved} (NSS wants one), if any
 * @param oneAtATime call it from one thread at a time and start it without locks of its own: what
 *     modules for cards need (OpenSC 0.23 with its own locks stops for ever when a card is pulled
 *     at the wrong moment)
 */
public record ModuleOptions(Optional<String> initArguments, boolean oneAtATime) {
    /** No text, calls from many threads. */
    public static final ModuleOptions PARALLEL = new ModuleOptions(Optional.empty(), false);

    /** Whether a module that was started so serves a user who wants these. */
    boolean serve(ModuleOptions wanted) {
        return (wanted.initArguments.isEmpty() || wanted.initArguments.equals(initArguments))
                && (oneAtATime || !wanted.oneAtATime);
    }

    /** Calls from many threads, with this text if any. */
    public static ModuleOptions parallel(Optional<String> initArguments) {
        return new ModuleOptions(initArguments, false);
    }
}

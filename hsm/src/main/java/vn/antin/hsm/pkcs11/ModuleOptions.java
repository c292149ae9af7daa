package vn.antin.hsm.pkcs11;

import java.util.Map;
import java.util.Optional;

/**
 * How a module wants to be started and called.
 *
 * @param initArguments text for {@code CK_C_INITIALIZE_ARGS.pReserved} (NSS wants one), if any
 * @param oneAtATime call it from one thread at a time and start it without locks of its own: what
 *     modules for cards need (OpenSC 0.23 with its own locks stops for ever when a card is pulled
 *     at the wrong moment)
 * @param vendorCodes numbers under which the module knows mechanisms of the standard, by the
 *     standard's number; used where a token lists only the vendor's
 */
public record ModuleOptions(
        Optional<String> initArguments, boolean oneAtATime, Map<Long, Long> vendorCodes) {
    /** No text, calls from many threads. */
    public static final ModuleOptions PARALLEL = new ModuleOptions(Optional.empty(), false);

    /** Keeps its own copy. */
    public ModuleOptions {
        vendorCodes = Map.copyOf(vendorCodes);
    }

    /** With the standard's numbers only. */
    public ModuleOptions(Optional<String> initArguments, boolean oneAtATime) {
        this(initArguments, oneAtATime, Map.of());
    }

    /** Whether a module that was started so serves a user who wants these. */
    boolean serve(ModuleOptions wanted) {
        return (wanted.initArguments.isEmpty() || wanted.initArguments.equals(initArguments))
                && (oneAtATime || !wanted.oneAtATime)
                && (wanted.vendorCodes.isEmpty() || wanted.vendorCodes.equals(vendorCodes));
    }

    /** Calls from many threads, with this text if any. */
    public static ModuleOptions parallel(Optional<String> initArguments) {
        return new ModuleOptions(initArguments, false);
    }

    /** With these numbers of the vendor. */
    public ModuleOptions withVendorCodes(Map<Long, Long> codes) {
        return new ModuleOptions(initArguments, oneAtATime, codes);
    }
}

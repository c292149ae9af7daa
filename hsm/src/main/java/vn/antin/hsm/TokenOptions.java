package vn.antin.hsm;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vn.antin.hsm.key.KeyNames;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.token.PoolLimits;

/**
 * How to use a token.
 *
 * @param limits how much is asked at once
 * @param quirks habits of the module that the deployment accepts
 * @param module how the module is started and called
 * @param names how the token names the project's keys; when empty, as its manufacturer does
 */
public record TokenOptions(
        PoolLimits limits, Set<Quirk> quirks, ModuleOptions module, Optional<KeyNames> names) {
    /** A deviation that must be accepted in so many words. */
    public enum Quirk {
        /**
         * The token cannot do RSA-OAEP with SHA-256: do the bare RSA operation in it and take the
         * padding off in software, in constant time.
         */
        OAEP_PADDING_IN_SOFTWARE,
        /**
         * The token cannot do RSASSA-PSS: pad in software and do the bare RSA operation in it. Only
         * for cards that others made.
         */
        PSS_PADDING_IN_SOFTWARE,
        /** The token forgets that it made a key itself (CKA_LOCAL; NSS does): do not ask. */
        FORGETS_LOCAL
    }

    /** Keeps its own copy of the quirks. */
    public TokenOptions {
        quirks = Set.copyOf(quirks);
    }

    /**
     * 16 sessions, or as many as the token has, 256 callers waiting up to 10 seconds, no quirks.
     */
    public static TokenOptions defaults() {
        return new TokenOptions(
                new PoolLimits(16, 256, Duration.ofSeconds(10)),
                Set.of(),
                ModuleOptions.PARALLEL,
                Optional.empty());
    }

    /** For a person's card: few sessions, one call at a time. */
    public static TokenOptions card() {
        return new TokenOptions(
                new PoolLimits(2, 16, Duration.ofSeconds(30)),
                Set.of(),
                new ModuleOptions(Optional.empty(), true),
                Optional.empty());
    }

    /** With these names of keys. */
    public TokenOptions with(KeyNames other) {
        return new TokenOptions(limits, quirks, module, Optional.of(other));
    }

    /** With other limits. */
    public TokenOptions with(PoolLimits other) {
        return new TokenOptions(other, quirks, module, names);
    }

    /** With these quirks accepted. */
    public TokenOptions with(Quirk... accepted) {
        return new TokenOptions(limits, Set.of(accepted), module, names);
    }

    /** With initialisation text. */
    public TokenOptions withInitArguments(String text) {
        return new TokenOptions(
                limits,
                quirks,
                new ModuleOptions(Optional.of(text), module.oneAtATime(), module.vendorCodes()),
                names);
    }

    /** With a vendor's numbers of mechanisms, by those of the standard. */
    public TokenOptions withVendorCodes(Map<Long, Long> codes) {
        return new TokenOptions(limits, quirks, module.withVendorCodes(codes), names);
    }
}

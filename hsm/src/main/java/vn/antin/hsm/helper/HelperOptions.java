package vn.antin.hsm.helper;

import java.time.Duration;
import java.util.Map;

/**
 * How a helper is run.
 *
 * @param limit how long one call may take before the helper is killed, with the start of a new
 *     helper when the last one ended (the very first may take 20 seconds more); waiting for another
 *     call, and the time in which a person enters a PIN, do not count
 * @param environment variables for the helper beside our own (a module's configuration file, say)
 */
public record HelperOptions(Duration limit, Map<String, String> environment) {
    /** Keeps its own copy. */
    public HelperOptions {
        environment = Map.copyOf(environment);
    }

    /** 10 seconds: old cards with RSA keys take up to two. */
    public static HelperOptions defaults() {
        return new HelperOptions(Duration.ofSeconds(10), Map.of());
    }

    /** With another limit. */
    public HelperOptions within(Duration other) {
        return new HelperOptions(other, environment);
    }
}

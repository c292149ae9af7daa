package vn.antin.hsm.helper;

import java.time.Duration;
import java.util.Map;

/**
 * How a helper is run, and for how long it is trusted to be at work. Time in which a person enters
 * a PIN never counts.
 *
 * @param operation how long one use of a key may take before the helper is killed: of a key on an
 *     elliptic curve, or an RSA key of up to 2048 bits. No caller waits longer than this and {@link
 *     #SLACK}, whatever it asks, except for one use of a longer RSA key and at the very first start
 * @param longOperation how long one use of a longer RSA key may take, and finding a key or reading
 *     a certificate, before the helper is killed
 * @param start how long a helper may take to come up, load its module, find the token and log in
 *     before it is killed; and how long one act of administration may take (making a key)
 * @param oneCommand whether the program ends with its call, so that nobody asks again: then finding
 *     a key and reading a certificate are waited for as long as the helper has for them
 * @param environment variables for the helper beside our own (a module's configuration file, say)
 */
public record HelperOptions(
        Duration operation,
        Duration longOperation,
        Duration start,
        boolean oneCommand,
        Map<String, String> environment) {
    /** What a caller waits beyond the limit of its operation: for the turn, and for the kill. */
    static final Duration SLACK = Duration.ofMillis(200);

    /** Keeps its own copy. */
    public HelperOptions {
        environment = Map.copyOf(environment);
    }

    /**
     * 1.5 seconds, 5 seconds, 20 seconds. Cards take up to 0.7 seconds for RSA-2048 and P-384, and
     * old ones up to two or three for RSA-3072 and RSA-4096; some are slow to read a certificate
     * from; OpenSC reads a whole card at its start.
     */
    public static HelperOptions defaults() {
        return new HelperOptions(
                Duration.ofMillis(1500),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                false,
                Map.of());
    }

    /** With another limit for one use of a key. */
    public HelperOptions within(Duration other) {
        return new HelperOptions(other, longOperation, start, oneCommand, environment);
    }

    /** For a program that ends with its call. */
    public HelperOptions forOneCommand() {
        return new HelperOptions(operation, longOperation, start, true, environment);
    }

    /** With these variables. */
    public HelperOptions with(Map<String, String> variables) {
        return new HelperOptions(operation, longOperation, start, oneCommand, variables);
    }
}

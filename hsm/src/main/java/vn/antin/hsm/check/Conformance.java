package vn.antin.hsm.check;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vn.antin.crypto.key.KeyException;

/**
 * Asks a token for everything that the project needs of it, and for what no token should do.
 *
 * <p>Works on throw-away objects with a random label, which are removed in the end; with keys that
 * are there already only when the token makes none of their kind, and then changes nothing of them.
 * Gives the right PIN only; ends at once when it is refused.
 */
public final class Conformance {
    private final SecureRandom random;
    private final InstantSource clock;

    /** With a source of randomness and the time for the report. */
    public Conformance(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    private static List<Check> checks() {
        return Stream.of(
                        KeyChecks.all(),
                        SignatureChecks.all(),
                        EncryptionChecks.all(),
                        TrustChecks.all(),
                        SessionChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    /** Names of all checks, in their order. */
    public static List<String> names() {
        return checks().stream().map(Check::id).toList();
    }

    /**
     * Runs all checks.
     *
     * @param progress told of each result as it comes
     * @throws KeyException when the login fails
     */
    public ConformanceReport run(TokenUnderTest token, Consumer<CheckResult> progress) {
        var bench = new Bench(token, random);
        var results = new ArrayList<CheckResult>();
        try {
            bench.logIn();
            try {
                bench.prepare();
                for (Check check : checks()) {
                    CheckResult result = check.run(bench);
                    results.add(result);
                    progress.accept(result);
                }
            } finally {
                int unused = bench.cleanUp();
            }
        } finally {
            bench.close();
        }
        return new ConformanceReport(token.survey(), clock.instant(), results);
    }
}

package vn.antin.gateway.app;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.KeyVault;
import vn.antin.gateway.ops.SelfTestFile;
import vn.antin.hsm.selftest.SelfTest;
import vn.antin.hsm.selftest.SelfTestReport;

/**
 * Self-tests of the gateway's keys: at the start, which fails with them, and on a schedule. Each
 * result is a line in {@code self-tests.jsonl} of the data folder, signed with the seal.
 *
 * <p>When a key gives a wrong result while the gateway runs, it stops serving; when the token
 * cannot be reached, that is only recorded: requests fail by themselves, and the token may return.
 */
final class SelfTests implements AutoCloseable {
    private static final Logger LOG = System.getLogger(SelfTests.class.getName());
    private static final List<String> KEYS =
            List.of(KeyLabel.CA, KeyLabel.TLS, KeyLabel.LOG, KeyLabel.SEAL);

    private final GatewayConfig config;
    private final KeyVault vault;
    private final InstantSource clock;
    private final SelfTest test;
    private final SelfTestFile file;
    private final Consumer<SelfTestReport> told;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("self-test").daemon(true).factory());

    /**
     * For the keys of this gateway.
     *
     * @param told is given each report
     */
    SelfTests(
            GatewayConfig config,
            KeyVault vault,
            InstantSource clock,
            SecureRandom random,
            Consumer<SelfTestReport> told) {
        this.told = told;
        this.config = config;
        this.vault = vault;
        this.clock = clock;
        this.file = new SelfTestFile(config.data());
        this.test = new SelfTest(vault, random);
    }

    /**
     * Tests before anything is served.
     *
     * @throws StartupProblem SELF_TEST when a key does not do what it must
     */
    void atStart() {
        SelfTestReport report = run();
        if (!report.passed()) {
            throw new StartupProblem(StartupProblem.Code.SELF_TEST, null, words(report));
        }
    }

    /** Tests again and again; {@code wrong} is run when something came out wrong. */
    void schedule(Runnable wrong) {
        long seconds = config.limits().selfTest().toSeconds();
        var unused =
                timer.scheduleWithFixedDelay(
                        () -> again(wrong), seconds, seconds, TimeUnit.SECONDS);
    }

    /** One test of the schedule. */
    void again(Runnable wrong) {
        SelfTestReport report;
        try {
            report = run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the self-test could not be done, tried again later", e);
            return;
        }
        if (report.wrong()) {
            LOG.log(Level.ERROR, "self-test failed, the gateway stops serving: {0}", words(report));
            wrong.run();
        } else if (!report.passed()) {
            LOG.log(Level.ERROR, "self-test incomplete, tried again later: {0}", words(report));
        }
    }

    private SelfTestReport run() {
        SelfTestReport report = test.run(clock.instant(), KEYS, List.of());
        told.accept(report);
        try {
            file.append(record(report, file.last()));
        } catch (IOException e) {
            throw new StartupProblem(
                    StartupProblem.Code.STORE, e, file.path(), String.valueOf(e.getMessage()));
        }
        return report;
    }

    private JsonObject record(SelfTestReport report, Optional<Digest> previous) {
        String self = config.endpoint().toString();
        try {
            return report.signedRecord(self, previous, vault.signer(KeyLabel.SEAL));
        } catch (KeyException e) {
            return JsonObject.builder()
                    .put("record", report.record(self, previous))
                    .put("unsigned", e.reason().name())
                    .build();
        }
    }

    private static String words(SelfTestReport report) {
        return report.problems().stream().map(Object::toString).collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

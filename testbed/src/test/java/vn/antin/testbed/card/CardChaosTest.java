package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.helper.HelperOptions;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.hsm.testkit.CheckedUse;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/**
 * Many callers, while the card is pulled and returned, loses its login, and the helper is killed;
 * all limits are those that the program has. Chaos in which everything fails, though with a reason,
 * does not pass: work goes on between two faults, and most calls have a result.
 */
@Timeout(300)
class CardChaosTest {
    private static final int CALLERS = 8;
    private static final int ROUNDS = 9;
    private static final int AFTERWARDS = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /** A fault hits the calls that run or wait then, and those made until the card is back. */
    private static final double LEAST_SHARE = 0.7;

    private static final int LEAST_BETWEEN = 4 * CALLERS;
    private static final String SOCKET = "PCSCLITE_CSOCK_NAME";

    @TempDir private Path folder = Path.of("/nonexistent");

    /** How one call ended. */
    private record Ended(String doing, Duration took, String how) {}

    private final AtomicInteger results = new AtomicInteger();
    private volatile Ended longest = new Ended("nothing", Duration.ZERO, "");
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<KeyException.Reason> reasons =
            new ConcurrentLinkedQueue<>();

    /** The two keys of the card as a program has them. */
    private record Keys(Signer signer, KeyAgreer agreer) {}

    @Test
    void no_result_is_wrong_no_call_takes_long_each_failure_has_a_reason_and_nothing_leaks()
            throws Exception {
        PivCard piv = PivCard.fresh(new SecureRandom());
        OpenSslCa ca = new OpenSslCa(folder);
        PublicKey _ = ca.issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        PublicKey decryption = ca.issue(piv, KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        long children = ProcessHandle.current().children().count();
        try (PrivatePcscd pcscd = PrivatePcscd.start()) {
            VpcdLink link = pcscd.insert(0, SmartCard.of(piv));
            try (HelperVault vault = vault(pcscd)) {
                var keys =
                        new Keys(
                                vault.signer(KeyLabel.AUTHENTICATION),
                                (KeyAgreer)
                                        vault.decryptionKey(KeyIdentifier.of(decryption))
                                                .orElseThrow());
                chaos(vault, pcscd, link, piv, keys);
                assertThat(wrong).isEmpty();
                assertThat(longest.took()).as(longest.toString()).isLessThan(LONGEST);
                assertThat(share()).as(told()).isGreaterThan(LEAST_SHARE);
                assertThat(reasons)
                        .isNotEmpty()
                        .doesNotContain(KeyException.Reason.PIN_WRONG)
                        .doesNotContain(KeyException.Reason.PIN_LOCKED);
                nothingLeaks(vault, keys);
            }
        }
        assertThat(ProcessHandle.current().children().count()).isLessThanOrEqualTo(children);
    }

    private static HelperVault vault(PrivatePcscd pcscd) throws Exception {
        return HelperVault.open(
                new TokenConfig(PrivatePcscd.openscModule(), "9A", Optional.empty()),
                _ -> Pin.owning("123456".toCharArray()),
                TokenOptions.card(),
                HelperOptions.defaults().with(Map.of(SOCKET, pcscd.environment().get(SOCKET))));
    }

    private void chaos(
            HelperVault vault, PrivatePcscd pcscd, VpcdLink first, PivCard piv, Keys keys)
            throws Exception {
        var stop = new AtomicBoolean();
        var random = new Random(20261122);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                var use = new CheckedUse(i);
                all.add(callers.submit(() -> use(use, keys, stop)));
            }
            VpcdLink link = first;
            for (int round = 0; round < ROUNDS; round++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 800));
                switch (round % 3) {
                    case 0 -> {
                        link.close();
                        pcscd.await(0, false);
                        link = pcscd.insert(0, SmartCard.of(piv));
                    }
                    case 1 -> piv.reset();
                    default ->
                            vault.helperProcess()
                                    .flatMap(ProcessHandle::of)
                                    .ifPresent(ProcessHandle::destroyForcibly);
                }
                awaitResults(results.get() + LEAST_BETWEEN);
            }
            stop.set(true);
            for (Future<?> each : all) {
                Object _ = each.get(1, TimeUnit.MINUTES);
            }
        }
    }

    /** How many of all calls had a result. */
    private double share() {
        return (double) results.get() / (results.get() + reasons.size());
    }

    private String told() {
        var counts = new TreeMap<KeyException.Reason, Integer>();
        reasons.forEach(each -> counts.merge(each, 1, Integer::sum));
        return results + " results, failures " + counts + ", longest " + longest;
    }

    private void awaitResults(int number) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (results.get() < number) {
            assertThat(System.nanoTime()).as("work goes on after the chaos").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void use(CheckedUse use, Keys keys, AtomicBoolean stop) {
        while (!stop.get()) {
            both(use, keys);
        }
    }

    private void both(CheckedUse use, Keys keys) {
        timed("signing", () -> use.signs(keys.signer()));
        timed("agreeing", () -> use.agrees(keys.agreer()));
    }

    private void timed(String doing, BooleanSupplier call) {
        long began = System.nanoTime();
        String end = "a result";
        try {
            if (call.getAsBoolean()) {
                results.incrementAndGet();
            } else {
                wrong.add(doing + ": a wrong result");
            }
        } catch (KeyException e) {
            reasons.add(e.reason());
            end = e.reason() + ": " + e.getMessage();
        } catch (RuntimeException e) {
            wrong.add(doing + ": " + e);
        }
        ended(new Ended(doing, Duration.ofNanos(System.nanoTime() - began), end));
    }

    private synchronized void ended(Ended call) {
        if (call.took().compareTo(longest.took()) > 0) {
            longest = call;
        }
    }

    /** What a leak would make grow. */
    private record Held(int sessions, long files, long ownFiles, long threads) {
        static Held by(HelperVault vault) throws IOException {
            long helper = vault.helperProcess().orElseThrow();
            return new Held(
                    vault.openSessions(),
                    entries(Path.of("/proc/" + helper + "/fd")),
                    entries(Path.of("/proc/self/fd")),
                    Thread.getAllStackTraces().size());
        }

        private static long entries(Path folder) throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.count();
            }
        }
    }

    private void nothingLeaks(HelperVault vault, Keys keys) throws Exception {
        both(new CheckedUse(CALLERS), keys);
        Held before = Held.by(vault);
        reasons.clear();
        int results = this.results.get();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                var use = new CheckedUse(i);
                all.add(
                        callers.submit(() -> {
                            for (int left = AFTERWARDS / 2 / CALLERS; left > 0; left--) {
                                both(use, keys);
                            }
                        }));
            }
            for (Future<?> each : all) {
                Object _ = each.get(3, TimeUnit.MINUTES);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(this.results.get() - results).isEqualTo(AFTERWARDS);
        assertThat(reasons).isEmpty();
        assertThat(longest.took()).as(longest.toString()).isLessThan(LONGEST);
        Held after = Held.by(vault);
        assertThat(after.sessions()).isLessThanOrEqualTo(3).isEqualTo(before.sessions());
        assertThat(after.files()).isLessThanOrEqualTo(before.files() + 2);
        assertThat(after.ownFiles()).isLessThanOrEqualTo(before.ownFiles() + 2);
        assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 2);
    }
}

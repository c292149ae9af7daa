package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.key.Unwrapper;
import vn.antin.hsm.pkcs11.Sabotage;
import vn.antin.hsm.testkit.CheckedUse;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.PoolLimits;

/**
 * Eight callers sign, agree and unwrap while others in the process log them out and close all their
 * sessions in the midst of their calls, and restart the module between them. Each result is
 * compared with what software computes.
 */
@Timeout(180)
class TokenChaosTest {
    private static final int CALLERS = 8;
    private static final int SESSIONS = 4;
    private static final int ATTACKS = 60;
    private static final int AFTERWARDS = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final ReadWriteLock between = new ReentrantReadWriteLock();
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private record Keys(Signer signer, KeyAgreer agreer, Unwrapper unwrapper) {
        static Keys of(TokenVault vault) {
            TokenAdmin admin = vault.admin();
            admin.generate("signature", KeyType.EC_P256, KeyUse.SIGN);
            byte[] agreement = admin.generate("ec", KeyType.EC_P256, KeyUse.DECRYPT).id();
            byte[] transport = admin.generate("rsa", KeyType.RSA_3072, KeyUse.DECRYPT).id();
            return new Keys(
                    vault.signer("signature"),
                    (KeyAgreer) vault.decryptionKey(agreement).orElseThrow(),
                    (Unwrapper) vault.decryptionKey(transport).orElseThrow());
        }
    }

    @Test
    void no_result_is_wrong_nobody_hangs_and_no_session_is_left_over() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        TokenOptions options =
                TokenOptions.defaults()
                        .with(TokenOptions.Quirk.OAEP_PADDING_IN_SOFTWARE)
                        .with(new PoolLimits(SESSIONS, 64, Duration.ofSeconds(10)));
        try (Sabotage sabotage = new Sabotage(SoftHsm.module());
                TokenVault vault = TokenVault.open(hsm.config(), hsm.pins(), options)) {
            Keys keys = Keys.of(vault);
            attacked(sabotage, hsm.config().tokenLabel(), keys);
            assertThat(wrong).isEmpty();
            assertThat(Duration.ofNanos(longest.get())).isLessThan(LONGEST);
            mostSucceeded();
            quiet(keys);
            assertThat(wrong).isEmpty();
            assertThat(Duration.ofNanos(longest.get())).isLessThan(LONGEST);
            assertThat(sabotage.sessions()).isLessThanOrEqualTo(SESSIONS + 1);
        }
    }

    /**
     * An attack hits at most the calls that have a session then, and each of them is done once
     * more; only one whose repetition is hit as well may fail. The bound counts calls and not
     * seconds, so that it holds on slow machines: there fewer calls run between two attacks, and
     * each attack waits until all callers have finished one.
     */
    private void mostSucceeded() {
        int calls = good.get() + failed.get();
        assertThat(good.get())
                .as("of %d calls, %d failed", calls, failed.get())
                .isGreaterThanOrEqualTo(ATTACKS * CALLERS)
                .isGreaterThanOrEqualTo(calls * 9 / 10);
    }

    private void attacked(Sabotage sabotage, String label, Keys keys) throws Exception {
        var stop = new AtomicBoolean();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                var use = new CheckedUse(i);
                all.add(
                        callers.submit(() -> {
                            while (!stop.get()) {
                                round(use, keys);
                            }
                        }));
            }
            try {
                attack(sabotage, label);
            } finally {
                stop.set(true);
            }
            for (Future<?> each : all) {
                Object unused = each.get();
            }
        }
    }

    private void attack(Sabotage sabotage, String label) throws Exception {
        var random = new Random(20261122);
        for (int i = 0; i < ATTACKS; i++) {
            awaitGood(good.get() + CALLERS);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(10, 50));
            switch (i % 3) {
                case 0 -> sabotage.logout(label);
                case 1 -> sabotage.closeAllSessions(label);
                default -> {
                    between.writeLock().lock();
                    try {
                        sabotage.restart();
                    } finally {
                        between.writeLock().unlock();
                    }
                }
            }
        }
        awaitGood(good.get() + CALLERS);
    }

    private void awaitGood(int number) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (good.get() < number) {
            assertThat(System.nanoTime()).as("work goes on after an attack").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private void round(CheckedUse use, Keys keys) {
        call("a signature", () -> use.signs(keys.signer()));
        call("an agreed secret", () -> use.agrees(keys.agreer()));
        call("an unwrapped secret", () -> use.unwraps(keys.unwrapper()));
    }

    private void call(String what, Callable<Boolean> use) {
        between.readLock().lock();
        long began = System.nanoTime();
        try {
            if (use.call()) {
                good.incrementAndGet();
            } else {
                wrong.add(what);
            }
        } catch (KeyException e) {
            failed.incrementAndGet();
            if (e.reason() == KeyException.Reason.PIN_WRONG
                    || e.reason() == KeyException.Reason.PIN_LOCKED
                    || e.reason() == KeyException.Reason.BAD_INPUT) {
                wrong.add(what + ": " + e);
            }
        } catch (Exception e) {
            wrong.add(what + ": " + e);
        } finally {
            longest.accumulateAndGet(System.nanoTime() - began, Math::max);
            between.readLock().unlock();
        }
    }

    /** After the chaos every single call succeeds. */
    private void quiet(Keys keys) throws Exception {
        int before = good.get();
        failed.set(0);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                var use = new CheckedUse(CALLERS + i);
                all.add(
                        callers.submit(() -> {
                            while (good.get() + failed.get() < before + AFTERWARDS) {
                                round(use, keys);
                            }
                        }));
            }
            for (Future<?> each : all) {
                Object unused = each.get();
            }
        }
        assertThat(failed).hasValue(0);
        assertThat(good.get() - before).isGreaterThanOrEqualTo(AFTERWARDS);
    }
}

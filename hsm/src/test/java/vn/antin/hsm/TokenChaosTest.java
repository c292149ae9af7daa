package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
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
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.pkcs11.Sabotage;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.PoolLimits;

/**
 * Eight callers sign and decrypt while others in the process log them out, close all sessions and
 * restart the module. Sessions are closed between two calls, not during one: closing a session that
 * another thread is using kills the process, whoever does it.
 */
@Timeout(120)
class TokenChaosTest {
    private static final byte[] MESSAGE = {1, 2, 3};
    private static final int CALLERS = 8;
    private static final int SESSIONS = 4;
    private static final int ATTACKS = 60;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final ReadWriteLock inside = new ReentrantReadWriteLock(true);
    private final AtomicInteger good = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @Test
    void no_result_is_wrong_nobody_hangs_and_no_session_is_left_over() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault =
                        TokenVault.open(
                                hsm.config(),
                                hsm.pins(),
                                TokenOptions.defaults()
                                        .with(
                                                new PoolLimits(
                                                        SESSIONS, 64, Duration.ofSeconds(10))));
                Sabotage sabotage = new Sabotage(SoftHsm.module())) {
            vault.admin().generate("signature", KeyType.EC_P256, KeyUse.SIGN);
            byte[] id = vault.admin().generate("encryption", KeyType.EC_P256, KeyUse.DECRYPT).id();
            Signer signer = vault.signer("signature");
            var agreer = (KeyAgreer) vault.decryptionKey(id).orElseThrow();
            var stop = new AtomicBoolean();
            try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < CALLERS; i++) {
                    all.add(callers.submit(() -> use(signer, agreer, stop)));
                }
                attack(sabotage, hsm.config().tokenLabel());
                stop.set(true);
                for (Future<?> each : all) {
                    each.get();
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(good.get()).isGreaterThan(100);
            assertThat(Duration.ofNanos(longest.get())).isLessThan(LONGEST);
            for (int i = 0; i < 10_000; i++) {
                signer.sign(MESSAGE);
            }
            assertThat(valid(signer, signer.sign(MESSAGE))).isTrue();
            assertThat(sabotage.sessions()).isLessThanOrEqualTo(SESSIONS + 1);
        }
    }

    private void attack(Sabotage sabotage, String label) throws Exception {
        var random = new Random(20261122);
        for (int i = 0; i < ATTACKS; i++) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(10, 50));
            switch (random.nextInt(3)) {
                case 0 -> sabotage.logout(label);
                case 1 -> alone(() -> sabotage.closeAllSessions(label));
                default -> alone(sabotage::restart);
            }
        }
    }

    private interface Act {
        void run() throws Exception;
    }

    private void alone(Act act) throws Exception {
        inside.writeLock().lock();
        try {
            act.run();
        } finally {
            inside.writeLock().unlock();
        }
    }

    private void use(Signer signer, KeyAgreer agreer, AtomicBoolean stop) {
        while (!stop.get()) {
            inside.readLock().lock();
            long began = System.nanoTime();
            try {
                if (!valid(signer, signer.sign(MESSAGE))) {
                    wrong.add("a signature");
                }
                try (SecretBytes z = agreer.agree(signer.publicKey())) {
                    if (z.length() != 32) {
                        wrong.add("a secret of " + z.length() + " bytes");
                    }
                }
                good.incrementAndGet();
            } catch (KeyException e) {
                // A call whose repetition is hit as well fails with a reason, never about the PIN.
                if (e.reason() == KeyException.Reason.PIN_WRONG
                        || e.reason() == KeyException.Reason.PIN_LOCKED) {
                    wrong.add(e.toString());
                }
            } catch (Exception e) {
                wrong.add(e.toString());
            } finally {
                longest.accumulateAndGet(System.nanoTime() - began, Math::max);
                inside.readLock().unlock();
            }
        }
    }

    private static boolean valid(Signer signer, byte[] signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(signer.publicKey());
        verifier.update(MESSAGE);
        return verifier.verify(signature);
    }
}

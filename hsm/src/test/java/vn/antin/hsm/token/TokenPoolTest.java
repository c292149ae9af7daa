package vn.antin.hsm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.testkit.SoftHsm;

/** Who waits for a session, and for how long. */
class TokenPoolTest {
    private static Token connect(SoftHsm hsm, PoolLimits limits) {
        var address =
                new TokenAddress(
                        hsm.config().module(),
                        hsm.config().tokenLabel(),
                        hsm.config().serial(),
                        ModuleOptions.PARALLEL);
        return Token.connect(
                address,
                limits,
                (request, login) -> {
                    try (Pin pin = hsm.pin()) {
                        pin.use(login);
                    }
                },
                TokenMonitor.NONE);
    }

    /** A thread for each, where the common pool of a small machine has but one. */
    private static void start(Runnable task) {
        Thread unused = Thread.ofPlatform().start(task);
    }

    /** Occupies one session until released. */
    private static final class Occupant {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch leave = new CountDownLatch(1);
        private final CompletableFuture<Boolean> done;

        Occupant(Token token) throws InterruptedException {
            done =
                    CompletableFuture.supplyAsync(
                            () -> token.call(Operation.READ, lease -> stay()),
                            TokenPoolTest::start);
            assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
        }

        private boolean stay() {
            inside.countDown();
            try {
                return leave.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        }

        void release() {
            leave.countDown();
            assertThat(done.join()).isTrue();
        }
    }

    private static void assertBusy(Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.BUSY));
    }

    @Test
    void who_waits_longer_than_the_patience_is_refused_as_busy() throws Exception {
        try (Token token =
                connect(SoftHsm.create(), new PoolLimits(1, 4, Duration.ofMillis(100)))) {
            var occupant = new Occupant(token);
            long before = System.nanoTime();
            assertBusy(() -> token.call(Operation.READ, lease -> 1));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(90), Duration.ofSeconds(2));
            occupant.release();
            int one = token.call(Operation.READ, lease -> 1);
            assertThat(one).isEqualTo(1);
        }
    }

    @Test
    void when_enough_wait_the_next_is_refused_at_once() throws Exception {
        try (Token token =
                connect(SoftHsm.create(), new PoolLimits(1, 0, Duration.ofSeconds(30)))) {
            var occupant = new Occupant(token);
            long before = System.nanoTime();
            assertBusy(() -> token.call(Operation.READ, lease -> 1));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isLessThan(Duration.ofSeconds(2));
            occupant.release();
        }
    }

    @Test
    void closing_waits_for_the_call_that_is_running() throws Exception {
        Token token = connect(SoftHsm.create(), new PoolLimits(2, 4, Duration.ofSeconds(1)));
        var occupant = new Occupant(token);
        CompletableFuture<Void> closing =
                CompletableFuture.runAsync(token::close, TokenPoolTest::start);
        awaitClosed(token);
        assertThat(closing).isNotDone();
        occupant.release();
        closing.get(5, TimeUnit.SECONDS);
        assertThatThrownBy(() -> token.call(Operation.READ, lease -> 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(token::status).isInstanceOf(IllegalStateException.class);
    }

    /** Waits until the token lets nobody in any more. */
    private static void awaitClosed(Token token) {
        try {
            while (true) {
                int unused = token.call(Operation.READ, lease -> 1);
            }
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    @Test
    void a_session_is_not_used_again_after_an_exception() throws Exception {
        try (Token token = connect(SoftHsm.create(), new PoolLimits(1, 4, Duration.ofSeconds(1)))) {
            Object first = token.call(Operation.READ, Lease::session);
            assertThat((Object) token.call(Operation.READ, Lease::session)).isSameAs(first);
            assertThatThrownBy(() ->
                            token.call(
                                    Operation.READ,
                                    lease -> {
                                        throw new IllegalArgumentException("mine");
                                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat((Object) token.call(Operation.READ, Lease::session)).isNotSameAs(first);
        }
    }

    @Test
    void nobody_waits_much_longer_than_the_others() throws Exception {
        try (Token token =
                        connect(SoftHsm.create(), new PoolLimits(1, 64, Duration.ofSeconds(30)));
                var executor = Executors.newFixedThreadPool(12)) {
            var longest = new AtomicLong();
            var served = new ArrayList<Future<Integer>>();
            for (int i = 0; i < 12; i++) {
                served.add(executor.submit(() -> callsInOneSecond(token, longest)));
            }
            for (Future<Integer> each : served) {
                assertThat(each.get()).isPositive();
            }
            assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofMillis(700));
        }
    }

    private static int callsInOneSecond(Token token, AtomicLong longest) {
        int calls = 0;
        for (long end = System.nanoTime() + 1_000_000_000L; System.nanoTime() < end; calls++) {
            long asked = System.nanoTime();
            long got = token.call(Operation.READ, lease -> System.nanoTime());
            longest.accumulateAndGet(got - asked, Math::max);
        }
        return calls;
    }
}

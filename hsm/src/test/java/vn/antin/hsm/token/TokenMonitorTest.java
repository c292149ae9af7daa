package vn.antin.hsm.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.PinSource;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Sabotage;
import vn.antin.hsm.testkit.SoftHsm;

/** What is told to whoever counts the work of a token. */
class TokenMonitorTest {
    private record Ended(
            Operation operation, long waited, long took, Optional<KeyException.Reason> failure) {}

    private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger reconnections = new AtomicInteger();
    private final TokenMonitor monitor =
            new TokenMonitor() {
                @Override
                public void ended(
                        Operation operation,
                        long waited,
                        long took,
                        Optional<KeyException.Reason> failure) {
                    ended.add(new Ended(operation, waited, took, failure));
                }

                @Override
                public void reconnecting() {
                    reconnections.incrementAndGet();
                }
            };

    private TokenVault open(SoftHsm hsm, PinSource pins) {
        return TokenVault.open(hsm.config(), pins, TokenOptions.defaults(), monitor);
    }

    @Test
    void each_operation_is_counted_once_by_its_kind() {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = open(hsm, hsm.pins())) {
            vault.admin().generate("key", KeyType.EC_P256);
            vault.admin().generateStorageKey("storage");
            Signer signer = vault.signer("key");
            ended.clear();
            assertThat(signer.sign(new byte[1])).isNotEmpty();
            byte[] wrapped;
            try (SecretBytes secret = SecretBytes.owning(new byte[16])) {
                wrapped = vault.wrap("storage", secret);
            }
            vault.unwrap("storage", wrapped).close();
            vault.admin().delete("key");
            assertThat(ended)
                    .extracting(Ended::operation)
                    .startsWith(Operation.SIGN, Operation.WRAP, Operation.UNWRAP)
                    .endsWith(Operation.ADMINISTER);
            assertThat(ended)
                    .allSatisfy(each -> {
                        assertThat(each.failure()).isEmpty();
                        assertThat(each.took()).isPositive();
                        assertThat(each.waited()).isNotNegative();
                    });
        }
    }

    @Test
    void a_failure_is_counted_with_its_reason() {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = open(hsm, hsm.pins())) {
            ended.clear();
            assertThatThrownBy(() -> vault.unwrap("none", new byte[40]))
                    .isInstanceOf(KeyException.class);
            assertThat(ended)
                    .singleElement()
                    .satisfies(each ->
                            assertThat(each.failure()).contains(KeyException.Reason.NO_SUCH_KEY));
        }
    }

    @Test
    void who_is_refused_in_the_queue_is_counted_as_busy_and_its_wait_as_wait() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        var address =
                new TokenAddress(
                        hsm.config().module(),
                        hsm.config().tokenLabel(),
                        hsm.config().serial(),
                        ModuleOptions.PARALLEL);
        try (Token token =
                Token.connect(
                        address,
                        new PoolLimits(1, 4, Duration.ofMillis(100)),
                        (request, login) -> {
                            try (Pin pin = hsm.pin()) {
                                pin.use(login);
                            }
                        },
                        monitor)) {
            var inside = new CountDownLatch(1);
            var leave = new CountDownLatch(1);
            CompletableFuture<Boolean> occupant =
                    CompletableFuture.supplyAsync(() ->
                            token.call(
                                    Operation.SIGN,
                                    lease -> {
                                        inside.countDown();
                                        return awaited(leave);
                                    }));
            assertThat(inside.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(token.state().inUse()).isEqualTo(1);
            assertThatThrownBy(() -> token.call(Operation.AGREE, lease -> 1))
                    .isInstanceOf(KeyException.class);
            leave.countDown();
            assertThat(occupant.get(5, TimeUnit.SECONDS)).isTrue();
            assertThat(token.state().inUse()).isZero();
            Ended refused = ended.stream().findFirst().orElseThrow();
            assertThat(refused.operation()).isEqualTo(Operation.AGREE);
            assertThat(refused.failure()).contains(KeyException.Reason.BUSY);
            assertThat(refused.waited()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(90));
            assertThat(refused.took()).isZero();
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void a_lost_login_is_told_and_a_wrong_pin_stops_the_token() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        var forgotten = new AtomicBoolean();
        PinSource pins =
                request -> forgotten.get() ? Pin.owning("11111111".toCharArray()) : hsm.pin();
        try (Sabotage sabotage = new Sabotage(SoftHsm.module());
                TokenVault vault = open(hsm, pins)) {
            vault.admin().generate("key", KeyType.EC_P256);
            Signer signer = vault.signer("key");
            assertThat(vault.state().present()).isTrue();
            assertThat(vault.state().stopped()).isFalse();
            int before = reconnections.get();
            sabotage.logout(hsm.config().tokenLabel());
            assertThat(signer.sign(new byte[1])).isNotEmpty();
            assertThat(reconnections.get()).isGreaterThan(before);
            forgotten.set(true);
            sabotage.logout(hsm.config().tokenLabel());
            assertThatThrownBy(() -> signer.sign(new byte[1])).isInstanceOf(KeyException.class);
            assertThat(vault.state().stopped()).isTrue();
            assertThat(vault.state().present()).isTrue();
        }
    }
}

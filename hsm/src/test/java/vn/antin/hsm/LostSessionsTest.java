package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.pkcs11.Sabotage;
import vn.antin.hsm.testkit.CheckedUse;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.PoolLimits;

/** Many callers, and sessions that disappear. */
class LostSessionsTest {
    private SoftHsm hsm;
    private TokenVault vault;
    private Sabotage sabotage;
    private final CheckedUse use = new CheckedUse(0);

    @BeforeEach
    void open() throws Exception {
        hsm = SoftHsm.create();
        sabotage = new Sabotage(SoftHsm.module());
        vault =
                TokenVault.open(
                        hsm.config(),
                        hsm.pins(),
                        TokenOptions.defaults()
                                .with(new PoolLimits(4, 64, Duration.ofSeconds(10))));
        vault.admin().generate("key", KeyType.EC_P256);
    }

    @AfterEach
    void close() {
        vault.close();
        sabotage.close();
    }

    private interface Work {
        int with(CheckedUse use) throws Exception;
    }

    private int inParallel(int threads, Work work) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            var all = new ArrayList<Future<Integer>>();
            for (int i = 0; i < threads; i++) {
                var mine = new CheckedUse(i);
                all.add(executor.submit(() -> work.with(mine)));
            }
            int sum = 0;
            for (Future<Integer> each : all) {
                sum += each.get();
            }
            return sum;
        }
    }

    @Test
    void eight_threads_share_four_sessions_and_every_signature_verifies() throws Exception {
        Signer signer = vault.signer("key");
        int good =
                inParallel(
                        8,
                        own -> {
                            int mine = 0;
                            for (int i = 0; i < 500; i++) {
                                mine += own.signs(signer) ? 1 : 0;
                            }
                            return mine;
                        });
        assertThat(good).isEqualTo(4000);
        assertThat(sabotage.sessions()).isBetween(2, 5);
    }

    @Test
    void sessions_closed_behind_our_back_are_replaced() throws Exception {
        Signer signer = vault.signer("key");
        for (int i = 0; i < 20; i++) {
            assertThat(use.signs(signer)).isTrue();
            sabotage.closeAllSessions(hsm.config().tokenLabel());
        }
        assertThat(use.signs(signer)).isTrue();
        assertThat(sabotage.sessions()).isLessThanOrEqualTo(5);
    }

    @Test
    void a_lost_login_is_found_again() throws Exception {
        Signer signer = vault.signer("key");
        sabotage.logout(hsm.config().tokenLabel());
        assertThat(use.signs(signer)).isTrue();
        sabotage.logout(hsm.config().tokenLabel());
        vault.admin().generate("another", KeyType.EC_P256);
        assertThat(use.signs(vault.signer("another"))).isTrue();
    }

    @Test
    void a_restarted_or_finalised_module_is_used_again() throws Exception {
        Signer signer = vault.signer("key");
        assertThat(use.signs(signer)).isTrue();
        sabotage.restart();
        assertThat(use.signs(signer)).isTrue();
        sabotage.shutDown();
        assertThat(use.signs(signer)).isTrue();
    }

    @Test
    void a_login_lost_under_load_costs_no_result() throws Exception {
        Signer signer = vault.signer("key");
        byte[] id = vault.admin().generate("encryption", KeyType.EC_P256).id();
        var agreer = (KeyAgreer) vault.decryptionKey(id).orElseThrow();
        Thread saboteur =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < 20; i++) {
                                sleep(20);
                                sabotage.logout(hsm.config().tokenLabel());
                            }
                        });
        int good =
                inParallel(
                        8,
                        own -> {
                            int mine = 0;
                            for (int i = 0; i < 200; i++) {
                                mine += tryOnce(own, signer, agreer);
                            }
                            return mine;
                        });
        saboteur.join();
        // A call whose repetition is hit as well may fail, with a reason; none may be wrong.
        assertThat(good).isBetween(1500, 1600);
        assertThat(use.signs(signer)).isTrue();
        assertThat(sabotage.sessions()).isLessThanOrEqualTo(5);
    }

    private static int tryOnce(CheckedUse use, Signer signer, KeyAgreer agreer) {
        try {
            assertThat(use.signs(signer)).isTrue();
            assertThat(use.agrees(agreer)).isTrue();
            return 1;
        } catch (KeyException e) {
            assertThat(e.reason())
                    .isIn(
                            List.of(
                                    KeyException.Reason.PIN_NEEDED,
                                    KeyException.Reason.NO_SUCH_KEY,
                                    KeyException.Reason.DEVICE_FAILURE));
            return 0;
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void errors_leak_no_sessions() throws Exception {
        for (int i = 0; i < 200; i++) {
            assertThatThrownBy(() -> vault.signer("none")).isInstanceOf(KeyException.class);
            assertThatThrownBy(() -> vault.unwrap("none", new byte[40]))
                    .isInstanceOf(KeyException.class);
        }
        assertThat(sabotage.sessions()).isLessThanOrEqualTo(5);
        vault.close();
        assertThat(sabotage.sessions()).isZero();
        assertThatThrownBy(() -> vault.signer("key")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void two_vaults_of_one_token_do_not_end_each_others_login() throws Exception {
        Signer signer = vault.signer("key");
        try (TokenVault second = hsm.open()) {
            assertThat(use.signs(second.signer("key"))).isTrue();
        }
        assertThat(use.signs(signer)).isTrue();
    }
}

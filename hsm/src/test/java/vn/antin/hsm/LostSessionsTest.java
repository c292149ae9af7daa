package vn.antin.hsm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.pkcs11.Sabotage;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.PoolLimits;

/** Many callers, and sessions that disappear. */
class LostSessionsTest {
    private SoftHsm hsm;
    private TokenVault vault;
    private Sabotage sabotage;

    @BeforeEach
    void open() throws Exception {
        hsm = SoftHsm.create();
        vault =
                TokenVault.open(
                        hsm.config(),
                        hsm.pins(),
                        TokenOptions.defaults()
                                .with(new PoolLimits(4, 64, Duration.ofSeconds(10))));
        sabotage = new Sabotage(SoftHsm.module());
        vault.admin().generate("key", KeyType.EC_P256);
    }

    @AfterEach
    void close() {
        vault.close();
        sabotage.close();
    }

    private boolean signs(Signer signer, byte[] message) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(signer.publicKey());
        verifier.update(message);
        return verifier.verify(signer.sign(message));
    }

    private int inParallel(int threads, Callable<Integer> work) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            var all = new ArrayList<Future<Integer>>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(work));
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
                        () -> {
                            int mine = 0;
                            for (int i = 0; i < 500; i++) {
                                mine +=
                                        signs(signer, new byte[] {(byte) i, (byte) (i >> 8)})
                                                ? 1
                                                : 0;
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
            assertThat(signs(signer, new byte[] {1})).isTrue();
            sabotage.closeAllSessions(hsm.config().tokenLabel());
        }
        assertThat(signs(signer, new byte[] {2})).isTrue();
        assertThat(sabotage.sessions()).isLessThanOrEqualTo(5);
    }

    @Test
    void a_lost_login_is_found_again() throws Exception {
        Signer signer = vault.signer("key");
        sabotage.logout(hsm.config().tokenLabel());
        assertThat(signs(signer, new byte[] {1})).isTrue();
        sabotage.logout(hsm.config().tokenLabel());
        vault.admin().generate("another", KeyType.EC_P256);
        assertThat(signs(vault.signer("another"), new byte[] {1})).isTrue();
    }

    @Test
    void a_restarted_or_finalised_module_is_used_again() throws Exception {
        Signer signer = vault.signer("key");
        assertThat(signs(signer, new byte[] {1})).isTrue();
        sabotage.restart();
        assertThat(signs(signer, new byte[] {2})).isTrue();
        sabotage.shutDown();
        assertThat(signs(signer, new byte[] {3})).isTrue();
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
                        () -> {
                            int mine = 0;
                            for (int i = 0; i < 200; i++) {
                                mine += tryOnce(signer, agreer);
                            }
                            return mine;
                        });
        saboteur.join();
        // A call whose repetition is hit as well may fail, with a reason; none may be wrong.
        assertThat(good).isBetween(1500, 1600);
        assertThat(signs(signer, new byte[] {9})).isTrue();
        assertThat(sabotage.sessions()).isLessThanOrEqualTo(5);
    }

    private int tryOnce(Signer signer, KeyAgreer agreer) throws Exception {
        try {
            assertThat(signs(signer, new byte[] {1})).isTrue();
            try (SecretBytes z = agreer.agree(signer.publicKey())) {
                assertThat(z.length()).isEqualTo(32);
            }
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
            assertThat(signs(second.signer("key"), new byte[] {1})).isTrue();
        }
        assertThat(signs(signer, new byte[] {1})).isTrue();
    }
}

package vn.antin.testbed.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.bytes.SecretBytes;
import vn.antin.crypto.cert.KeyIdentifier;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyAgreer;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.helper.HelperOptions;
import vn.antin.hsm.helper.HelperVault;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/** Many callers, while the card is pulled and returned and the helper is killed. */
@Timeout(180)
class CardChaosTest {
    private static final byte[] MESSAGE = "Báo cáo".getBytes(UTF_8);
    private static final int CALLERS = 8;
    private static final int ROUNDS = 6;
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final String SOCKET = "PCSCLITE_CSOCK_NAME";

    @TempDir private Path folder = Path.of("/nonexistent");

    private final AtomicInteger good = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<KeyException.Reason> reasons =
            new ConcurrentLinkedQueue<>();

    @Test
    void no_result_is_wrong_each_failure_has_a_reason_and_everything_works_afterwards()
            throws Exception {
        PivCard piv = PivCard.fresh(new SecureRandom());
        OpenSslCa ca = new OpenSslCa(folder);
        PublicKey authentication = ca.issue(piv, KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        PublicKey decryption = ca.issue(piv, KeySlot.DECRYPTION, KeyAlgorithm.P_256);
        try (PrivatePcscd pcscd = PrivatePcscd.start()) {
            VpcdLink link = pcscd.insert(0, SmartCard.of(piv));
            try (HelperVault vault = vault(pcscd)) {
                chaos(vault, pcscd, link, piv, authentication, decryption);
                assertThat(wrong).isEmpty();
                assertThat(good).hasPositiveValue();
                assertThat(reasons)
                        .isNotEmpty()
                        .doesNotContain(KeyException.Reason.PIN_WRONG)
                        .doesNotContain(KeyException.Reason.PIN_LOCKED);
                nothingLeaks(vault, authentication);
            }
        }
    }

    private static HelperVault vault(PrivatePcscd pcscd) throws Exception {
        return HelperVault.open(
                new TokenConfig(PrivatePcscd.openscModule(), "9A", Optional.empty()),
                _ -> Pin.owning("123456".toCharArray()),
                TokenOptions.card(),
                new HelperOptions(
                        Duration.ofMillis(1500), Map.of(SOCKET, pcscd.environment().get(SOCKET))));
    }

    private void chaos(
            HelperVault vault,
            PrivatePcscd pcscd,
            VpcdLink first,
            PivCard piv,
            PublicKey authentication,
            PublicKey decryption)
            throws Exception {
        Signer signer = vault.signer(KeyLabel.AUTHENTICATION);
        DecryptionKey key = vault.decryptionKey(KeyIdentifier.of(decryption)).orElseThrow();
        var stop = new AtomicBoolean();
        var random = new Random(20261122);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(callers.submit(() -> use(signer, (KeyAgreer) key, authentication, stop)));
            }
            VpcdLink link = first;
            for (int round = 0; round < ROUNDS; round++) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(200, 800));
                if (round % 2 == 0) {
                    link.close();
                    pcscd.await(0, false);
                    link = pcscd.insert(0, SmartCard.of(piv));
                } else {
                    vault.helperProcess()
                            .flatMap(ProcessHandle::of)
                            .ifPresent(ProcessHandle::destroyForcibly);
                }
            }
            TimeUnit.MILLISECONDS.sleep(1500);
            stop.set(true);
            for (Future<?> each : all) {
                Object _ = each.get();
            }
        }
    }

    private void use(Signer signer, KeyAgreer agreer, PublicKey key, AtomicBoolean stop) {
        while (!stop.get()) {
            try {
                if (verifies(key, signer.sign(MESSAGE))) {
                    good.incrementAndGet();
                } else {
                    wrong.add("a signature");
                }
                try (SecretBytes z = agreer.agree(key)) {
                    if (z.length() != 32) {
                        wrong.add("a secret of " + z.length() + " bytes");
                    }
                }
            } catch (KeyException e) {
                reasons.add(e.reason());
            }
        }
    }

    private static boolean verifies(PublicKey key, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(MESSAGE);
            return verifier.verify(signature);
        } catch (java.security.GeneralSecurityException e) {
            return false;
        }
    }

    private static void nothingLeaks(HelperVault vault, PublicKey key) throws Exception {
        Signer signer = vault.signer(KeyLabel.AUTHENTICATION);
        long before = openFiles(vault);
        for (int i = 0; i < 2000; i++) {
            long start = System.nanoTime();
            assertThat(verifies(key, signer.sign(MESSAGE))).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
        }
        assertThat(openFiles(vault)).isLessThanOrEqualTo(before + 2);
    }

    private static long openFiles(HelperVault vault) throws Exception {
        Path files = Path.of("/proc", Long.toString(vault.helperProcess().orElseThrow()), "fd");
        try (Stream<Path> all = Files.list(files)) {
            return all.count();
        }
    }
}

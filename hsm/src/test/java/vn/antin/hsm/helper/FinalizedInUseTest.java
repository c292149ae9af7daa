package vn.antin.hsm.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.PublicKeys;
import vn.antin.crypto.key.SecurityStrength;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.pkcs11.FinalizedInUse;
import vn.antin.hsm.testkit.Insist;
import vn.antin.hsm.testkit.SoftHsm;

/**
 * Somebody finalises the module while a call is inside it. SoftHSM often does not survive that, as
 * most modules do not: in the program's own process it would end the program. When it does, the
 * call is done again.
 */
@Timeout(120)
class FinalizedInUseTest {
    private static final int ROUNDS = 6;
    private static final int CALLERS = 4;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    @Test
    void a_module_that_is_finalised_in_use_costs_the_helper_at_most_and_each_call_has_an_end(
            @TempDir Path folder) throws Exception {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault here = hsm.open()) {
            here.admin().generate("key", KeyType.EC_P384);
        }
        Path go = folder.resolve("go");
        try (HelperVault vault =
                        SabotagedHelper.open(
                                hsm.config(), hsm.pins(), TokenOptions.defaults(), Map.of(), go);
                ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            Signer signer = vault.signer("key");
            assertThat(signs(signer)).isTrue();
            var failures = new ArrayList<KeyException>();
            for (int round = 0; round < ROUNDS; round++) {
                FinalizedInUse.next(go);
                var all = new ArrayList<Future<List<KeyException>>>();
                for (int i = 0; i < CALLERS; i++) {
                    all.add(callers.submit(() -> failures(signer)));
                }
                for (Future<List<KeyException>> each : all) {
                    failures.addAll(each.get(20, TimeUnit.SECONDS));
                }
                assertThat(Files.exists(go)).as("somebody was hit").isFalse();
                assertThat(Insist.on(() -> signs(signer))).isTrue();
            }
            assertThat(failures)
                    .extracting(KeyException::reason)
                    .isSubsetOf(KeyException.Reason.DEVICE_FAILURE, KeyException.Reason.BUSY);
        }
    }

    private static boolean signs(Signer signer) {
        byte[] message = new byte[100];
        return PublicKeys.verifies(
                signer.publicKey(), SecurityStrength.BITS_112, message, signer.sign(message));
    }

    private static List<KeyException> failures(Signer signer) {
        var all = new ArrayList<KeyException>();
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            try {
                assertThat(signs(signer)).isTrue();
            } catch (KeyException e) {
                all.add(e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONGEST);
        }
        return all;
    }
}

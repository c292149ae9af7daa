package vn.antin.hsm.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.ObjectName;
import vn.antin.hsm.token.PoolLimits;

/**
 * Signatures a second through the vault and by the wrapper bare (one session per thread), in turns
 * in one run. Not a test; run {@code main} with the test class path and SOFTHSM2_CONF set.
 */
public final class SigningBench {
    private static final Duration SLICE = Duration.ofMillis(300);
    private static final int ROUNDS = 21;

    private SigningBench() {}

    /** Prints a table. */
    public static void main(String[] arguments) throws Exception {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8;
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault =
                        TokenVault.open(
                                hsm.config(),
                                hsm.pins(),
                                TokenOptions.defaults()
                                        .with(
                                                new PoolLimits(
                                                        sessions, 256, Duration.ofSeconds(30))));
                Pkcs11Module module =
                        Pkcs11Module.acquire(SoftHsm.module(), ModuleOptions.PARALLEL)) {
            vault.admin().generate("key", KeyType.EC_P256);
            long slot =
                    module.tokens().stream()
                            .filter(token -> token.label().equals(hsm.config().tokenLabel()))
                            .findFirst()
                            .orElseThrow()
                            .slot();
            Signer signer = vault.signer("key");
            byte[] message = new byte[200];
            for (int threads : new int[] {1, 2, 4, 8, 16}) {
                var pooled = new ArrayList<Double>();
                var bare = new ArrayList<Double>();
                for (int round = 0; round < ROUNDS; round++) {
                    pooled.add(rate(threads, () -> () -> signer.sign(message)));
                    bare.add(rate(threads, () -> bare(module, slot, message)));
                }
                var ratios = new ArrayList<Double>();
                for (int round = 0; round < ROUNDS; round++) {
                    ratios.add(pooled.get(round) / bare.get(round));
                }
                System.out.printf(
                        Locale.ROOT,
                        "P-256 threads %2d: pool %8.0f/s  bare %8.0f/s  median of ratios %.2f%n",
                        threads,
                        median(pooled),
                        median(bare),
                        median(ratios));
            }
        }
    }

    private static Callable<byte[]> bare(Pkcs11Module module, long slot, byte[] message) {
        Pkcs11Session session = module.openSession(slot, false);
        long key =
                session.find(ObjectName.ofLabel(Template.PRIVATE_KEY, "key").template()).getFirst();
        return () -> session.sign(Mechanism.ECDSA, key, Digest.of(message).toBytes());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    private static double rate(int threads, Callable<Callable<byte[]>> work) throws Exception {
        var stop = new AtomicBoolean();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            var all = new ArrayList<Future<Long>>();
            long began = System.nanoTime();
            for (int i = 0; i < threads; i++) {
                all.add(
                        executor.submit(() -> {
                            Callable<byte[]> one = work.call();
                            long done = 0;
                            while (!stop.get()) {
                                done += one.call().length > 0 ? 1 : 0;
                            }
                            return done;
                        }));
            }
            Thread.sleep(SLICE.toMillis());
            stop.set(true);
            long sum = 0;
            for (Future<Long> each : all) {
                sum += each.get();
            }
            return sum * 1e9 / (System.nanoTime() - began);
        }
    }
}

package vn.antin.testbed.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.key.Signer;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenOptions;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.BareSigner;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Module;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.token.PoolLimits;
import vn.antin.testbed.world.Agency;

/** The load of {@link SignBench}: pool and bare wrapper in turns, many short slices of each. */
final class SignLoad {
    private static final Duration SLICE = Duration.ofMillis(300);
    private static final int ROUNDS = 21;
    private static final String KEY = "key";

    private SignLoad() {}

    /** Exit code: a ratio was below the one demanded. */
    static final int BELOW = 10;

    /**
     * Arguments: sessions of the pool, whether to print JSON, the ratio demanded, numbers of
     * callers.
     */
    public static void main(String[] args) throws Exception {
        int sessions = Integer.parseInt(args[0]);
        List<String> below;
        char[] pin = "12345678".toCharArray();
        try (Pin so = Pin.owning(pin.clone());
                Pin user = Pin.owning(pin.clone())) {
            String _ = TokenVault.initToken(Agency.SOFTHSM, "bench", so, user);
        }
        try (TokenVault vault =
                        TokenVault.open(
                                new TokenConfig(Agency.SOFTHSM, "bench", Optional.empty()),
                                _ -> Pin.owning(pin.clone()),
                                TokenOptions.defaults()
                                        .with(
                                                new PoolLimits(
                                                        sessions, 256, Duration.ofSeconds(30))));
                Pkcs11Module module =
                        Pkcs11Module.acquire(Agency.SOFTHSM, ModuleOptions.PARALLEL)) {
            vault.admin().generate(KEY, KeyType.EC_P256);
            long slot =
                    module.tokens().stream()
                            .filter(token -> token.label().equals("bench"))
                            .findFirst()
                            .orElseThrow()
                            .slot();
            Report report =
                    new Report(
                            "sign: ECDSA P-256, pool of "
                                    + sessions
                                    + " sessions, "
                                    + ROUNDS
                                    + " slices of "
                                    + SLICE.toMillis()
                                    + " ms each",
                            "signatures/s",
                            1);
            for (String each : Arrays.asList(args).subList(3, args.length)) {
                int callers = Integer.parseInt(each);
                Series bare = new Series("wrapper bare, " + callers + " callers", 1);
                Series pool = new Series("antin pool, " + callers + " callers", 1);
                measure(callers, vault.signer(KEY), module, slot, pool, bare);
                report.row(bare, bare);
                report.row(pool, bare);
            }
            report.print(System.out, Boolean.parseBoolean(args[1]));
            below = report.below(Double.parseDouble(args[2]));
        }
        if (!below.isEmpty()) {
            System.err.println("below " + args[2] + ": " + String.join("; ", below));
            System.exit(BELOW);
        }
    }

    private static void measure(
            int callers, Signer signer, Pkcs11Module module, long slot, Series pool, Series bare)
            throws Exception {
        byte[] message = new byte[200];
        List<Callable<byte[]>> pooled = Collections.nCopies(callers, () -> signer.sign(message));
        byte[] digest = Digest.of(message).toBytes();
        long key = key(module, slot);
        List<BareSigner> signers =
                Stream.generate(() -> new BareSigner(module, slot, Mechanism.ECDSA, key))
                        .limit(callers)
                        .toList();
        try {
            List<Callable<byte[]>> alone = new ArrayList<>();
            signers.forEach(each -> alone.add(() -> each.sign(digest)));
            double _ = rate(pooled);
            double _ = rate(alone);
            for (int round = 0; round < ROUNDS; round++) {
                pool.add(1 / rate(pooled));
                bare.add(1 / rate(alone));
            }
        } finally {
            signers.forEach(BareSigner::close);
        }
    }

    /** Handles hold in all sessions of the process. */
    private static long key(Pkcs11Module module, long slot) {
        try (Pkcs11Session session = module.openSession(slot, false)) {
            return session.find(Template.ofClass(Template.PRIVATE_KEY).with(Attribute.LABEL, KEY))
                    .getFirst();
        }
    }

    private static double rate(List<Callable<byte[]>> callers) throws Exception {
        var stop = new AtomicBoolean();
        try (ExecutorService executor = Executors.newFixedThreadPool(callers.size())) {
            List<Future<Long>> all = new ArrayList<>();
            long began = System.nanoTime();
            for (Callable<byte[]> one : callers) {
                all.add(
                        executor.submit(() -> {
                            long done = 0;
                            while (!stop.get()) {
                                done += one.call().length > 0 ? 1 : 0;
                            }
                            return done;
                        }));
            }
            TimeUnit.NANOSECONDS.sleep(SLICE.toNanos());
            stop.set(true);
            long sum = 0;
            for (Future<Long> each : all) {
                sum += each.get();
            }
            return sum * 1e9 / (System.nanoTime() - began);
        }
    }
}

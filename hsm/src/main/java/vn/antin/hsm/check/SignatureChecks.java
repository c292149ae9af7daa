package vn.antin.hsm.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.check.Check.Verdict;
import vn.antin.hsm.key.PublicKeyReader;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.HashFunction;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Exception;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.selftest.KnownAnswers;
import vn.antin.hsm.selftest.Software;

/** Signatures of the token, judged by the software; signatures of the standard, by the token. */
final class SignatureChecks {
    private static final int SIGNATURES = 8;
    private static final int THREADS = 8;
    private static final int EACH = 10;
    private static final long PATIENCE_SECONDS = 180;

    private SignatureChecks() {}

    static List<Check> all() {
        return List.of(
                Check.function("sign.p256", bench -> signs(bench, KeyKind.P256_SIGN)),
                Check.function("sign.p384", bench -> signs(bench, KeyKind.P384_SIGN)),
                Check.function("sign.rsa-pss", bench -> signs(bench, KeyKind.RSA_SIGN)),
                Check.function("sign.ed25519", bench -> signs(bench, KeyKind.ED25519_SIGN)),
                Check.trap("sign.pss-pairs", SignatureChecks::pssPairs),
                Check.function("verify.known-answer", SignatureChecks::knownAnswer),
                Check.required("sign.parallel", SignatureChecks::parallel));
    }

    private static Verdict signs(Bench bench, KeyKind kind) {
        Optional<TestKey> found = bench.key(kind);
        if (found.isEmpty()) {
            return Verdict.absent(bench.refusal(kind));
        }
        TestKey key = found.get();
        // Keys that want the PIN each time are not made to sign more than they must.
        int number = key.everyTime() ? 2 : SIGNATURES;
        for (int i = 0; i < number; i++) {
            byte[] message = TestKey.message(i);
            byte[] signature = bench.in(false, session -> key.sign(bench, session, message));
            if (!key.verifies(message, signature)) {
                return Verdict.failed("signature-wrong", signature.length);
            }
            if (key.verifies(TestKey.message(i + 1), signature)) {
                return Verdict.failed("signature-for-all");
            }
        }
        return Verdict.passed(key.made() ? "signatures" : "signatures-found", number);
    }

    /** Hash, MGF hash and salt; a pair is refused or done exactly so. */
    private static Verdict pssPairs(Bench bench) {
        Optional<TestKey> found = bench.key(KeyKind.RSA_SIGN).filter(key -> !key.everyTime());
        if (found.isEmpty()) {
            return Verdict.skipped("no-key");
        }
        var done = new ArrayList<String>();
        var refused = new ArrayList<String>();
        byte[] message = TestKey.message(0);
        for (HashFunction hash : HashFunction.values()) {
            for (HashFunction mgf : HashFunction.values()) {
                String pair = hash.jcaName() + "/" + mgf.jcaName();
                byte[] digest = TestKey.digest(hash.jcaName(), message);
                Mechanism mechanism = Mechanism.pss(hash, mgf, hash.bytes());
                byte[] signature;
                try {
                    signature =
                            bench.in(
                                    false,
                                    session ->
                                            session.sign(mechanism, found.get().handle(), digest));
                } catch (Pkcs11Exception e) {
                    refused.add(pair);
                    continue;
                }
                if (!Software.verifiesPss(
                        hash.jcaName(),
                        mgf.jcaName(),
                        hash.bytes(),
                        found.get().publicKey(),
                        message,
                        signature)) {
                    return Verdict.failed("pss-other", pair);
                }
                done.add(pair);
            }
        }
        return Verdict.passed("pairs", names(done), names(refused));
    }

    /** A list for people. */
    static String names(List<String> all) {
        return all.isEmpty() ? "-" : String.join(", ", all);
    }

    /** RFC 6979 A.2.5: the right signature is accepted, a changed one is not. */
    private static Verdict knownAnswer(Bench bench) {
        byte[] digest = TestKey.digest("SHA-256", KnownAnswers.ecdsaMessage());
        byte[] right = KnownAnswers.ecdsaSignature();
        byte[] changed = right.clone();
        changed[40] ^= 1;
        byte[] point = Points.of(KnownAnswers.ecdsaKey());
        boolean accepted;
        boolean changedAccepted;
        try {
            accepted = verified(bench, point, digest, right);
            changedAccepted = verified(bench, point, digest, changed);
        } catch (KeyException e) {
            return Verdict.notSupported("refused", Check.words(e));
        }
        if (!accepted) {
            return Verdict.failed("known-refused");
        }
        return changedAccepted ? Verdict.failed("changed-accepted") : Verdict.passed("known");
    }

    private static boolean verified(Bench bench, byte[] point, byte[] digest, byte[] signature) {
        Template publicKey =
                Template.ofKey(Template.PUBLIC_KEY, Template.EC)
                        .with(Attribute.TOKEN, false)
                        .with(Attribute.PRIVATE, false)
                        .with(Attribute.VERIFY, true)
                        .with(Attribute.LABEL, bench.label())
                        .with(Attribute.EC_PARAMS, PublicKeyReader.P256)
                        .with(Attribute.EC_POINT, Points.octetString(point));
        return bench.in(
                false,
                session ->
                        session.verify(
                                Mechanism.ECDSA, session.create(publicKey), digest, signature));
    }

    private static Verdict parallel(Bench bench) {
        Optional<TestKey> found =
                bench.keys(KeyUse.SIGN).stream().filter(key -> !key.everyTime()).findFirst();
        if (found.isEmpty()) {
            return Verdict.skipped("no-key");
        }
        TestKey key = found.get();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            var running = new ArrayList<Future<Integer>>();
            for (int i = 0; i < THREADS; i++) {
                int from = i * EACH;
                Callable<Integer> work = () -> signMany(bench, key, from);
                running.add(threads.submit(work));
            }
            int right = 0;
            for (Future<Integer> each : running) {
                right += each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            int all = THREADS * EACH;
            return right == all
                    ? Verdict.passed("parallel", right, all, THREADS)
                    : Verdict.failed("parallel", right, all, THREADS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KeyException refused) {
                return Verdict.failed("error", Check.words(refused));
            }
            throw new IllegalStateException("a signing thread failed", e.getCause());
        } catch (TimeoutException e) {
            return Verdict.failed("hangs", PATIENCE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Verdict.failed("hangs", 0);
        } finally {
            threads.shutdown();
        }
    }

    /** One session for one thread, as the pool does it. */
    private static int signMany(Bench bench, TestKey key, int from) {
        int right = 0;
        try (Pkcs11Session session = bench.token().open(false)) {
            for (int i = from; i < from + EACH; i++) {
                byte[] message = TestKey.message(i);
                if (key.verifies(message, key.sign(bench, session, message))) {
                    right++;
                }
            }
        }
        return right;
    }
}

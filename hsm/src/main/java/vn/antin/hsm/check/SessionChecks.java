package vn.antin.hsm.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyTemplates;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.check.Check.Verdict;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.selftest.Software;

/** What is refused, what a refusal does to a session, and what a logout ends. */
final class SessionChecks {
    /** What the pool opens by default, and the session that keeps the login. */
    private static final int NEEDED = 9;

    private static final int TRIED = 64;

    private SessionChecks() {}

    static List<Check> all() {
        return List.of(
                Check.required("use.wrong", SessionChecks::wrongUse),
                Check.function("session.many", SessionChecks::many),
                Check.required("session.new-after-error", bench -> afterError(bench, false)),
                Check.trap("session.same-after-error", bench -> afterError(bench, true)),
                Check.required("login.logout-hides", SessionChecks::logoutHides),
                Check.trap("login.logout-stops", SessionChecks::logoutStops),
                Check.trap("login.old-handle", SessionChecks::oldHandle),
                Check.required("objects.removed", SessionChecks::removed));
    }

    /** A refused use of the token. */
    private record Misuse(String name, java.util.function.Consumer<Pkcs11Session> act) {}

    private static List<Misuse> misuses(Bench bench) {
        var all = new ArrayList<Misuse>();
        byte[] digest = TestKey.digest("SHA-256", TestKey.message(0));
        made(bench, KeyKind.P256_AGREE)
                .ifPresent(key ->
                        all.add(
                                new Misuse(
                                        "sign with a key that agrees",
                                        s -> s.sign(Mechanism.ECDSA, key.handle(), digest))));
        made(bench, KeyKind.RSA_DECRYPT)
                .ifPresent(key ->
                        all.add(
                                new Misuse(
                                        "sign with a key that decrypts",
                                        s ->
                                                s.sign(
                                                        Mechanism.RSA_PSS_SHA256,
                                                        key.handle(),
                                                        digest))));
        made(bench, KeyKind.RSA_SIGN)
                .ifPresent(key ->
                        all.add(
                                new Misuse(
                                        "decrypt with a key that signs",
                                        s -> s.decrypt(Mechanism.RSA_RAW, key.handle(), one()))));
        made(bench, KeyKind.P256_SIGN)
                .ifPresent(key -> {
                    var ec = (java.security.interfaces.ECPublicKey) key.publicKey();
                    byte[] point =
                            Points.of(
                                    (java.security.interfaces.ECPublicKey)
                                            Software.pairFor(ec).getPublic());
                    all.add(
                            new Misuse(
                                    "agree with a key that signs",
                                    s -> {
                                        long unused =
                                                s.derive(Mechanism.ecdh(point), key.handle(), z());
                                    }));
                });
        return all;
    }

    private static Optional<TestKey> made(Bench bench, KeyKind kind) {
        return bench.key(kind).filter(TestKey::made);
    }

    private static byte[] one() {
        var number = new byte[384];
        number[383] = 1;
        return number;
    }

    private static Template z() {
        return Template.ofKey(Template.SECRET_KEY, Template.GENERIC_SECRET)
                .with(Attribute.TOKEN, false)
                .with(Attribute.SENSITIVE, false)
                .with(Attribute.EXTRACTABLE, true)
                .with(Attribute.VALUE_LEN, 32L);
    }

    private static boolean refused(Bench bench, Misuse misuse) {
        try {
            return bench.in(
                    false,
                    session -> {
                        misuse.act().accept(session);
                        return false;
                    });
        } catch (KeyException e) {
            return true;
        }
    }

    private static Verdict wrongUse(Bench bench) {
        List<Misuse> all = misuses(bench);
        if (all.isEmpty()) {
            return Verdict.skipped("no-made-key");
        }
        List<String> done =
                all.stream().filter(each -> !refused(bench, each)).map(Misuse::name).toList();
        return done.isEmpty()
                ? Verdict.passed("misuses-refused", all.size())
                : Verdict.failed("misused", String.join("; ", done));
    }

    private static Verdict many(Bench bench) {
        var open = new ArrayList<Pkcs11Session>();
        String refusal = "";
        try {
            while (open.size() < TRIED && refusal.isEmpty()) {
                try {
                    open.add(bench.token().open(false));
                } catch (KeyException e) {
                    refusal = Check.words(e);
                }
            }
        } finally {
            open.forEach(Pkcs11Session::close);
        }
        // The one that keeps the login is open too.
        int count = open.size() + 1;
        if (refusal.isEmpty()) {
            return Verdict.passed("sessions-unlimited", count);
        }
        return count >= NEEDED
                ? Verdict.passed("sessions", count, refusal)
                : Verdict.notSupported("sessions-few", count, NEEDED, refusal);
    }

    /** Refused operations, then a right one, in the same session or in a new one. */
    private static Verdict afterError(Bench bench, boolean same) {
        Optional<TestKey> found =
                bench.keys(KeyUse.SIGN).stream().filter(key -> !key.everyTime()).findFirst();
        if (found.isEmpty()) {
            return Verdict.skipped("no-key");
        }
        var all = new ArrayList<Misuse>(misuses(bench));
        all.add(
                new Misuse(
                        "a key that does not exist",
                        session -> session.sign(Mechanism.ECDSA, 0x7FFF_FFF0L, new byte[32])));
        bench.key(KeyKind.RSA_DECRYPT)
                .ifPresent(key ->
                        all.add(
                                new Misuse(
                                        "a broken ciphertext",
                                        session ->
                                                session.decrypt(
                                                        Mechanism.RSA_OAEP_SHA256,
                                                        key.handle(),
                                                        one()))));
        for (Misuse each : all) {
            String problem = signsAfter(bench, found.get(), each, same);
            if (!problem.isEmpty()) {
                return Verdict.failed("session-spoiled", each.name(), problem);
            }
        }
        return Verdict.passed("session-usable", all.size());
    }

    /** What is wrong after a refused operation; twice, because it may stay active. */
    private static String signsAfter(Bench bench, TestKey key, Misuse misuse, boolean same) {
        try (Pkcs11Session session = bench.token().open(false)) {
            for (int i = 0; i < 2; i++) {
                try {
                    misuse.act().accept(session);
                } catch (KeyException e) {
                    if (Check.words(e).equals("CKR_OPERATION_ACTIVE")) {
                        return same ? "CKR_OPERATION_ACTIVE" : "";
                    }
                }
                byte[] message = TestKey.message(i);
                byte[] signature =
                        same
                                ? key.sign(bench, session, message)
                                : bench.in(false, fresh -> key.sign(bench, fresh, message));
                if (!key.verifies(message, signature)) {
                    return "signature";
                }
            }
            return "";
        } catch (KeyException e) {
            return Check.words(e);
        }
    }

    /** After a logout nothing private is found. */
    private static Verdict logoutHides(Bench bench) {
        return loggedOut(
                bench,
                () -> {
                    int visible =
                            bench.in(
                                    false,
                                    session ->
                                            session.find(Template.ofClass(Template.PRIVATE_KEY))
                                                    .size());
                    return visible == 0
                            ? Verdict.passed("logout")
                            : Verdict.failed("logout-leaves", visible);
                });
    }

    /** After a logout a known handle does nothing: cards often keep the PIN until a reset. */
    private static Verdict logoutStops(Bench bench) {
        byte[] message = TestKey.message(0);
        return loggedOut(
                bench,
                () -> {
                    TestKey key = withoutPin(bench).orElseThrow();
                    byte[] signature;
                    try {
                        signature = bench.in(false, session -> key.sign(bench, session, message));
                    } catch (KeyException e) {
                        return Verdict.passed("handle-ended", Check.words(e));
                    }
                    return key.verifies(message, signature)
                            ? Verdict.failed("logout-signs")
                            : Verdict.passed("logout");
                });
    }

    private static Optional<TestKey> withoutPin(Bench bench) {
        return bench.keys(KeyUse.SIGN).stream().filter(key -> !key.everyTime()).findFirst();
    }

    private static Verdict loggedOut(Bench bench, Supplier<Verdict> look) {
        if (!bench.token().entry().token().loginRequired() || withoutPin(bench).isEmpty()) {
            return Verdict.skipped("no-key");
        }
        bench.anchor().logout();
        try {
            return look.get();
        } finally {
            bench.token().withPin(bench.anchor()::login);
        }
    }

    /** A handle from before the login must not name another object; keys are found again. */
    private static Verdict oldHandle(Bench bench) {
        Optional<TestKey> found = made(bench, KeyKind.P256_SIGN);
        if (found.isEmpty()) {
            return Verdict.skipped("no-made-key");
        }
        List<Long> now =
                bench.in(
                        false,
                        session ->
                                session.find(
                                        Template.ofKey(Template.PRIVATE_KEY, Template.EC)
                                                .with(
                                                        KeyTemplates.usage(
                                                                KeyKind.P256_SIGN.type(),
                                                                KeyKind.P256_SIGN.use()),
                                                        true)
                                                .with(Attribute.LABEL, bench.label())));
        if (now.isEmpty()) {
            return Verdict.failed("not-found-again");
        }
        byte[] message = TestKey.message(0);
        byte[] signature;
        try {
            signature = bench.in(false, session -> found.get().sign(bench, session, message));
        } catch (KeyException e) {
            return Verdict.passed("handle-ended", Check.words(e));
        }
        return found.get().verifies(message, signature)
                ? Verdict.passed("handle-holds")
                : Verdict.failed("handle-other");
    }

    private static Verdict removed(Bench bench) {
        if (!bench.loggedIn()) {
            // Without a login private objects are not seen, as if there were none.
            return Verdict.failed("left-unseen", bench.label());
        }
        int removed = bench.cleanUp();
        int left = bench.left();
        if (left > 0) {
            return Verdict.failed("left", left, removed);
        }
        int more = bench.more();
        return more == 0
                ? Verdict.passed("removed", removed)
                : Verdict.failed("left-nameless", more, removed);
    }
}

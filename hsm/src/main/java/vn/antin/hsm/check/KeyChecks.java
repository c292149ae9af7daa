package vn.antin.hsm.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyTemplates;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.check.Check.Verdict;
import vn.antin.hsm.key.KeyAttributes;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;

/** Making keys, and what the token then says and reveals of them. */
final class KeyChecks {
    private static final List<Attribute> SECRETS =
            List.of(Attribute.VALUE, Attribute.PRIVATE_EXPONENT, Attribute.PRIME_1);

    private KeyChecks() {}

    static List<Check> all() {
        return List.of(
                Check.required("keys.at-hand", KeyChecks::atHand),
                Check.function("generate.p256", bench -> generated(bench, KeyKind.P256_SIGN)),
                Check.function("generate.p384", bench -> generated(bench, KeyKind.P384_SIGN)),
                Check.function("generate.rsa", bench -> generated(bench, KeyKind.RSA_SIGN)),
                Check.function("generate.ed25519", bench -> generated(bench, KeyKind.ED25519_SIGN)),
                Check.function("generate.aes", KeyChecks::generatedAes),
                Check.required("key.attributes", KeyChecks::attributes),
                Check.required("key.hidden", KeyChecks::hidden),
                Check.required("key.not-loosened", KeyChecks::notLoosened),
                Check.trap("key.not-wrapped", KeyChecks::notWrapped),
                Check.trap("key.local", KeyChecks::local),
                Check.trap("key.unsaid-usages", KeyChecks::unsaidUsages),
                Check.function("label.vietnamese", KeyChecks::vietnameseLabel));
    }

    private static Verdict atHand(Bench bench) {
        int signing = bench.keys(KeyUse.SIGN).size();
        int decrypting = bench.keys(KeyUse.DECRYPT).size();
        long made = bench.keys().stream().filter(TestKey::made).count();
        if (signing > 0 && decrypting > 0) {
            return Verdict.passed("keys", signing, decrypting, made);
        }
        List<String> unused = bench.unused();
        return unused.isEmpty()
                ? Verdict.failed("keys", signing, decrypting, made)
                : Verdict.failed(
                        "keys-unused", signing, decrypting, made, String.join(", ", unused));
    }

    private static Verdict generated(Bench bench, KeyKind kind) {
        boolean made = bench.key(kind).map(TestKey::made).orElse(false);
        return made ? Verdict.passed("made") : Verdict.absent(bench.refusal(kind));
    }

    private static Verdict generatedAes(Bench bench) {
        return bench.wrappingKey().isPresent()
                ? Verdict.passed("made")
                : Verdict.absent(bench.wrappingRefusal());
    }

    private static Verdict attributes(Bench bench) {
        var problems = new ArrayList<String>();
        bench.in(
                false,
                session -> {
                    for (TestKey key : bench.keys()) {
                        for (String each : problems(session, key)) {
                            problems.add(key.kind() + " " + each);
                        }
                    }
                    bench.wrappingKey()
                            .ifPresent(key -> problems.addAll(storageProblems(session, key)));
                    return problems;
                });
        int keys = bench.keys().size() + (bench.wrappingKey().isPresent() ? 1 : 0);
        if (keys == 0) {
            return Verdict.skipped("no-key");
        }
        return problems.isEmpty()
                ? Verdict.passed("as-asked", keys)
                : Verdict.failed("deviations", String.join("; ", problems));
    }

    /** Of keys that others made only what protects them is asked: cards tell no more. */
    private static List<String> problems(Pkcs11Session session, TestKey key) {
        SortedMap<String, Boolean> told =
                KeyAttributes.read(session, key.handle(), KeyAttributes.PRIVATE_USAGES);
        if (key.made()) {
            return KeyAttributes.problems(
                    told,
                    KeyAttributes.PRIVATE_USAGES,
                    List.of(KeyTemplates.usage(key.kind().type(), key.kind().use())),
                    false);
        }
        var problems = new ArrayList<String>();
        if (!told.getOrDefault(Attribute.SENSITIVE.name(), true)) {
            problems.add("SENSITIVE must be true");
        }
        if (told.getOrDefault(Attribute.EXTRACTABLE.name(), false)) {
            problems.add("EXTRACTABLE must be false");
        }
        return problems;
    }

    private static List<String> storageProblems(Pkcs11Session session, long key) {
        return KeyAttributes.problems(
                        KeyAttributes.read(session, key, KeyAttributes.SECRET_USAGES),
                        KeyAttributes.SECRET_USAGES,
                        KeyAttributes.STORAGE_USAGES,
                        false)
                .stream()
                .map(each -> "AES " + each)
                .toList();
    }

    /** Handles of all keys that must not show anything. */
    private static List<Long> handles(Bench bench) {
        var all = new ArrayList<Long>();
        bench.keys().forEach(key -> all.add(key.handle()));
        bench.wrappingKey().ifPresent(all::add);
        return all;
    }

    private static Verdict hidden(Bench bench) {
        List<Long> keys = handles(bench);
        if (keys.isEmpty()) {
            return Verdict.skipped("no-key");
        }
        for (long key : keys) {
            for (Attribute secret : SECRETS) {
                // A session for each question: some modules spoil a session by refusing.
                Optional<byte[]> shown = bench.in(false, session -> session.bytes(key, secret));
                if (shown.isPresent() && shown.get().length > 0) {
                    return Verdict.failed("revealed", secret);
                }
            }
        }
        return Verdict.passed("nothing-revealed", keys.size());
    }

    private static Verdict notLoosened(Bench bench) {
        List<TestKey> made = bench.keys().stream().filter(TestKey::made).toList();
        if (made.isEmpty()) {
            return Verdict.skipped("no-made-key");
        }
        for (TestKey key : made) {
            change(bench, key.handle(), Template.empty().with(Attribute.EXTRACTABLE, true));
            change(bench, key.handle(), Template.empty().with(Attribute.SENSITIVE, false));
            boolean loosened =
                    bench.in(
                            false,
                            session ->
                                    session.flag(key.handle(), Attribute.EXTRACTABLE).orElse(false)
                                            || !session.flag(key.handle(), Attribute.SENSITIVE)
                                                    .orElse(true));
            if (loosened) {
                return Verdict.failed("loosened", key.kind());
            }
        }
        return Verdict.passed("not-loosened", made.size());
    }

    /** Whether the token obeyed is seen by reading back, not by what it answers. */
    private static boolean change(Bench bench, long key, Template template) {
        try {
            return bench.in(
                    true,
                    session -> {
                        session.change(key, template);
                        return true;
                    });
        } catch (KeyException e) {
            return false;
        }
    }

    private static Verdict notWrapped(Bench bench) {
        OptionalLong wrapping = bench.wrappingKey();
        List<TestKey> made = bench.keys().stream().filter(TestKey::made).toList();
        if (wrapping.isEmpty() || made.isEmpty()) {
            return Verdict.skipped("no-wrapping-key");
        }
        String refusal = "";
        for (Mechanism mechanism : List.of(Mechanism.AES_KEY_WRAP, Mechanism.AES_KEY_WRAP_PAD)) {
            for (TestKey key : made) {
                try {
                    byte[] out =
                            bench.in(
                                    false,
                                    session ->
                                            session.wrap(
                                                    mechanism, wrapping.getAsLong(), key.handle()));
                    return Verdict.failed("wrapped-out", key.kind(), mechanism, out.length);
                } catch (KeyException e) {
                    refusal = Check.words(e);
                }
            }
        }
        return Verdict.passed("refused", refusal);
    }

    private static Verdict local(Bench bench) {
        List<TestKey> made = bench.keys().stream().filter(TestKey::made).toList();
        if (made.isEmpty()) {
            return Verdict.skipped("no-made-key");
        }
        boolean remembered =
                bench.in(
                        false,
                        session ->
                                made.stream()
                                        .allMatch(key ->
                                                session.flag(key.handle(), Attribute.LOCAL)
                                                        .orElse(false)));
        return remembered ? Verdict.passed("local") : Verdict.failed("local-forgotten");
    }

    private static Verdict unsaidUsages(Bench bench) {
        if (bench.key(KeyKind.P256_SIGN).filter(TestKey::made).isEmpty()) {
            return Verdict.skipped("no-made-key");
        }
        Template privateKey =
                Template.ofKey(Template.PRIVATE_KEY, Template.EC)
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, true)
                        .with(Attribute.SENSITIVE, true)
                        .with(Attribute.EXTRACTABLE, false)
                        .with(Attribute.SIGN, true)
                        .with(Attribute.LABEL, bench.label());
        List<String> given =
                bench.withPair(
                        Mechanism.EC_KEY_PAIR,
                        KeyTemplates.publicKey(bench.label(), KeyType.EC_P256, KeyUse.SIGN),
                        privateKey,
                        (session, pair) ->
                                KeyAttributes.PRIVATE_USAGES.stream()
                                        .filter(each -> each != Attribute.SIGN)
                                        .filter(each ->
                                                session.flag(pair.privateKey(), each).orElse(false))
                                        .map(Attribute::name)
                                        .toList());
        return given.isEmpty()
                ? Verdict.passed("no-unsaid-usages")
                : Verdict.failed("unsaid-usages", String.join(", ", given));
    }

    private static Verdict vietnameseLabel(Bench bench) {
        if (bench.key(KeyKind.P256_SIGN).filter(TestKey::made).isEmpty()) {
            return Verdict.skipped("no-made-key");
        }
        String label = bench.label("Khóa thử Ấn Tín ");
        return bench.withPair(
                Mechanism.EC_KEY_PAIR,
                KeyTemplates.publicKey(label, KeyType.EC_P256, KeyUse.SIGN),
                KeyTemplates.privateKey(label, KeyType.EC_P256, KeyUse.SIGN),
                (session, pair) -> {
                    String read = session.text(pair.privateKey(), Attribute.LABEL).orElse("");
                    boolean found =
                            session.find(
                                            Template.ofClass(Template.PRIVATE_KEY)
                                                    .with(Attribute.LABEL, label))
                                    .equals(List.of(pair.privateKey()));
                    return read.equals(label) && found
                            ? Verdict.passed("label", read)
                            : Verdict.failed("label", read);
                });
    }
}

package vn.antin.hsm.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyTemplates;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.check.Check.Verdict;
import vn.antin.hsm.pkcs11.Attribute;
import vn.antin.hsm.pkcs11.Mechanism;
import vn.antin.hsm.pkcs11.Template;

/**
 * What backups rest on, and nothing else, so that it is for people to weigh: a key that wraps under
 * a trusted key only (CKA_WRAP_WITH_TRUSTED) does not wrap under another, and the user cannot call
 * a key trusted (CKA_TRUSTED). Whether the security officer can is not tried, since the run has the
 * user's PIN only.
 */
final class TrustChecks {
    private static final List<Mechanism> WRAPS =
            List.of(Mechanism.AES_KEY_WRAP_PAD, Mechanism.AES_KEY_WRAP);
    private static final int AES_BYTES = 32;

    private TrustChecks() {}

    static List<Check> all() {
        return List.of(
                Check.trap("trust.wrap", TrustChecks::wrap),
                Check.trap("trust.officer", TrustChecks::officer));
    }

    /** A key that may leave serves as the control: when that cannot be wrapped, nothing is told. */
    private static Verdict wrap(Bench bench) {
        if (bench.wrappingKey().isEmpty()
                || bench.key(KeyKind.P256_SIGN).filter(TestKey::made).isEmpty()) {
            return Verdict.skipped("no-wrapping-key");
        }
        return with(
                bench,
                false,
                free -> {
                    List<Mechanism> working =
                            WRAPS.stream()
                                    .filter(each -> refusal(bench, each, free).isEmpty())
                                    .toList();
                    return working.isEmpty()
                            ? Verdict.notSupported(
                                    "refused", refusal(bench, WRAPS.getFirst(), free).orElse(""))
                            : with(bench, true, guarded -> guarded(bench, working, guarded));
                });
    }

    private static Verdict guarded(Bench bench, List<Mechanism> working, long guarded) {
        var refusals = new ArrayList<String>();
        for (Mechanism each : working) {
            Optional<String> refusal = refusal(bench, each, guarded);
            if (refusal.isEmpty()) {
                return Verdict.failed("wrapped-untrusted", each);
            }
            refusals.add(refusal.get());
        }
        return Verdict.passed("refused", String.join(", ", refusals));
    }

    private static Verdict with(Bench bench, boolean trustedOnly, LongFunction<Verdict> look) {
        Template template =
                Template.ofKey(Template.PRIVATE_KEY, Template.EC)
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, true)
                        .with(Attribute.SENSITIVE, true)
                        .with(Attribute.EXTRACTABLE, true)
                        .with(Attribute.SIGN, true)
                        .with(Attribute.LABEL, bench.label());
        return bench.withPair(
                Mechanism.EC_KEY_PAIR,
                KeyTemplates.publicKey(bench.label(), KeyType.EC_P256, KeyUse.SIGN),
                trustedOnly ? template.with(Attribute.WRAP_WITH_TRUSTED, true) : template,
                (session, pair) -> look.apply(pair.privateKey()));
    }

    /** Why a key does not wrap; empty when it does. */
    private static Optional<String> refusal(Bench bench, Mechanism mechanism, long key) {
        try {
            byte[] unused =
                    bench.in(
                            false,
                            session ->
                                    session.wrap(
                                            mechanism, bench.wrappingKey().orElseThrow(), key));
            return Optional.empty();
        } catch (KeyException e) {
            return Optional.of(Check.words(e));
        }
    }

    /** Whether the token obeyed is seen by reading back, not by what it answers. */
    private static Verdict officer(Bench bench) {
        if (bench.wrappingKey().isEmpty()) {
            return Verdict.skipped("no-wrapping-key");
        }
        Template asked =
                Template.ofKey(Template.SECRET_KEY, Template.AES)
                        .with(Attribute.TOKEN, true)
                        .with(Attribute.PRIVATE, true)
                        .with(Attribute.SENSITIVE, true)
                        .with(Attribute.EXTRACTABLE, false)
                        .with(Attribute.WRAP, true)
                        .with(Attribute.TRUSTED, true)
                        .with(Attribute.VALUE_LEN, (long) AES_BYTES)
                        .with(Attribute.LABEL, bench.label());
        try {
            boolean trusted =
                    bench.generate(session -> {
                        long key = session.generateKey(Mechanism.AES_KEY, asked);
                        try {
                            return session.flag(key, Attribute.TRUSTED).orElse(false);
                        } finally {
                            int unused = Bench.remove(session, key);
                        }
                    });
            return trusted ? Verdict.failed("trusted-by-user") : Verdict.passed("not-trusted");
        } catch (KeyException e) {
            return Verdict.passed("refused", Check.words(e));
        }
    }
}

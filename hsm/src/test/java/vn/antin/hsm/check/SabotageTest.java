package vn.antin.hsm.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import iaik.pkcs.pkcs11.wrapper.CK_ATTRIBUTE;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.Pin;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.check.CheckResult.Outcome;
import vn.antin.hsm.pkcs11.Faults;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.survey.Survey;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.TokenAddress;

/** A check that cannot fail is worth nothing: each fault of a module is caught by name. */
class SabotageTest {
    private static final long CKR_FUNCTION_NOT_SUPPORTED = 0x54;
    private static final long CKA_EXTRACTABLE = 0x162;
    private static final long CKA_TRUSTED = 0x86;
    private static final long CKA_WRAP_WITH_TRUSTED = 0x210;
    private static final long CKA_VALUE = 0x11;
    private static final long CKA_LABEL = 3;
    private static final long CKR_FUNCTION_FAILED = 6;
    private static final SoftHsm HSM = SoftHsm.create("thẻ bị phá");

    /** The real token behind sessions that lie. */
    private record Lying(ModuleUnderTest real, Faults faults) implements TokenUnderTest {
        @Override
        public Survey survey() {
            return real.survey();
        }

        @Override
        public Pkcs11Session open(boolean readWrite) {
            return faults.open(entry().token().slot(), readWrite);
        }

        @Override
        public void withPin(Consumer<char @Nullable []> use) {
            real.withPin(use);
        }
    }

    private static ConformanceReport run(String function, Faults.Fault fault) throws IOException {
        return run(HSM, function, fault);
    }

    private static ConformanceReport run(SoftHsm hsm, String function, Faults.Fault fault)
            throws IOException {
        try (ModuleUnderTest real = Runs.open(hsm)) {
            return Runs.of(new Lying(real, new Faults(SoftHsm.module(), function, fault)));
        }
    }

    private static void assertCaught(ConformanceReport report, String... checks) {
        assertThat(report.passed()).isFalse();
        assertThat(report.failures()).extracting(CheckResult::id).containsExactlyInAnyOrder(checks);
    }

    private static byte[] flipped(@Nullable Object bytes) {
        assertThat(bytes).isInstanceOf(byte[].class);
        byte[] wrong = bytes instanceof byte[] right ? right.clone() : new byte[1];
        wrong[wrong.length - 1] ^= 1;
        return wrong;
    }

    @Test
    void signatures_that_are_wrong() throws IOException {
        assertCaught(
                run("C_Sign", (real, arguments) -> flipped(real.call())),
                "sign.p256",
                "sign.p384",
                "sign.rsa-pss",
                "sign.ed25519",
                "sign.parallel",
                "session.new-after-error");
    }

    @Test
    void one_wrong_signature_among_many() throws IOException {
        var number = new AtomicInteger();
        ConformanceReport report =
                run(
                        "C_Sign",
                        (real, arguments) -> {
                            @Nullable Object right = real.call();
                            // The 81 or so of the parallel test are the last but for a few.
                            return number.incrementAndGet() == 80 ? flipped(right) : right;
                        });
        assertCaught(report, "sign.parallel");
        assertThat(report.result("sign.parallel").arguments()).startsWith("79", "80");
    }

    @Test
    void a_shared_secret_or_a_plaintext_that_is_wrong() throws IOException {
        assertCaught(
                run(
                        "C_GetAttributeValue",
                        (real, arguments) -> {
                            @Nullable Object nothing = real.call();
                            var all = (CK_ATTRIBUTE[]) arguments[2];
                            if (all[0].type == CKA_VALUE && all[0].pValue instanceof byte[] value) {
                                all[0].pValue = flipped(value);
                            }
                            return nothing;
                        }),
                "ecdh.p256",
                "ecdh.p384",
                "wrap.rfc3394");
        assertCaught(run("C_Decrypt", (real, arguments) -> flipped(real.call())), "rsa.raw");
    }

    @Test
    void a_secret_that_is_shown() throws IOException {
        assertCaught(
                run(
                        "C_GetAttributeValue",
                        (real, arguments) -> {
                            var all = (CK_ATTRIBUTE[]) arguments[2];
                            if (all[0].type == 0x123) {
                                all[0].pValue = new byte[] {1, 2, 3};
                                return null;
                            }
                            return real.call();
                        }),
                "key.hidden");
    }

    @Test
    void keys_that_are_not_made_as_asked() throws IOException {
        ConformanceReport report =
                run(
                        "C_GenerateKeyPair",
                        (real, arguments) -> {
                            for (CK_ATTRIBUTE each : (CK_ATTRIBUTE[]) arguments[3]) {
                                if (each.type == CKA_EXTRACTABLE) {
                                    each.pValue = true;
                                }
                            }
                            return real.call();
                        });
        assertThat(report.failures())
                .extracting(CheckResult::id)
                .contains("key.attributes", "key.not-loosened");
        assertThat(report.result("key.not-wrapped").outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void a_key_that_wraps_under_any_key_and_a_user_who_calls_keys_trusted() throws IOException {
        ConformanceReport wrapping =
                run(
                        "C_GenerateKeyPair",
                        (real, arguments) -> {
                            for (CK_ATTRIBUTE each : (CK_ATTRIBUTE[]) arguments[3]) {
                                if (each.type == CKA_WRAP_WITH_TRUSTED) {
                                    each.pValue = false;
                                }
                            }
                            return real.call();
                        });
        assertThat(wrapping.traps()).extracting(CheckResult::id).contains("trust.wrap");
        ConformanceReport trusting =
                run(
                        "C_GenerateKey|C_GetAttributeValue",
                        (real, arguments) -> {
                            for (CK_ATTRIBUTE each : (CK_ATTRIBUTE[]) arguments[2]) {
                                if (each.type == CKA_TRUSTED && each.pValue == null) {
                                    each.pValue = true;
                                    return null;
                                }
                                if (each.type == CKA_TRUSTED) {
                                    each.pValue = false;
                                }
                            }
                            return real.call();
                        });
        assertThat(trusting.traps()).extracting(CheckResult::id).contains("trust.officer");
    }

    @Test
    void a_refusal_that_never_comes() throws IOException {
        assertCaught(
                run(
                        "C_DeriveKey",
                        (real, arguments) -> {
                            try {
                                return real.call();
                            } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
                                // Any object will do: the point was accepted.
                                return 1L;
                            }
                        }),
                "ecdh.invalid-point",
                "use.wrong");
        assertCaught(run("C_Logout", (real, arguments) -> null), "login.logout-hides");
    }

    @Test
    void objects_that_do_not_go_away() throws IOException {
        ConformanceReport report =
                run(SoftHsm.create(), "C_DestroyObject", (real, arguments) -> null);
        assertCaught(report, "objects.removed");
    }

    private static final int PUBLIC_TEMPLATE = 2;
    private static final int PRIVATE_TEMPLATE = 3;

    /** The templates of C_GenerateKeyPair without a label. */
    private static void unlabelled(Object[] arguments) {
        for (int each : new int[] {PUBLIC_TEMPLATE, PRIVATE_TEMPLATE}) {
            arguments[each] =
                    Arrays.stream((CK_ATTRIBUTE[]) arguments[each])
                            .filter(attribute -> attribute.type != CKA_LABEL)
                            .toArray(CK_ATTRIBUTE[]::new);
        }
    }

    private static int objects(SoftHsm hsm) {
        try (ModuleUnderTest token = Runs.open(hsm);
                Pkcs11Session session = token.open(false)) {
            token.withPin(session::login);
            return session.find(Template.empty()).size();
        }
    }

    /** What a module keeps for itself of what it made is not ours by any sign: it is counted. */
    @Test
    void objects_without_a_label_that_nobody_asked_for() throws IOException {
        SoftHsm hsm = SoftHsm.create();
        var kept = new AtomicInteger();
        ConformanceReport report =
                run(
                        hsm,
                        "C_GenerateKeyPair",
                        (real, arguments) -> {
                            @Nullable Object asked = real.call();
                            unlabelled(arguments);
                            @Nullable Object unused = real.call();
                            int both = kept.addAndGet(2);
                            assertThat(both).isPositive();
                            return asked;
                        });
        assertCaught(report, "objects.removed");
        assertThat(report.result("objects.removed").seen()).isEqualTo("left-nameless");
        assertThat(report.result("objects.removed").arguments()).startsWith(kept.toString());
        assertThat(objects(hsm)).isEqualTo(kept.get());
    }

    @Test
    void keys_without_their_label_are_removed_all_the_same() throws IOException {
        SoftHsm hsm = SoftHsm.create();
        ConformanceReport report =
                run(
                        hsm,
                        "C_GenerateKeyPair",
                        (real, arguments) -> {
                            unlabelled(arguments);
                            return real.call();
                        });
        assertCaught(report, "keys.at-hand");
        assertThat(objects(hsm)).isZero();
    }

    /** The first keys are made; those of single checks are refused and stay half made. */
    @Test
    void what_is_left_of_keys_that_were_refused_is_removed() throws IOException {
        SoftHsm hsm = SoftHsm.create();
        var refused = new AtomicInteger();
        var made = new AtomicInteger();
        ConformanceReport report =
                run(
                        hsm,
                        "C_GenerateKeyPair",
                        (real, arguments) -> {
                            if (made.incrementAndGet() <= KeyKind.values().length) {
                                return real.call();
                            }
                            unlabelled(arguments);
                            @Nullable Object unused = real.call();
                            int number = refused.incrementAndGet();
                            throw Faults.refusal(number > 0 ? CKR_FUNCTION_FAILED : 0);
                        });
        assertThat(refused.get()).isGreaterThanOrEqualTo(3);
        assertThat(report.result("objects.removed").outcome()).isEqualTo(Outcome.PASSED);
        assertThat(objects(hsm)).isZero();
    }

    @Test
    void one_object_that_stays_keeps_no_other_from_being_removed() throws IOException {
        SoftHsm hsm = SoftHsm.create();
        var first = new AtomicReference<Object>();
        ConformanceReport report =
                run(
                        hsm,
                        "C_GenerateKeyPair|C_DestroyObject",
                        (real, arguments) -> {
                            if (arguments.length == 2 && arguments[1].equals(first.get())) {
                                throw Faults.refusal(CKR_FUNCTION_FAILED);
                            }
                            @Nullable Object done = real.call();
                            if (done instanceof long[] pair) {
                                // The public key's: that of a private one ends with the login.
                                boolean unused = first.compareAndSet(null, pair[0]);
                            }
                            return done;
                        });
        assertCaught(report, "objects.removed");
        assertThat(report.result("objects.removed").seen()).isEqualTo("left");
        assertThat(objects(hsm)).isEqualTo(1);
    }

    @Test
    void a_login_that_does_not_come_back_leaves_objects_and_says_so() throws IOException {
        var logins = new AtomicInteger();
        ConformanceReport report =
                run(
                        SoftHsm.create(),
                        "C_Login",
                        (real, arguments) -> {
                            if (logins.incrementAndGet() > 1) {
                                throw Faults.refusal(0x30);
                            }
                            return real.call();
                        });
        assertCaught(report, "login.logout-hides", "objects.removed");
        assertThat(report.result("objects.removed").arguments().getFirst())
                .startsWith("antin-conformance-");
    }

    @Test
    void a_wrong_pin_is_given_once_and_never_again() {
        var given = new AtomicInteger();
        TokenConfig config = HSM.config();
        try (ModuleUnderTest token =
                ModuleUnderTest.open(
                        new TokenAddress(
                                config.module(),
                                config.tokenLabel(),
                                config.serial(),
                                ModuleOptions.PARALLEL),
                        status -> {
                            given.incrementAndGet();
                            return Pin.owning("sai rồi".toCharArray());
                        })) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> Runs.of(token))
                        .isInstanceOfSatisfying(
                                KeyException.class,
                                e ->
                                        assertThat(e.reason())
                                                .isEqualTo(KeyException.Reason.PIN_WRONG));
            }
        }
        assertThat(given).hasValue(1);
    }

    @Test
    void a_token_that_makes_no_keys_is_tested_with_those_it_has_and_they_stay() throws IOException {
        SoftHsm hsm = SoftHsm.create("thẻ có sẵn khóa");
        try (TokenVault vault = hsm.open()) {
            vault.admin().generate("signature", KeyType.EC_P256, KeyUse.SIGN);
            vault.admin().generate("encryption", KeyType.EC_P256, KeyUse.DECRYPT);
        }
        ConformanceReport report =
                run(
                        hsm,
                        "C_GenerateKeyPair",
                        (real, arguments) -> {
                            throw Faults.refusal(CKR_FUNCTION_NOT_SUPPORTED);
                        });
        assertThat(report.passed()).isTrue();
        assertThat(Runs.names(report, Outcome.PASSED))
                .contains(
                        "keys.at-hand",
                        "sign.p256",
                        "ecdh.p256",
                        "ecdh.invalid-point",
                        "sign.parallel",
                        "key.hidden",
                        "login.logout-hides");
        assertThat(Runs.names(report, Outcome.NOT_SUPPORTED))
                .contains("generate.p256", "sign.p384", "oaep.sha256");
        assertThat(Runs.names(report, Outcome.SKIPPED))
                .contains("key.not-loosened", "use.wrong", "label.vietnamese");
        try (TokenVault vault = hsm.open()) {
            assertThat(vault.admin().keys())
                    .extracting(key -> key.label())
                    .containsExactlyInAnyOrder("signature", "encryption");
        }
    }

    @Test
    void a_token_without_any_key_does_not_pass() throws IOException {
        ConformanceReport report =
                run(
                        SoftHsm.create("thẻ rỗng"),
                        "C_GenerateKeyPair",
                        (real, arguments) -> {
                            throw Faults.refusal(CKR_FUNCTION_NOT_SUPPORTED);
                        });
        assertCaught(report, "keys.at-hand");
    }

    @Test
    void the_lies_themselves_do_nothing() throws IOException {
        ConformanceReport report = run("C_Nothing", (real, arguments) -> real.call());
        assertThat(report.passed()).isTrue();
    }
}

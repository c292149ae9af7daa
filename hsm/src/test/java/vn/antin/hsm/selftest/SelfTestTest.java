package vn.antin.hsm.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.Subject;
import vn.antin.crypto.json.JsonObject;
import vn.antin.crypto.key.DecryptionKey;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyVault;
import vn.antin.crypto.key.SignatureAlgorithm;
import vn.antin.crypto.key.Signer;
import vn.antin.crypto.testkit.SoftwareVault;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.KeyUse;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.selftest.SelfTestReport.Outcome;
import vn.antin.hsm.testkit.SoftHsm;

/** Keys that work pass; keys that do not are named, and the record says so under a signature. */
class SelfTestTest {
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private static SelfTestReport run(KeyVault vault, List<String> sign, List<String> decrypt) {
        return new SelfTest(vault, new SecureRandom()).run(NOW, sign, decrypt);
    }

    private static X509Certificate certificate(Signer signer) {
        return CertificateIssuer.selfSignedCa(
                signer,
                Subject.ofAuthority(OrganizationId.parse("H26.01"), "Sở Nội vụ", "CA H26.01"),
                NOW.minusSeconds(60),
                NOW.plusSeconds(60),
                new SecureRandom());
    }

    @Test
    void the_software_gives_the_known_answers() {
        assertThat(KnownAnswers.run()).hasSize(6).doesNotContainValue(false);
    }

    @Test
    void the_keys_of_a_token_pass() {
        try (TokenVault vault = SoftHsm.create().open()) {
            for (KeyType type : KeyType.values()) {
                vault.admin().generate("sign " + type, type, KeyUse.SIGN);
            }
            SelfTestReport report =
                    run(
                            vault,
                            List.of(
                                    "sign EC_P256",
                                    "sign EC_P384",
                                    "sign RSA_3072",
                                    "sign ED25519"),
                            List.of());
            assertThat(report.problems()).isEmpty();
            assertThat(report.results()).hasSize(10);
        }
    }

    /** A vault in which one thing is wrong. */
    private record Wrong(SoftwareVault vault, Signer signer, Optional<X509Certificate> certificate)
            implements KeyVault {
        @Override
        public Signer signer(String label) {
            return signer;
        }

        @Override
        public Optional<DecryptionKey> decryptionKey(byte[] subjectKeyIdentifier) {
            return vault.decryptionKey(subjectKeyIdentifier);
        }

        @Override
        public Optional<X509Certificate> certificate(String label) {
            return certificate;
        }

        @Override
        public void close() {
            vault.close();
        }
    }

    /** Signs with one key and shows another. */
    private record Mixed(Signer real, PublicKey publicKey) implements Signer {
        @Override
        public SignatureAlgorithm algorithm() {
            return real.algorithm();
        }

        @Override
        public byte[] sign(byte[] message) {
            return real.sign(message);
        }
    }

    @Test
    void a_signature_of_another_key_is_caught() {
        SoftwareVault keys = new SoftwareVault().ecP256("one").ecP256("two");
        Signer mixed = new Mixed(keys.signer("one"), keys.publicKey("two"));
        SelfTestReport report =
                run(new Wrong(keys, mixed, Optional.empty()), List.of("log"), List.of());
        assertThat(report.wrong()).isTrue();
        assertThat(report.problems())
                .extracting(Object::toString)
                .containsExactly("sign log: FAILED (the signature does not verify)");
    }

    @Test
    void a_certificate_of_another_key_is_caught() {
        SoftwareVault keys = new SoftwareVault().ecP384("one").ecP384("two");
        SelfTestReport report =
                run(
                        new Wrong(
                                keys,
                                keys.signer("one"),
                                Optional.of(certificate(keys.signer("two")))),
                        List.of("ca"),
                        List.of());
        assertThat(report.problems())
                .extracting(Object::toString)
                .containsExactly("sign ca: FAILED (the certificate is of another key)");
    }

    @Test
    void a_device_that_does_not_answer_is_no_wrong_answer() {
        SoftwareVault keys = new SoftwareVault().ecP256("one");
        Signer dead =
                new Signer() {
                    @Override
                    public SignatureAlgorithm algorithm() {
                        return SignatureAlgorithm.ECDSA_P256_SHA256;
                    }

                    @Override
                    public PublicKey publicKey() {
                        return keys.publicKey("one");
                    }

                    @Override
                    public byte[] sign(byte[] message) {
                        throw new KeyException(KeyException.Reason.TOKEN_MISSING, "gone", null);
                    }
                };
        SelfTestReport report =
                run(new Wrong(keys, dead, Optional.empty()), List.of("log"), List.of());
        assertThat(report.passed()).isFalse();
        assertThat(report.wrong()).isFalse();
        assertThat(report.problems().getFirst().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(report.signedRecord("H26.01/gw", Optional.empty(), dead).string("unsigned"))
                .isEqualTo("TOKEN_MISSING");
    }

    @Test
    void decryption_keys_open_what_the_software_closed() {
        SoftwareVault keys = new SoftwareVault().ecP256("encryption");
        keys.put("encryption", certificate(keys.signer("encryption")));
        assertThat(run(keys, List.of(), List.of("encryption")).problems()).isEmpty();
        SoftwareVault others = new SoftwareVault().ecP256("encryption");
        var swapped =
                new Wrong(
                        others,
                        others.signer("encryption"),
                        Optional.of(certificate(keys.signer("encryption"))));
        assertThat(run(swapped, List.of(), List.of("encryption")).problems())
                .extracting(Object::toString)
                .containsExactly("decrypt encryption: UNAVAILABLE (NO_SUCH_KEY)");
    }

    @Test
    void the_signed_record_verifies_until_it_is_changed() {
        SoftwareVault keys = new SoftwareVault().ecP256("seal").ecP256("other");
        JsonObject signed =
                run(keys, List.of("seal"), List.of())
                        .signedRecord("H26.01/gw", Optional.empty(), keys.signer("seal"));
        assertThat(signed.object("record").bool("passed")).isTrue();
        assertThat(SelfTestReport.verifies(signed, keys.publicKey("seal"))).isTrue();
        assertThat(SelfTestReport.verifies(signed, keys.publicKey("other"))).isFalse();
        String text = new String(signed.canonicalBytes(), StandardCharsets.UTF_8);
        JsonObject changed =
                JsonObject.parse(
                        text.replace("H26.01/gw", "H26.02/gw").getBytes(StandardCharsets.UTF_8));
        assertThat(SelfTestReport.verifies(changed, keys.publicKey("seal"))).isFalse();
    }
}

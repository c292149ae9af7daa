package vn.antin.hsm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.antin.crypto.cert.CertificateIssuer;
import vn.antin.crypto.cert.OrganizationId;
import vn.antin.crypto.cert.Subject;
import vn.antin.hsm.testkit.SoftHsm;

/** Other programs agree with what the token made. */
class OtherProgramsTest {
    @ParameterizedTest
    @EnumSource(KeyType.class)
    void openssl_verifies_a_signature_of_the_token(KeyType type, @TempDir Path folder)
            throws Exception {
        byte[] message = "Tờ trình".getBytes(UTF_8);
        byte[] signature;
        byte[] publicKey;
        try (TokenVault vault = SoftHsm.create().open()) {
            publicKey = vault.admin().generate("key", type).publicKey().getEncoded();
            signature = vault.signer("key").sign(message);
        }
        Path key = folder.resolve("key.pem");
        Files.writeString(
                key,
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
                        + "\n-----END PUBLIC KEY-----\n");
        Path in = Files.write(folder.resolve("message"), message);
        Path sig = Files.write(folder.resolve("signature"), signature);
        var command = new ArrayList<>(List.of("openssl", "pkeyutl", "-verify", "-pubin", "-inkey"));
        command.addAll(List.of(key.toString(), "-rawin", "-in", in.toString()));
        command.addAll(List.of("-sigfile", sig.toString()));
        switch (type) {
            case EC_P256 -> command.addAll(List.of("-digest", "sha256"));
            case EC_P384 -> command.addAll(List.of("-digest", "sha384"));
            case RSA_3072 ->
                    command.addAll(
                            List.of(
                                    "-digest",
                                    "sha256",
                                    "-pkeyopt",
                                    "rsa_padding_mode:pss",
                                    "-pkeyopt",
                                    "rsa_pss_saltlen:32"));
            case ED25519 -> {}
        }
        assertThat(run(command)).contains("Signature Verified Successfully");
    }

    private static String run(List<String> command) throws Exception {
        return run(command, "");
    }

    private static String run(List<String> command, String pin) throws Exception {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TEST_PIN", pin);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return out;
    }

    @Test
    void a_certificate_object_is_found_again_also_after_it_was_replaced() {
        Instant now = Instant.parse("2026-11-22T08:00:00Z");
        var subject =
                new Subject(
                        OrganizationId.parse("H26.01"),
                        "Ủy ban nhân dân",
                        Optional.empty(),
                        "CA thử nghiệm",
                        Optional.empty());
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = hsm.open()) {
            vault.admin().generate("ca", KeyType.EC_P384);
            for (int days = 1; days <= 2; days++) {
                X509Certificate certificate =
                        CertificateIssuer.selfSignedCa(
                                vault.signer("ca"),
                                subject,
                                now,
                                now.plus(Duration.ofDays(days)),
                                new SecureRandom());
                vault.admin().writeCertificate("ca", certificate);
                assertThat(vault.certificate("ca")).contains(certificate);
            }
        }
        try (TokenVault vault = hsm.open()) {
            assertThat(vault.certificate("ca").orElseThrow().getPublicKey())
                    .isEqualTo(vault.admin().publicKey("ca"));
        }
    }

    @Test
    void another_process_uses_the_same_token_at_the_same_time() throws Exception {
        SoftHsm hsm = SoftHsm.create();
        try (TokenVault vault = hsm.open()) {
            vault.admin().generate("key", KeyType.EC_P256);
            var pin = new StringBuilder();
            try (Pin lent = hsm.pin()) {
                lent.use(pin::append);
            }
            String out =
                    run(
                            List.of(
                                    "pkcs11-tool",
                                    "--module",
                                    SoftHsm.module().toString(),
                                    "--token-label",
                                    hsm.config().tokenLabel(),
                                    "--login",
                                    "--pin",
                                    "env:TEST_PIN",
                                    "--list-objects",
                                    "--type",
                                    "privkey"),
                            pin.toString());
            assertThat(out).contains("label:      key").contains("sensitive", "never extractable");
            assertThat(vault.signer("key").sign(new byte[1])).isNotEmpty();
        }
    }
}

package vn.antin.testbed.card;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.antin.cli.Main;
import vn.antin.crypto.json.JsonObject;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.PivCard;

/** What the conformance run says of OpenSC's module with our card in the reader. */
@Timeout(180)
class OpenScConformanceTest {
    @TempDir private static Path folder = Path.of("/nonexistent");

    @ParameterizedTest
    @CsvSource({
        "P_256, sign.p256, ecdh.p256, login.logout-stops",
        "P_384, sign.p384, ecdh.p384, login.logout-stops",
        "RSA_3072, sign.rsa-pss, oaep.sha256, 'oaep.hashes, login.logout-stops'",
    })
    void a_card_with_keys_that_the_project_takes_passes_and_keeps_the_pin_after_a_logout(
            KeyAlgorithm algorithm, String signs, String decrypts, String known) throws Exception {
        JsonObject report = run(algorithm);
        assertThat(report.bool("passed")).isTrue();
        assertThat(names(report, "PASSED"))
                .contains("keys.at-hand", "key.hidden", "login.logout-hides", "session.many")
                .contains(signs, decrypts, "sign.parallel", "session.new-after-error");
        assertThat(String.join(", ", names(report, "FAILED"))).isEqualTo(known);
        assertThat(names(report, "NOT_SUPPORTED")).contains("generate.p256", "wrap.rfc3394");
    }

    @Test
    void a_card_with_rsa_2048_alone_does_not_pass_and_the_report_says_why() throws Exception {
        JsonObject report = run(KeyAlgorithm.RSA_2048);
        assertThat(report.bool("passed")).isFalse();
        assertThat(names(report, "FAILED")).containsExactly("keys.at-hand");
        assertThat(
                        report.objects("results").stream()
                                .filter(each -> each.string("id").equals("keys.at-hand"))
                                .map(each -> each.string("seen")))
                .singleElement()
                .asString()
                .contains("RSA 2048")
                .contains("3072");
    }

    private static List<String> names(JsonObject report, String outcome) {
        return report.objects("results").stream()
                .filter(each -> each.string("outcome").equals(outcome))
                .map(each -> each.string("id"))
                .toList();
    }

    private static JsonObject run(KeyAlgorithm algorithm) throws Exception {
        PivCard piv = PivCard.fresh(new SecureRandom());
        OpenSslCa ca = new OpenSslCa(folder);
        for (KeySlot slot :
                List.of(KeySlot.AUTHENTICATION, KeySlot.SIGNATURE, KeySlot.DECRYPTION)) {
            byte[] _ = ca.issue(piv, slot, algorithm).getEncoded();
        }
        Path pin = Files.writeString(folder.resolve("pin"), "123456");
        Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-------"));
        try (PrivatePcscd pcscd = PrivatePcscd.start();
                VpcdLink _ = pcscd.insert(0, SmartCard.of(piv))) {
            PrivatePcscd.Result result =
                    pcscd.program(
                            Main.class,
                            "hsm",
                            "conformance",
                            "--module",
                            PrivatePcscd.openscModule().toString(),
                            "--token",
                            "9A",
                            "--pin-file",
                            pin.toString(),
                            "--json");
            return JsonObject.parse(result.output().strip().getBytes(UTF_8));
        }
    }
}

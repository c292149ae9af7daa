package vn.antin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.Pin;
import vn.antin.hsm.testkit.Nss;
import vn.antin.hsm.testkit.SoftHsm;

/** What an agency types to examine its own module, before it has any profile. */
class HsmCommandTest {
    private static final String MODULE = SoftHsm.module().toString();

    @TempDir private Path folder = Path.of("");

    private SoftHsm hsm = SoftHsm.create();

    @BeforeEach
    void a_new_token() {
        hsm = SoftHsm.create();
    }

    private String pinFile(Pin given, String mode) throws IOException {
        Path file = folder.resolve("pin");
        try (Pin pin = given) {
            pin.use(value -> {
                try {
                    Path unused = Files.writeString(file, new String(value));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
        Path unused = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file.toString();
    }

    private String label() {
        return hsm.config().tokenLabel();
    }

    private static JsonObject json(String text) {
        return JsonObject.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_survey_shows_mechanisms_and_what_they_are_good_for() {
        Typed vietnamese = Typed.words("hsm", "survey", "--module", MODULE, "--token", label());
        assertThat(vietnamese.exit()).isZero();
        assertThat(vietnamese.out())
                .contains("CKM_ECDSA ", label(), "LOGIN_REQUIRED", "✓ Ký được ECDSA P-256");
        Typed english =
                Typed.words(
                        "hsm", "survey", "--module", MODULE, "--token", label(), "--lang", "en");
        assertThat(english.out()).contains("✓ Signs with ECDSA P-256");
        Typed json = Typed.words("hsm", "survey", "--module", MODULE, "--token", label(), "--json");
        assertThat(json(json.out()).objects("tokens").getFirst().string("label"))
                .isEqualTo(label());
    }

    @Test
    void a_conformance_run_ends_in_a_report_that_can_be_printed() throws IOException {
        Path report = folder.resolve("bien-ban.md");
        Typed typed =
                Typed.words(
                        "hsm",
                        "conformance",
                        "--module",
                        MODULE,
                        "--token",
                        label(),
                        "--pin-file",
                        pinFile(hsm.pin(), "rw-------"),
                        "--report",
                        report.toString());
        assertThat(typed.exit()).isZero();
        assertThat(typed.out()).contains("│ sign.p256", "✓ ĐẠT: ", report.toString());
        assertThat(Files.readString(report)).contains("| sign.p256 |").contains("**ĐẠT: ");
    }

    @Test
    void a_module_that_fails_ends_with_4_and_says_which_rule() throws IOException {
        Nss nss = Nss.shared();
        Typed typed =
                Typed.words(
                        "hsm",
                        "conformance",
                        "--module",
                        Nss.MODULE.toString(),
                        "--token",
                        Nss.TOKEN,
                        "--init-string",
                        nss.arguments(),
                        "--pin-file",
                        pinFile(nss.pin(), "rw-------"),
                        "--json");
        assertThat(typed.exit()).isEqualTo(4);
        assertThat(json(typed.out()).objects("results"))
                .filteredOn(each -> !each.bool("holds"))
                .extracting(each -> each.string("id"))
                .containsExactly("use.wrong");
    }

    @Test
    void what_is_typed_wrong_is_said_before_the_token_is_touched() throws IOException {
        Path file = Files.writeString(folder.resolve("names"), "0x80000001 CKM_OURS\n");
        Typed names =
                Typed.words(
                        "hsm", "survey", "--module", MODULE, "--mechanism-names", file.toString());
        assertThat(names.exit()).isEqualTo(8);
        assertThat(names.err()).contains("0x80000001 = ", "line 1");
        Typed noModule = Typed.words("hsm", "survey", "--module", "/không/có.so");
        assertThat(noModule.exit()).isEqualTo(5);
        Typed notModule = Typed.words("hsm", "survey", "--module", "/etc/passwd");
        assertThat(notModule.exit()).isEqualTo(5);
        assertThat(notModule.err())
                .contains("[module-invalid]", "/etc/passwd", "không phải là mô-đun PKCS#11")
                .doesNotContain("cắm");
        Typed noToken =
                Typed.words("hsm", "survey", "--module", MODULE, "--token", "không có thẻ này");
        assertThat(noToken.exit()).isEqualTo(5);
        assertThat(noToken.err()).contains("không có thẻ này");
        String open = pinFile(hsm.pin(), "rw-r--r--");
        Typed openPin =
                Typed.words(
                        "hsm",
                        "conformance",
                        "--module",
                        MODULE,
                        "--token",
                        label(),
                        "--pin-file",
                        open);
        assertThat(openPin.exit()).isEqualTo(5);
        assertThat(openPin.err()).contains("chmod 600");
        Typed there =
                Typed.words(
                        "hsm",
                        "conformance",
                        "--module",
                        MODULE,
                        "--token",
                        label(),
                        "--pin-file",
                        open,
                        "--report",
                        file.toString());
        assertThat(there.exit()).isEqualTo(8);
        assertThat(Files.readString(file)).startsWith("0x80000001");
    }
}

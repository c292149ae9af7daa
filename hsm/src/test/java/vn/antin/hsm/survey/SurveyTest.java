package vn.antin.hsm.survey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.pkcs11.MechanismInfo;
import vn.antin.hsm.pkcs11.MechanismInfo.Use;
import vn.antin.hsm.survey.Finding.Grade;
import vn.antin.hsm.testkit.Nss;
import vn.antin.hsm.testkit.SoftHsm;

/** A module describes itself, and what is missing is said in words. */
class SurveyTest {
    private static Survey.Entry softHsm() {
        SoftHsm hsm = SoftHsm.create();
        Survey survey =
                Survey.of(
                        SoftHsm.module(), Optional.empty(), Optional.of(hsm.config().tokenLabel()));
        assertThat(survey.module().cryptoki()).isEqualTo("2.40");
        assertThat(survey.tokens()).hasSize(1);
        return survey.tokens().getFirst();
    }

    private static List<String> keys(Survey.Entry entry, Grade grade) {
        return entry.findings().stream()
                .filter(each -> each.grade() == grade)
                .map(Finding::key)
                .toList();
    }

    @Test
    void softhsm_lists_all_that_we_need_and_its_habits_are_told() {
        Survey.Entry entry = softHsm();
        assertThat(keys(entry, Grade.GOOD)).hasSize(12).contains("sign-p256.yes", "ecdh.yes");
        assertThat(keys(entry, Grade.LACKING)).isEmpty();
        assertThat(keys(entry, Grade.NOTE)).contains("softhsm.oaep");
        MechanismInfo ecdsa = entry.mechanism(0x1041).orElseThrow();
        assertThat(MechanismNames.shipped().name(ecdsa)).isEqualTo("CKM_ECDSA");
        assertThat(ecdsa.can(Use.SIGN)).isTrue();
        assertThat(TokenFlag.of(entry.token().flags()))
                .contains(TokenFlag.LOGIN_REQUIRED, TokenFlag.TOKEN_INITIALIZED)
                .doesNotContain(TokenFlag.USER_PIN_LOCKED);
        assertThat(entry.limits().minPin()).isEqualTo(4);
    }

    @Test
    void nss_has_no_edwards_keys_and_its_own_mechanisms_have_names() {
        Survey.Entry entry =
                Survey.of(Nss.MODULE, Optional.of(Nss.shared().arguments()), Optional.of(Nss.TOKEN))
                        .tokens()
                        .getFirst();
        assertThat(keys(entry, Grade.LACKING)).contains("sign-ed25519.no", "ed25519-keys.no");
        assertThat(keys(entry, Grade.NOTE)).contains("nss.wraps");
        assertThat(entry.mechanisms())
                .extracting(MechanismNames.shipped()::name)
                .contains("CKM_NSS_AES_KEY_WRAP");
    }

    @Test
    void a_token_that_is_not_there_is_named() {
        assertThatThrownBy(() ->
                        Survey.of(SoftHsm.module(), Optional.empty(), Optional.of("không có")))
                .isInstanceOfSatisfying(
                        KeyException.class,
                        e -> assertThat(e.reason()).isEqualTo(KeyException.Reason.TOKEN_MISSING))
                .hasMessageContaining("không có");
    }

    @Test
    void every_finding_has_words_in_both_languages() {
        ResourceBundle vi =
                ResourceBundle.getBundle("vn.antin.hsm.survey.messages_vi", Locale.ROOT);
        ResourceBundle en =
                ResourceBundle.getBundle("vn.antin.hsm.survey.messages_en", Locale.ROOT);
        assertThat(vi.keySet()).isEqualTo(en.keySet());
        for (Finding each : softHsm().findings()) {
            assertThat(each.text(Locale.ENGLISH)).isNotBlank();
            assertThat(each.text(Locale.forLanguageTag("vi")))
                    .isNotEqualTo(each.text(Locale.ENGLISH));
        }
    }

    private static MechanismInfo vendor(long code) {
        return new MechanismInfo(code, 0, 0, 0);
    }

    @Test
    void names_of_a_vendor_come_from_a_file_and_win() {
        MechanismNames names =
                MechanismNames.shipped()
                        .with(
                                "# ours\n\n0x80001234 = CKM_OURS\r\n0xCE534351=MINE\n"
                                        .getBytes(UTF_8));
        assertThat(names.name(vendor(0x80001234L))).isEqualTo("CKM_OURS");
        assertThat(names.name(vendor(0xCE534351L))).isEqualTo("MINE");
        assertThat(names.name(vendor(0x80009999L))).isEqualTo("0x80009999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80001234 = X",
                "0x80001234",
                "0x123456789 = X",
                "0x1 = a b",
                "x\ny",
                "0x1041 = MINE"
            })
    void a_file_that_is_not_so_names_its_line(String text) {
        assertThatThrownBy(() -> MechanismNames.shipped().with(text.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void a_number_stands_once_in_a_file() {
        assertThatThrownBy(() ->
                        MechanismNames.shipped()
                                .with("0x80000001 = A\n0x80000001 = B".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }
}

package vn.antin.hsm.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.json.JsonObject;
import vn.antin.hsm.KeyType;
import vn.antin.hsm.TokenVault;
import vn.antin.hsm.check.CheckResult.Outcome;
import vn.antin.hsm.pkcs11.Pkcs11Session;
import vn.antin.hsm.pkcs11.Template;
import vn.antin.hsm.provider.ModuleApproval;
import vn.antin.hsm.provider.ModuleIdentity;
import vn.antin.hsm.provider.ProviderRecords;
import vn.antin.hsm.survey.MechanismNames;
import vn.antin.hsm.testkit.SoftHsm;

/** What the run says of SoftHSM: it passes, without OAEP SHA-256, and two habits are told. */
class SoftHsmConformanceTest {
    private static final SoftHsm HSM = SoftHsm.create("thẻ kiểm tra");
    private static ConformanceReport report;
    private static int before;

    @BeforeAll
    static void run() {
        try (TokenVault vault = HSM.open()) {
            vault.admin().generate("signature", KeyType.EC_P256);
        }
        before = objects();
        report = Runs.of(HSM);
    }

    /** All objects that a login shows, whatever they are called. */
    private static int objects() {
        try (ModuleUnderTest token = Runs.open(HSM);
                Pkcs11Session session = token.open(false)) {
            token.withPin(session::login);
            return session.find(Template.empty()).size();
        }
    }

    @Test
    void every_check_has_the_outcome_that_is_known_of_this_module() {
        assertThat(report.passed()).isTrue();
        assertThat(report.results()).extracting(CheckResult::id).isEqualTo(Conformance.names());
        assertThat(Runs.names(report, Outcome.NOT_SUPPORTED)).containsExactly("oaep.sha256");
        assertThat(Runs.names(report, Outcome.FAILED))
                .containsExactly("key.unsaid-usages", "oaep.hashes");
        assertThat(Runs.names(report, Outcome.SKIPPED)).isEmpty();
        assertThat(report.result("oaep.hashes").arguments().getFirst()).isEqualTo("SHA-1");
    }

    @Test
    void what_was_in_the_token_before_is_there_and_nothing_else() {
        try (TokenVault vault = HSM.open()) {
            assertThat(vault.admin().keys())
                    .extracting(key -> key.label())
                    .containsExactly("signature");
        }
        assertThat(before).isPositive();
        assertThat(objects()).isEqualTo(before);
    }

    /** Nobody approved it. */
    private static ModuleApproval approval() {
        return ProviderRecords.NONE.of(
                ModuleIdentity.of(
                        report.survey().module(),
                        report.survey().tokens().getFirst().token(),
                        ModuleIdentity.hash(SoftHsm.module())));
    }

    @Test
    void the_report_can_be_read_in_both_languages() {
        for (Locale locale : List.of(Locale.forLanguageTag("vi"), Locale.ENGLISH)) {
            String text = report.markdown(locale, approval());
            for (CheckResult each : report.results()) {
                assertThat(text)
                        .contains("| " + each.id() + " | " + each.rule(locale) + " | ")
                        .contains(each.seen(locale).replace("|", "\\|"));
            }
            assertThat(text)
                    .contains(report.judgement(locale))
                    .contains(approval().state(report.at(), locale))
                    .doesNotContain("{0}");
        }
        assertThat(report.markdown(Locale.forLanguageTag("vi"), approval())).contains("ĐẠT");
    }

    @Test
    void the_json_says_the_same() {
        JsonObject json = report.toJson(MechanismNames.shipped(), approval());
        assertThat(json.bool("passed")).isTrue();
        assertThat(json.objects("results"))
                .hasSameSizeAs(report.results())
                .allMatch(each -> !each.string("seen").isEmpty());
        assertThat(json.object("survey").objects("tokens")).hasSize(1);
    }
}

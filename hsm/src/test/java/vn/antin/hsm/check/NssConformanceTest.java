package vn.antin.hsm.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.antin.hsm.check.CheckResult.Outcome;

/** What the run says of NSS softokn: its keys come out, and signing keys agree too. */
class NssConformanceTest {
    private static ConformanceReport report;

    @BeforeAll
    static void run() {
        report = Runs.ofNss();
    }

    @Test
    void every_check_has_the_outcome_that_is_known_of_this_module() {
        assertThat(report.passed()).isFalse();
        assertThat(report.failures()).extracting(CheckResult::id).containsExactly("use.wrong");
        assertThat(report.result("use.wrong").seen(Locale.ENGLISH))
                .isEqualTo("Permitted: agree with a key that signs");
        assertThat(report.traps())
                .extracting(CheckResult::id)
                .containsExactly(
                        "key.not-wrapped",
                        "key.local",
                        "key.unsaid-usages",
                        "wrap.rfc5649",
                        "trust.wrap",
                        "trust.officer");
        assertThat(Runs.names(report, Outcome.NOT_SUPPORTED))
                .containsExactly("generate.ed25519", "sign.ed25519");
        assertThat(Runs.names(report, Outcome.SKIPPED)).isEmpty();
    }
}

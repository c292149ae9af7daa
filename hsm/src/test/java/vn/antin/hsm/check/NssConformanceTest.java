package vn.antin.hsm.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.antin.hsm.check.CheckResult.Outcome;
import vn.antin.hsm.testkit.Nss;

/** What the run says of NSS softokn: usable functions, and its traps by name. */
class NssConformanceTest {
    private static ConformanceReport report;

    @BeforeAll
    static void run() {
        assumeTrue(Nss.installed(), "the Debian package libnss3 is not installed");
        report = Runs.ofNss();
        System.out.println(report.markdown(Locale.ENGLISH));
    }

    @Test
    void it_lets_keys_out_that_are_not_extractable() {
        assertThat(report.result("key.not-wrapped").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.traps())
                .extracting(CheckResult::id)
                .contains("key.not-wrapped", "key.local", "wrap.rfc5649");
    }
}

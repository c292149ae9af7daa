package vn.antin.hsm.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.TokenAddress;

class SoftHsmConformanceTest {
    private static ConformanceReport report;

    @BeforeAll
    static void run() {
        SoftHsm hsm = SoftHsm.create("thẻ kiểm tra");
        TokenConfig config = hsm.config();
        try (ModuleUnderTest token =
                ModuleUnderTest.open(
                        new TokenAddress(
                                config.module(),
                                config.tokenLabel(),
                                config.serial(),
                                ModuleOptions.PARALLEL),
                        hsm.pins())) {
            report =
                    new Conformance(new SecureRandom(), () -> Instant.parse("2026-11-22T03:00:00Z"))
                            .run(token, result -> {});
        }
    }

    @Test
    void shows() {
        System.out.println(report.markdown(Locale.ENGLISH));
        assertThat(report.results()).hasSameSizeAs(Conformance.names());
    }
}

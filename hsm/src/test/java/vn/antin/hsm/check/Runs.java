package vn.antin.hsm.check;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.antin.hsm.TokenConfig;
import vn.antin.hsm.check.CheckResult.Outcome;
import vn.antin.hsm.pkcs11.ModuleOptions;
import vn.antin.hsm.testkit.Nss;
import vn.antin.hsm.testkit.SoftHsm;
import vn.antin.hsm.token.TokenAddress;

/** Conformance runs at the modules of the tests. */
final class Runs {
    static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private Runs() {}

    static ModuleUnderTest open(SoftHsm hsm) {
        TokenConfig config = hsm.config();
        return ModuleUnderTest.open(
                new TokenAddress(
                        config.module(),
                        config.tokenLabel(),
                        config.serial(),
                        ModuleOptions.PARALLEL),
                hsm.pins());
    }

    static ConformanceReport of(TokenUnderTest token) {
        return new Conformance(new SecureRandom(), () -> NOW).run(token, result -> {});
    }

    static ConformanceReport of(SoftHsm hsm) {
        try (ModuleUnderTest token = open(hsm)) {
            return of(token);
        }
    }

    static ConformanceReport ofNss() {
        Nss nss = Nss.shared();
        try (ModuleUnderTest token =
                ModuleUnderTest.open(
                        new TokenAddress(
                                Nss.MODULE,
                                Nss.TOKEN,
                                Optional.empty(),
                                ModuleOptions.parallel(Optional.of(nss.arguments()))),
                        status -> nss.pin())) {
            return of(token);
        }
    }

    static List<String> names(ConformanceReport report, Outcome outcome) {
        return report.results().stream()
                .filter(each -> each.outcome() == outcome)
                .map(CheckResult::id)
                .toList();
    }
}

package vn.antin.testbed.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may import whom: the arrows of the house, and the doors that only one room may use. */
class ArrowsTest {
    private static final JavaClasses HOUSE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages("vn.antin");

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(HOUSE);
    }

    @Test
    void policies_know_only_the_jdk_and_the_yaml_parser() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.policies..")
                        .should()
                        .dependOnClassesThat(
                                not(
                                        resideInAnyPackage(
                                                "vn.antin.policies..",
                                                "java..",
                                                "javax.xml.stream..",
                                                "org.jspecify..",
                                                "org.snakeyaml..")))
                        .because("whoever decides does no input or output"));
    }

    @Test
    void the_yaml_parser_stays_in_the_pack_room() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.policies..")
                        .and()
                        .resideOutsideOfPackage("vn.antin.policies.pack..")
                        .should()
                        .dependOnClassesThat(resideInAPackage("org.snakeyaml.."))
                        .because("rules are data; only the reader knows their spelling"));
    }

    @Test
    void crypto_knows_of_policies_only_the_label() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.crypto..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("vn.antin..")
                                        .and(
                                                not(
                                                        resideInAnyPackage(
                                                                "vn.antin.crypto..",
                                                                "vn.antin.policies.label.."))))
                        .because("an auditor reads crypto alone"));
    }

    @Test
    void crypto_has_no_network_and_no_database() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.crypto..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.net.http..", "java.sql..", "java.nio.file.."));
    }

    @Test
    void bouncy_castle_stays_in_its_room() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("vn.antin.crypto.bc..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.bouncycastle.."));
    }

    @Test
    void hsm_knows_only_crypto_and_the_label() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.hsm..")
                        .should()
                        .dependOnClassesThat(
                                resideInAPackage("vn.antin..")
                                        .and(
                                                not(
                                                        resideInAnyPackage(
                                                                "vn.antin.hsm..",
                                                                "vn.antin.crypto..",
                                                                "vn.antin.policies.label..")))));
    }

    @Test
    void the_pkcs11_wrapper_stays_in_its_room() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("vn.antin.hsm.pkcs11..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.xipki..", "iaik.."));
    }

    @Test
    void the_sdk_knows_no_token_and_no_gateway() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.sdk..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "vn.antin.hsm..",
                                "vn.antin.cli..",
                                "vn.antin.gateway..",
                                "vn.antin.testbed.."));
    }

    @Test
    void the_command_line_knows_tokens_only_at_its_root_and_in_card() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.cli.*..")
                        .and()
                        .resideOutsideOfPackage("vn.antin.cli.card..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("vn.antin.hsm..", "vn.antin.gateway.."));
    }

    @Test
    void the_gateway_knows_tokens_only_in_app_and_ops() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin.gateway..")
                        .and()
                        .resideOutsideOfPackages("vn.antin.gateway.app..", "vn.antin.gateway.ops..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("vn.antin.hsm..", "vn.antin.cli.."));
    }

    @Test
    void sql_stays_in_the_store() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin..")
                        .and()
                        .resideOutsideOfPackage("vn.antin.gateway.store..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.sql..", "javax.sql..", "com.zaxxer.hikari.."));
    }

    @Test
    void the_web_server_stays_in_the_api() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin..")
                        .and()
                        .resideOutsideOfPackages(
                                "vn.antin.gateway.api..",
                                "vn.antin.gateway.ops..",
                                "vn.antin.gateway.web..",
                                "vn.antin.gateway.app..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("io.undertow.."));
    }

    @Test
    void only_the_api_speaks_http_status() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(
                                "vn.antin.gateway.exchange..",
                                "vn.antin.gateway.intake..",
                                "vn.antin.gateway.evidence..",
                                "vn.antin.gateway.tlog..",
                                "vn.antin.gateway.store..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("vn.antin.gateway.api..", "vn.antin.gateway.app.."));
    }

    @Test
    void nothing_depends_on_the_testbed() {
        check(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("vn.antin.testbed..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("vn.antin.testbed.."));
    }

    @Test
    void rooms_have_no_cycles() {
        check(slices().matching("vn.antin.(*).(*)..").should().beFreeOfCycles());
    }

    @Test
    void time_is_a_parameter() {
        check(
                noClasses()
                        .that()
                        .resideInAPackage("vn.antin..")
                        .and()
                        .resideOutsideOfPackages(
                                "vn.antin.gateway.app..", "vn.antin.cli", "vn.antin.testbed..")
                        .should()
                        .callMethod(java.time.Instant.class, "now")
                        .orShould()
                        .callMethod(java.time.LocalDate.class, "now")
                        .orShould()
                        .callMethod(java.time.Clock.class, "systemUTC")
                        .orShould()
                        .callMethod(java.time.Clock.class, "systemDefaultZone")
                        .orShould()
                        .callMethod(java.time.InstantSource.class, "system")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("time comes from an injected clock"));
    }
}

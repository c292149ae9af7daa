package vn.antin.crypto.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of organizations, endpoints and people. */
class IdentifiersTest {
    @ParameterizedTest
    @ValueSource(strings = {"H26", "H26.01", "G01.99.ABC", "A00.1", "Y99.H26.KTVX9.2222.33333.7Q"})
    void codes_of_the_decision_are_organizations(String text) {
        assertThat(OrganizationId.parse(text)).hasToString(text);
    }

    /** Among them: Cyrillic Н, full-width digits, Arabic digits, dotless letters, line ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "H",
                "H2",
                "Z26",
                "h26",
                "H26.",
                "H26..01",
                ".H26",
                "H26.01/",
                "H26.a1",
                "H26 ",
                "H26\n",
                "\u041d26.01",
                "H\uff12\uff16.01",
                "H\u0662\u0666.01",
                "H26.\u039f1",
                "H26.01\u200b",
                "H26\u3002 01",
                "H26.1234567890123456789012345678901234"
            })
    void what_only_looks_like_a_code_is_refused(String text) {
        assertThatThrownBy(() -> OrganizationId.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"H26.01/nva", "H26.01/gw", "G01/0.he-thong.v2"})
    void an_endpoint_is_read_back_from_its_text(String text) {
        assertThat(EndpointId.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "H26.01",
                "H26.01/",
                "/nva",
                "H26.01/NVA",
                "H26.01/nv\u0430",
                "H26.01/nv\u00e1",
                "H26.01/.nva",
                "H26.01/-nva",
                "H26.01/n/va",
                "H26.01//nva",
                "H26.01/nva ",
                "H26.01/nva\n",
                "H26.01/nva\u0000",
                "H26.01/\u202eavn",
                "H26.01/nv_a",
                "H26.01/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void what_only_looks_like_an_endpoint_is_refused(String text) {
        assertThatThrownBy(() -> EndpointId.parse(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void endpoints_sort_by_organization_then_name() {
        assertThat(EndpointId.parse("H26/zz")).isLessThan(EndpointId.parse("H26.01/aa"));
        assertThat(EndpointId.parse("H26/aa")).isLessThan(EndpointId.parse("H26/ab"));
        assertThat(EndpointId.gatewayOf(OrganizationId.parse("H26")).isGateway()).isTrue();
        assertThat(EndpointId.parse("H26/gw2").isGateway()).isFalse();
    }

    @Test
    void a_subject_is_read_back_from_its_encoding() throws CertificateProblem {
        Subject subject =
                new Subject(
                        OrganizationId.parse("H26.01"),
                        "Sở Nội vụ thành phố Hà Nội",
                        Optional.of("Phòng Văn thư – Lưu trữ"),
                        "Nguyễn Thị Ánh Tuyết",
                        Optional.of("ntatuyet"));
        assertThat(Subject.parse(subject.toDer())).isEqualTo(subject);
        assertThat(subject.endpoint()).contains(EndpointId.parse("H26.01/ntatuyet"));
    }

    /** Among them: decomposed Vietnamese, bidirectional control, zero width, no-break space. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " Nguyễn",
                "Nguyễn ",
                "Nguye\u0302\u0303n",
                "A\u202eB",
                "A\u200bB",
                "A\u00a0B",
                "A\nB",
                "A\u0000B",
                "A\u2028B",
                "A\ue000",
                "A\ud800",
                "0123456789012345678901234567890123456789012345678901234567890123456789"
            })
    void names_that_would_show_something_else_than_they_are_are_refused(String text) {
        assertThatThrownBy(() ->
                        new Subject(
                                OrganizationId.parse("H26.01"),
                                "Sở Nội vụ",
                                Optional.empty(),
                                text,
                                Optional.of("nva")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void profiles_are_found_by_their_policy() {
        for (CertificateProfile profile : CertificateProfile.values()) {
            assertThat(CertificateProfile.ofPolicy(profile.policy())).contains(profile);
        }
        assertThat(CertificateProfile.ofPolicy("2.5.29.32.0")).isEmpty();
    }
}

package vn.antin.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
    private static final String GOOD =
            "{\"organization\":\"H26.01\",\"organizationName\":\"Sở Nội vụ\",\"premises\":\"P1\","
                    + "\"listen\":\"[::1]:8443\",\"publicUrl\":\"https://gw.example:8443\","
                    + "\"token\":{\"module\":\"/m.so\",\"label\":\"gw\",\"pinFile\":\"secrets/pin\"},"
                    + "\"data\":\"data\",\"rulePack\":\"vn-2025\",\"exercise\":true,"
                    + "\"limits\":{\"clockSkewSeconds\":60}}";

    @TempDir Path home;

    private GatewayConfig read(String text) throws java.io.IOException {
        Files.writeString(home.resolve(GatewayConfig.FILE_NAME), text, StandardCharsets.UTF_8);
        return GatewayConfig.read(home);
    }

    @Test
    void what_is_written_is_read_again_as_the_same() throws java.io.IOException {
        GatewayConfig config = read(GOOD);
        assertThat(config.listen().toString()).isEqualTo("[::1]:8443");
        assertThat(config.endpoint().toString()).isEqualTo("H26.01/gw");
        assertThat(config.token().pinFile()).isEqualTo(home.resolve("secrets/pin"));
        assertThat(config.limits().clockSkew()).hasSeconds(60);
        assertThat(GatewayConfig.parse(home, config.toJson())).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"premises\":\"P1\"|\"premises\":\" \"",
                "\"listen\":\"[::1]:8443\"|\"listen\":\"8443\"",
                "\"listen\":\"[::1]:8443\"|\"listen\":\"a:70000\"",
                "https://gw|http://gw",
                "\"exercise\":true|\"exercise\":\"yes\"",
                "\"exercise\":true|\"exercize\":true",
                "\"clockSkewSeconds\":60|\"clockSkewSeconds\":0",
                "\"H26.01\"|\"h26\"",
                "\"label\":\"gw\",|''",
            })
    void a_wrong_value_stops_the_start_and_is_named(String right, String wrong)
            throws java.io.IOException {
        String text = GOOD.replace(right, wrong);
        assertThat(text).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> read(text))
                .isInstanceOfSatisfying(
                        StartupProblem.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(StartupProblem.Code.CONFIG_INVALID);
                            assertThat(e.vietnamese()).contains("gateway.json");
                        });
    }

    @Test
    void a_missing_file_says_what_to_do() {
        assertThatThrownBy(() -> GatewayConfig.read(home.resolve("nowhere")))
                .isInstanceOfSatisfying(
                        StartupProblem.class, e -> assertThat(e.english()).contains("antin init"));
    }
}

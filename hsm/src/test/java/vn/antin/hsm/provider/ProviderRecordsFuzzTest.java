package vn.antin.hsm.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Locale;
import vn.antin.policies.label.Level;

/** Any bytes are records within their bounds, or refused in both languages. */
class ProviderRecordsFuzzTest {
    @FuzzTest
    void parse(byte[] bytes) {
        try {
            for (ProviderRecord record : ProviderRecords.parse(bytes).records()) {
                assertThat(record.approvalNumber()).hasSizeBetween(1, 64).isNotEqualTo("none");
                assertThat(record.validFrom()).isBefore(record.validUntil());
                assertThat(record.levels()).isNotEmpty().doesNotContain(Level.KHONG_MAT);
            }
        } catch (ProviderProblem e) {
            assertThat(e.text(Locale.forLanguageTag("vi"))).isNotBlank();
            assertThat(e.text(Locale.ENGLISH)).isNotBlank();
        }
    }
}

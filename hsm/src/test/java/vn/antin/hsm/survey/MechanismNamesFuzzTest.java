package vn.antin.hsm.survey;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import vn.antin.hsm.pkcs11.MechanismInfo;

/** Any bytes are names or refused with their line. */
class MechanismNamesFuzzTest {
    @FuzzTest
    void with(byte[] bytes) {
        try {
            var mechanism = new MechanismInfo(0x8000_0001L, 0, 0, 0);
            assertThat(MechanismNames.shipped().with(bytes).name(mechanism)).hasSizeBetween(1, 64);
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s)(line \\d+|not UTF-8).*");
        }
    }
}

package vn.antin.crypto.bc.cms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bc.cms.CmsException.Kind;

class DerTest {
    private static void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> Der.read(bytes))
                .isInstanceOfSatisfying(
                        CmsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0500", "3000", "30020500", "310602010102010 2"})
    void der_is_read(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatCode(() -> Der.read(bytes)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "3001",
                "30800000",
                "308102050 0",
                "3082000205 00",
                "300205000 0",
                "30030500",
                "3084ffffffff",
                "30847fffffff",
                "3085010000000 0",
                "1f0100",
                "3003050000",
                "3106020102020101",
                "0101 01",
                "02020001",
                "300405010 000",
                "24800401000000"
            })
    void anything_but_der_is_refused(String hex) {
        assertMalformed(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void a_deep_nesting_is_refused_without_recursion() {
        byte[] bomb = new byte[1 << 20];
        for (int i = 0; i + 1 < bomb.length; i += 2) {
            bomb[i] = 0x30;
            bomb[i + 1] = (byte) 0x80;
        }
        assertMalformed(bomb);
        byte[] der = new byte[0];
        for (int i = 0; i < 60; i++) {
            byte[] outer = new byte[der.length + 2];
            outer[0] = 0x30;
            outer[1] = (byte) der.length;
            System.arraycopy(der, 0, outer, 2, der.length);
            der = outer;
        }
        assertMalformed(der);
    }

    @Test
    void a_million_elements_are_refused_before_any_is_built() {
        byte[] many = new byte[2_000_000 + 5];
        Arrays.fill(many, (byte) 0);
        many[0] = 0x30;
        many[1] = (byte) 0x83;
        many[2] = (byte) (2_000_000 >> 16);
        many[3] = (byte) (2_000_000 >> 8 & 0xff);
        many[4] = (byte) (2_000_000 & 0xff);
        for (int i = 5; i < many.length; i += 2) {
            many[i] = 5;
        }
        assertMalformed(many);
    }

    @Test
    void more_than_16_mib_is_too_big() {
        assertThatThrownBy(() -> Der.read(new byte[(16 << 20) + 1]))
                .isInstanceOfSatisfying(
                        CmsException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TOO_BIG));
    }

    @Test
    void random_bytes_are_refused_or_are_der() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 1) {
                bytes[0] = 0x30;
                bytes[1] = (byte) (bytes.length - 2);
            }
            try {
                assertThat(Der.bytes(Der.read(bytes))).isEqualTo(bytes);
            } catch (CmsException e) {
                assertThat(e.kind()).isEqualTo(Kind.MALFORMED);
            }
        }
    }
}

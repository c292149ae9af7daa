package vn.antin.crypto.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void canonical_form_sorts_keys_by_utf16_units_as_rfc_8785_3_2_3() {
        JsonObject parsed =
                JsonObject.parse(
                        utf8(
                                "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\","
                                        + "\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\","
                                        + "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji\","
                                        + "\"\\u0080\":\"Control\",\"\\u00f6\":\"Latin o\"}"));
        assertThat(parsed.keys())
                .containsExactly("\r", "1", "\u0080", "\u00f6", "\u20ac", "\ud83d\ude00", "\ufb33");
    }

    @Test
    void canonical_form_escapes_only_what_rfc_8785_3_2_2_2_names() {
        JsonObject object =
                JsonObject.builder().put("s", "\u20ac$\u000F\nA'B\"\\\\\"/\u001f").build();
        assertThat(new String(object.canonicalBytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"s\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\\u001f\"}");
    }

    @Test
    void what_is_parsed_and_written_again_is_the_same() {
        String text =
                "{\"a\":[{\"x\":1},{\"y\":-9007199254740991}],\"b\":true,\"tên\":\"Tối mật\"}";
        assertThat(JsonObject.parseCanonical(utf8(text)).canonicalBytes()).isEqualTo(utf8(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1}",
                "{\"b\":1,\"a\":2}",
                "{\"a\":1} ",
                "{\"a\":\"\\u0041\"}",
                "{\"a\":-0}"
            })
    void canonical_parser_refuses_every_other_spelling(String text) {
        assertThatThrownBy(() -> JsonObject.parseCanonical(utf8(text)))
                .isInstanceOf(JsonException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"a\":1,\"a\":2}",
                "{\"a\":null}",
                "{\"a\":1.5}",
                "{\"a\":1e3}",
                "{\"a\":9007199254740992}",
                "{\"a\":99999999999999999999}",
                "{\"a\":\"\\ud800\"}",
                "{\"a\":1}{}"
            })
    void parser_refuses_what_no_format_uses(String text) {
        assertThatThrownBy(() -> JsonObject.parse(utf8(text))).isInstanceOf(JsonException.class);
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        assertThatThrownBy(() ->
                        JsonObject.parse(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void an_error_names_the_field_but_never_its_value() {
        JsonObject object = JsonObject.builder().put("abstract", "bí mật").build();
        assertThatThrownBy(() -> object.integer("abstract"))
                .hasMessageContaining("abstract")
                .hasMessageNotContaining("bí mật");
        assertThat(object.toString()).doesNotContain("bí mật");
    }

    @Test
    void a_field_that_no_one_knows_is_refused_in_signed_formats() {
        JsonObject object = JsonObject.builder().put("a", 1).put("b", 2).build();
        assertThatThrownBy(() -> object.onlyKeys("a")).hasMessageContaining("\"b\"");
    }

    @Test
    void lists_keep_their_order_and_type() {
        JsonObject object = JsonObject.builder().putStrings("l", List.of("b", "a")).build();
        assertThat(object.strings("l")).containsExactly("b", "a");
        assertThatThrownBy(() -> object.objects("l")).isInstanceOf(JsonException.class);
    }

    @Test
    void instants_are_utc_to_the_millisecond_and_have_one_spelling() {
        Instant instant = Instant.parse("2026-11-22T03:04:05.678999Z");
        JsonObject object = JsonObject.builder().put("t", instant).build();
        assertThat(object.string("t")).isEqualTo("2026-11-22T03:04:05.678Z");
        assertThat(object.instant("t")).isEqualTo(Instant.parse("2026-11-22T03:04:05.678Z"));
        assertThat(JsonObject.builder().put("t", Instant.EPOCH).build().string("t"))
                .isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T03:04:05Z",
                "2026-11-22T03:04:05.67Z",
                "2026-11-22T03:04:05.678+00:00",
                "2026-11-22T03:04:05.678z",
                "2026-11-22T24:00:00.000Z",
                "2026-02-30T03:04:05.678Z",
                "+12026-11-22T03:04:05.678Z",
                "soon",
                ""
            })
    void every_other_spelling_of_an_instant_is_refused(String text) {
        JsonObject object = JsonObject.builder().put("t", text).build();
        assertThatThrownBy(() -> object.instant("t")).isInstanceOf(JsonException.class);
    }

    @Test
    void bytes_are_base64_with_padding() {
        JsonObject object = JsonObject.builder().put("b", new byte[] {1, -1}).build();
        assertThat(object.string("b")).isEqualTo("Af8=");
        assertThat(object.bytes("b")).containsExactly(1, -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Af8", "Af9=", "Af8=\n", "A", "Af_=", " Af8="})
    void every_other_spelling_of_bytes_is_refused(String text) {
        JsonObject object = JsonObject.builder().put("b", text).build();
        assertThatThrownBy(() -> object.bytes("b")).isInstanceOf(JsonException.class);
    }
}

package vn.antin.sdk.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bytes.Digest;
import vn.antin.crypto.cert.EndpointId;
import vn.antin.crypto.json.JsonException;
import vn.antin.crypto.json.JsonObject;

class WireCodecTest {
    @Test
    void every_message_survives_the_wire_unchanged() {
        for (Map.Entry<String, Samples.Sample> sample : Samples.all().entrySet()) {
            JsonObject sent = sample.getValue().json();
            JsonObject received = JsonObject.parse(sent.canonicalBytes());
            assertThat(sample.getValue().again().apply(received))
                    .as(sample.getKey())
                    .isEqualTo(sent);
        }
    }

    @Test
    void a_changed_message_is_either_read_or_refused_with_a_json_exception() {
        Random random = new Random(20261122);
        for (Samples.Sample sample : Samples.all().values()) {
            byte[] bytes = sample.json().canonicalBytes();
            for (int i = 0; i < 300; i++) {
                byte[] changed = mutate(bytes, random);
                try {
                    JsonObject unused = sample.again().apply(JsonObject.parse(changed));
                } catch (JsonException expected) {
                    assertThat(expected).hasMessageNotContaining("Nguyễn");
                }
            }
        }
    }

    @Test
    void a_message_without_one_of_its_fields_is_never_a_bug() {
        for (Samples.Sample sample : Samples.all().values()) {
            for (String key : sample.json().keys()) {
                try {
                    JsonObject unused = sample.again().apply(without(sample.json(), key));
                } catch (JsonException expected) {
                    assertThat(expected).hasMessageContaining(key);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ProblemCode.class)
    void every_problem_has_a_title_in_both_languages(ProblemCode code) {
        assertThat(code.vietnamese()).isNotBlank().isNotEqualTo(code.english());
        assertThat(code.english()).isNotBlank();
        assertThat(ProblemCode.ofType(code.type())).contains(code);
        assertThat(code.status()).isBetween(400, 599);
    }

    @Test
    void titles_do_not_depend_on_the_language_of_the_machine() {
        java.util.Locale before = java.util.Locale.getDefault();
        try {
            java.util.Locale.setDefault(java.util.Locale.FRENCH);
            assertThat(ProblemCode.NOT_FOUND.vietnamese()).isEqualTo("Không tìm thấy");
            assertThat(ProblemCode.NOT_FOUND.english()).isEqualTo("Not found");
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    @Test
    void paths_are_those_of_the_specification() {
        assertThat(Api.suspension(EndpointId.parse("H26.01/nva")))
                .isEqualTo("/v1/endpoints/H26.01%2Fnva/suspension");
        assertThat(Api.directory("Trần Bình&x=/"))
                .isEqualTo("/v1/directory?query=Tr%E1%BA%A7n%20B%C3%ACnh%26x%3D%2F");
        assertThat(Api.directory("")).isEqualTo("/v1/directory");
        assertThat(Api.blob(Digest.of(new byte[0])))
                .isEqualTo(
                        "/v1/blobs/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(Api.receipt(Samples.ID))
                .isEqualTo("/v1/consignments/" + Samples.ID + "/receipt");
        assertThat(Api.register(RegisterPage.Register.OUTGOING, 2026))
                .isEqualTo("/v1/registers/outgoing?year=2026");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "3F0C9D1E-52aa-4c1b-9d5e-7f3f0a6b1c2d",
                "3f0c9d1e-52aa-4c1b-9d5e-7f3f0a6b1c2d/../x",
                "3f0c9d1e52aa4c1b9d5e7f3f0a6b1c2d"
            })
    void a_path_takes_no_identifier_that_is_not_a_lower_case_uuid(String id) {
        assertThatThrownBy(() -> Api.consignment(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_event_is_three_lines_and_an_empty_one() {
        EventMessage event =
                new EventMessage(9, EventMessage.Kind.RECEIPT, Samples.ID, "ContentHandover");
        assertThat(event.toStreamText())
                .isEqualTo(
                        "id: 9\nevent: receipt\ndata: {\"consignment\":\""
                                + Samples.ID
                                + "\",\"event\":\"ContentHandover\"}\n\n");
        assertThatThrownBy(() -> EventMessage.of("x", "receipt", "{}"))
                .isInstanceOf(JsonException.class);
    }

    private static JsonObject without(JsonObject json, String key) {
        String text = new String(json.canonicalBytes(), StandardCharsets.UTF_8);
        return JsonObject.parse(
                text.replace("\"" + key + "\":", "\"" + key + "_\":")
                        .getBytes(StandardCharsets.UTF_8));
    }

    static byte[] mutate(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        List<String> atoms = List.of("null", "-1", "[]", "{}", "\"\"", "1e9", "true", "\\u0000");
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(3)) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed = java.util.Arrays.copyOf(changed, at + 1);
                default -> {
                    byte[] atom =
                            atoms.get(random.nextInt(atoms.size()))
                                    .getBytes(StandardCharsets.UTF_8);
                    int length = Math.min(atom.length, changed.length - at);
                    System.arraycopy(atom, 0, changed, at, length);
                }
            }
        }
        return changed;
    }
}

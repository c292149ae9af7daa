package vn.antin.hsm.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.antin.crypto.bytes.Digest;
import vn.antin.policies.label.Level;

class ProviderRecordsTest {
    private static final Locale VIETNAMESE = Locale.forLanguageTag("vi");
    private static final Digest LIBRARY = Digest.of(new byte[] {1});
    private static final ModuleIdentity MODULE =
            new ModuleIdentity("Hãng A", "2.6", "Hãng A", "Máy A", "1.0", LIBRARY);
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final String GOOD =
            "{\"version\":1,\"providers\":[{\"approvalNumber\":\"12/GP-BCY\","
                    + "\"authority\":\"Ban Cơ yếu Chính phủ\","
                    + "\"validFrom\":\"2026-01-01T00:00:00.000Z\","
                    + "\"validUntil\":\"2026-11-22T05:00:00.000Z\",\"levels\":[\"mat\"],"
                    + "\"module\":{\"manufacturer\":\"Hãng A\",\"libraryVersion\":\"2.6\","
                    + "\"tokenManufacturer\":\"Hãng A\",\"tokenModel\":\"Máy A\","
                    + "\"firmware\":\"1.0\",\"librarySha256\":\""
                    + LIBRARY.hex()
                    + "\"}}]}";

    private static ProviderRecords parse(String text) throws ProviderProblem {
        return ProviderRecords.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_module_is_approved_for_the_levels_of_its_record_and_no_others() throws ProviderProblem {
        ModuleApproval approval = parse(GOOD).of(MODULE);
        Instant before = NOON.minusSeconds(1);
        assertThat(approval.approval(Level.MAT, before).orElseThrow().approvalNumber())
                .isEqualTo("12/GP-BCY");
        assertThat(approval.approval(Level.TOI_MAT, before)).isEmpty();
        assertThat(approval.why(Level.TOI_MAT, before, VIETNAMESE))
                .contains("Tối mật (B)")
                .contains("12/GP-BCY: Mật (C)");
        assertThat(approval.state(before, VIETNAMESE))
                .isEqualTo(
                        "được phê duyệt cho Mật (C) theo số 12/GP-BCY của Ban Cơ yếu Chính phủ,"
                                + " có hiệu lực đến 12:00 22/11/2026");
    }

    private static String withMechanisms(String json, Digest library) {
        return GOOD.replace(LIBRARY.hex(), library.hex())
                .replace("\"module\":", "\"mechanisms\":" + json + ",\"module\":");
    }

    @Test
    void numbers_of_a_vendor_are_those_of_the_record_for_this_library(@TempDir Path folder)
            throws Exception {
        Path library = Files.write(folder.resolve("lib.so"), new byte[] {7});
        Path other = Files.write(folder.resolve("other.so"), new byte[] {8});
        ProviderRecords records =
                parse(
                        withMechanisms(
                                "{\"CKM_ECDSA\":\"0x80001041\","
                                        + "\"CKM_ECDH1_DERIVE\":\"0xffff0001\"}",
                                Digest.of(new byte[] {7})));
        assertThat(records.vendorCodes(library))
                .isEqualTo(Map.of(0x1041L, 0x8000_1041L, 0x1050L, 0xFFFF_0001L));
        assertThat(records.vendorCodes(other)).isEmpty();
        assertThat(parse(GOOD).vendorCodes(other)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"CKM_OURS\":\"0x80001041\"}",
                "{\"CKM_ECDSA\":\"0x00001041\"}",
                "{\"CKM_ECDSA\":\"0x800010411\"}",
                "{\"CKM_ECDSA\":\"80001041\"}"
            })
    void other_mechanisms_and_numbers_that_are_no_vendors_are_refused(String mechanisms) {
        ProviderProblem problem =
                catchThrowableOfType(
                        ProviderProblem.class, () -> parse(withMechanisms(mechanisms, LIBRARY)));
        assertThat(problem.text(VIETNAMESE)).contains("providers[0].mechanisms", "0x80000001");
        assertThat(problem.text(Locale.ENGLISH)).contains("providers[0].mechanisms", "CKM_ECDSA");
    }

    @Test
    void an_approval_ends_at_its_moment_and_begins_at_its_moment() throws ProviderProblem {
        ModuleApproval approval = parse(GOOD).of(MODULE);
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(approval.approval(Level.MAT, first)).isPresent();
        assertThat(approval.approval(Level.MAT, first.minusMillis(1))).isEmpty();
        assertThat(approval.why(Level.MAT, first.minusMillis(1), Locale.ENGLISH))
                .isEqualTo("approval 12/GP-BCY begins only at 07:00 01/01/2026");
        assertThat(approval.approval(Level.MAT, NOON.minusMillis(1))).isPresent();
        assertThat(approval.approval(Level.MAT, NOON)).isEmpty();
        assertThat(approval.why(Level.MAT, NOON, VIETNAMESE))
                .isEqualTo("phê duyệt 12/GP-BCY hết hiệu lực lúc 12:00 22/11/2026");
        assertThat(approval.inForce(NOON)).isEmpty();
        assertThat(approval.toJson(NOON).bool("approved")).isFalse();
        assertThat(approval.toJson(first).bool("approved")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "manufacturer, Hãng B, 2.6, Hãng A, Máy A, 1.0, 1",
        "libraryVersion, Hãng A, 2.7, Hãng A, Máy A, 1.0, 1",
        "tokenManufacturer, Hãng A, 2.6, Hãng B, Máy A, 1.0, 1",
        "firmware, Hãng A, 2.6, Hãng A, Máy A, 1.1, 1",
        "librarySha256, Hãng A, 2.6, Hãng A, Máy A, 1.0, 2",
    })
    void one_part_that_differs_is_another_module_and_is_named(
            String part,
            String manufacturer,
            String version,
            String tokenManufacturer,
            String model,
            String firmware,
            byte library)
            throws ProviderProblem {
        ModuleApproval approval =
                parse(GOOD)
                        .of(
                                new ModuleIdentity(
                                        manufacturer,
                                        version,
                                        tokenManufacturer,
                                        model,
                                        firmware,
                                        Digest.of(new byte[] {library})));
        Instant before = NOON.minusSeconds(1);
        assertThat(approval.approval(Level.MAT, before)).isEmpty();
        assertThat(approval.why(Level.MAT, before, VIETNAMESE))
                .contains("12/GP-BCY")
                .contains(part + " = ");
        assertThat(approval.state(before, VIETNAMESE))
                .startsWith("chưa được phê duyệt dùng cho bí mật nhà nước: ");
    }

    @Test
    void without_a_record_a_module_is_not_approved() throws ProviderProblem {
        assertThat(ProviderRecords.NONE.of(MODULE).state(NOON, VIETNAMESE))
                .isEqualTo(
                        "chưa được phê duyệt dùng cho bí mật nhà nước:"
                                + " không có bản ghi phê duyệt mô-đun nào");
        ModuleIdentity other =
                new ModuleIdentity("Hãng A", "2.6", "Hãng A", "Máy B", "1.0", LIBRARY);
        assertThat(parse(GOOD).of(other).why(Level.MAT, NOON, Locale.ENGLISH))
                .isEqualTo("no record is about this module");
    }

    @Test
    void the_hash_is_that_of_the_library_file(@TempDir Path folder) throws Exception {
        Path library = Files.write(folder.resolve("m.so"), new byte[] {1});
        assertThat(ModuleIdentity.hash(library)).isEqualTo(LIBRARY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"version\":1|\"version\":2|version",
                "\"version\":1,|\"version\":1,\"more\":1,|more",
                "12/GP-BCY|none|providers[0].approvalNumber",
                "12/GP-BCY|12 GP|providers[0].approvalNumber",
                "2026-01-01T00|2027-01-01T00|providers[0]",
                "2026-01-01T00:00:00.000Z|01/01/2026|providers[0]",
                "[\"mat\"]|[]|providers[0].levels",
                "[\"mat\"]|[\"mat\",\"mat\"]|providers[0].levels",
                "[\"mat\"]|[\"khong_mat\"]|providers[0].levels",
                "\"Máy A\"|\" Máy A\"|providers[0].module.tokenModel",
                "\"firmware\":\"1.0\",|``|providers[0]",
                "\"librarySha256\":\"|\"librarySha256\":\"A|providers[0].module.librarySha256",
            })
    void a_file_that_is_not_as_it_must_be_is_refused_in_both_languages(
            String right, String wrong, String where) {
        String text = GOOD.replace(right, wrong);
        assertThat(text).isNotEqualTo(GOOD);
        ProviderProblem problem = catchThrowableOfType(ProviderProblem.class, () -> parse(text));
        assertThat(problem).isNotNull();
        assertThat(problem.text(VIETNAMESE)).contains(where);
        assertThat(problem.text(Locale.ENGLISH)).contains(where);
    }

    @Test
    void an_approval_number_stands_once() {
        String entry = GOOD.substring(GOOD.indexOf('[') + 1, GOOD.lastIndexOf(']'));
        ProviderProblem problem =
                catchThrowableOfType(
                        ProviderProblem.class,
                        () -> parse(GOOD.replace(entry, entry + "," + entry)));
        assertThat(problem.text(VIETNAMESE)).contains("providers[1]").contains("12/GP-BCY");
    }
}

package vn.antin.testbed.card.piv;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands, chains and data objects (SP 800-73-4 part 1, 3; part 2, 3.1 and 3.3; ISO 7816-4). */
class ObjectRulesTest {
    private final Terminal terminal = Terminal.fresh();

    private int get(int tag) {
        return terminal.send(0xCB, 0x3F, 0xFF, new Tlv(0x5C, bytes(tag)).encoded());
    }

    private static byte[] bytes(int tag) {
        String hex = Integer.toHexString(tag);
        return HexFormat.of().parseHex(hex);
    }

    private int put(int tag, byte[] value) {
        return terminal.send(
                0xDB,
                0x3F,
                0xFF,
                Terminal.concat(
                        new Tlv(0x5C, bytes(tag)).encoded(), new Tlv(0x53, value).encoded()));
    }

    @ParameterizedTest
    @CsvSource({
        "'', 6700",
        "00, 6700",
        "00A404, 6700",
        "00A4040006A000000308, 6700", // shorter than it says
        "00A4040004A000000308000000, 6700",
        "00A40400000000, 6A82", // extended, no data
        "00A4040000000000, 6700", // extended, length of zero
        "80A4040005A000000308, 6E00", // another class
        "04A4040005A000000308, 6E00", // secure messaging
        "01A4040005A000000308, 6E00", // logical channel
        "00A4000005A000000308, 6A86",
        "00A4040004A0000003, 6A82",
        "00A4040005A000000309, 6A82",
        "0001000000, 6D00",
        "00C0000000, 6985", // nothing waits
        "1020008008313233343536FFFF, 6884", // not for a chain
    })
    void wrong_commands_have_their_status_words(String apdu, String status) {
        assertThat(terminal.apdu(apdu)).isEqualTo(Integer.parseInt(status, 16));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00A4040005A000000308",
                "00A4040005A00000030800",
                "00A4040009A00000030800001000",
                "00A404000BA000000308000010000100",
                "00A40400000005A0000003080000"
            })
    void the_application_is_selected_by_its_name_or_its_beginning(String apdu) throws Refusal {
        Terminal other = new Terminal(PivCard.fresh(new SecureRandom()));
        assertThat(other.apdu(apdu)).isEqualTo(0x9000);
        List<Tlv> properties = Tlv.parse(Tlv.only(other.data(), 0x61));
        assertThat(Tlv.find(properties, 0x4F)).contains(HexFormat.of().parseHex("000010000100"));
        assertThat(Tlv.find(properties, 0x79)).isPresent();
    }

    @Test
    void nothing_works_before_the_selection_and_after_a_reset() {
        Terminal other = new Terminal(PivCard.fresh(new SecureRandom()));
        assertThat(other.verify("123456")).isEqualTo(0x6D00);
        terminal.card.reset();
        assertThat(terminal.verify("123456")).isEqualTo(0x6D00);
    }

    @Test
    void the_discovery_object_says_that_there_is_one_pin() {
        assertThat(get(0x7E)).isEqualTo(0x9000);
        assertThat(terminal.data())
                .isEqualTo(HexFormat.of().parseHex("7E124F0BA0000003080000100001005F2F024000"));
    }

    @Test
    void each_card_has_its_own_guid() throws Refusal {
        get(0x5FC102);
        byte[] chuid = terminal.data();
        Terminal other = Terminal.fresh();
        other.send(0xCB, 0x3F, 0xFF, "5C035FC102");
        assertThat(guid(chuid)).hasSize(16).isNotEqualTo(guid(other.data()));
    }

    private static byte[] guid(byte[] chuid) throws Refusal {
        return Tlv.find(Tlv.parse(Tlv.only(chuid, 0x53)), 0x34).orElseThrow();
    }

    @Test
    void the_key_history_counts_the_retired_certificates() {
        get(0x5FC10C);
        assertThat(terminal.data()).isEqualTo(HexFormat.of().parseHex("5308C10100C20100FE00"));
        terminal.card.certificate(KeySlot.RETIRED.get(0), new byte[20]);
        terminal.card.certificate(KeySlot.RETIRED.get(1), new byte[20]);
        get(0x5FC10C);
        assertThat(terminal.data()).isEqualTo(HexFormat.of().parseHex("5308C10102C20100FE00"));
    }

    @Test
    void what_is_not_there_is_not_found() {
        assertThat(get(0x5FC105)).isEqualTo(0x6A82);
        assertThat(terminal.send(0xCB, 0x3F, 0xFF, "5C00")).isEqualTo(0x6A80);
        assertThat(terminal.send(0xCB, 0x3F, 0xFF, "5D035FC105")).isEqualTo(0x6A80);
        assertThat(terminal.send(0xCB, 0x3F, 0x00, "5C035FC105")).isEqualTo(0x6A86);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x5FC109, 0x5FC103, 0x5FC108, 0x5FC121})
    void personal_data_are_read_with_the_pin(int tag) throws Exception {
        terminal.administer();
        assertThat(put(tag, new byte[3])).isEqualTo(0x9000);
        assertThat(get(tag)).isEqualTo(0x6982);
        terminal.verify("123456");
        assertThat(get(tag)).isEqualTo(0x9000);
    }

    @Test
    void objects_are_written_by_the_administrator_only() throws Exception {
        assertThat(put(0x5FC105, new byte[3])).isEqualTo(0x6982);
        terminal.verify("123456");
        assertThat(put(0x5FC105, new byte[3])).isEqualTo(0x6982);
        terminal.administer();
        assertThat(put(0x5FC105, new byte[3])).isEqualTo(0x9000);
        assertThat(put(0x7E, new byte[3])).isEqualTo(0x6A81);
        assertThat(put(0x5FC200, new byte[3])).isEqualTo(0x6A81);
        assertThat(terminal.send(0xDB, 0x3F, 0xFF, "5C035FC1055401AA")).isEqualTo(0x6A80);
    }

    @Test
    void an_object_without_contents_is_removed() throws Exception {
        terminal.administer();
        put(0x5FC105, new byte[3]);
        assertThat(put(0x5FC105, new byte[0])).isEqualTo(0x9000);
        assertThat(get(0x5FC105)).isEqualTo(0x6A82);
    }

    @Test
    void long_objects_come_and_go_in_pieces() throws Exception {
        terminal.administer();
        byte[] value = new byte[3000];
        new java.util.Random(7).nextBytes(value);
        assertThat(put(0x5FC10A, value)).isEqualTo(0x9000);
        assertThat(get(0x5FC10A)).isEqualTo(0x9000);
        assertThat(terminal.data()).isEqualTo(new Tlv(0x53, value).encoded());
        // The same in one extended command.
        assertThat(terminal.apdu("00CB3FFF0000055C035FC10A0000")).isEqualTo(0x9000);
        assertThat(terminal.data()).isEqualTo(new Tlv(0x53, value).encoded());
    }

    @Test
    void the_status_word_says_how_much_is_left() throws Exception {
        terminal.administer();
        put(0x5FC10A, new byte[260]);
        assertThat(terminal.apdu("00CB3FFF055C035FC10A00")).isEqualTo(0x6108);
        assertThat(terminal.data()).hasSize(256);
        assertThat(terminal.apdu("00C0000004")).isEqualTo(0x6104);
        assertThat(terminal.apdu("00C0000004")).isEqualTo(0x9000);
        assertThat(terminal.apdu("00C0000004")).isEqualTo(0x6985);
    }

    @Test
    void another_command_drops_what_was_left() throws Exception {
        terminal.administer();
        put(0x5FC10A, new byte[300]);
        terminal.apdu("00CB3FFF055C035FC10A00");
        terminal.apdu("00200080");
        assertThat(terminal.apdu("00C0000000")).isEqualTo(0x6985);
    }

    @Test
    void a_chain_that_another_command_breaks_is_dropped() throws Exception {
        terminal.administer();
        assertThat(terminal.apdu("10DB3FFF055C035FC10A")).isEqualTo(0x9000);
        assertThat(terminal.apdu("00CB3FFF055C035FC10A")).isEqualTo(0x6883);
        assertThat(terminal.apdu("00DB3FFF035301AA")).isEqualTo(0x6A80);
        assertThat(get(0x5FC10A)).isEqualTo(0x6A82);
    }

    @Test
    void a_chain_has_an_end() throws Exception {
        terminal.administer();
        assertThat(put(0x5FC10A, new byte[17_000])).isEqualTo(0x6700);
    }

    @Test
    void the_memory_has_an_end() throws Exception {
        terminal.administer();
        int status = 0x9000;
        for (int tag = 0x5FFF00; status == 0x9000 && tag < 0x5FFF20; tag++) {
            status = put(tag, new byte[8000]);
        }
        assertThat(status).isEqualTo(0x6A84);
    }

    @Test
    void objects_and_identity_survive_saving() throws Exception {
        terminal.administer();
        put(0x5FC10A, new byte[300]);
        Terminal again = new Terminal(PivCard.load(terminal.card.save(), new SecureRandom()));
        again.select();
        assertThat(again.card.serial()).isEqualTo(terminal.card.serial());
        assertThat(again.card.save()).isEqualTo(terminal.card.save());
        assertThat(again.send(0xCB, 0x3F, 0xFF, "5C035FC10A")).isEqualTo(0x9000);
        assertThat(again.data()).hasSize(304);
    }

    @Test
    void a_yubikeys_version_and_serial_number_are_told() {
        assertThat(terminal.apdu("00FD000000")).isEqualTo(0x9000);
        assertThat(terminal.data()).hasSize(3);
        assertThat(terminal.apdu("00F8000000")).isEqualTo(0x9000);
        assertThat(Long.parseLong(HexFormat.of().formatHex(terminal.data()), 16))
                .isEqualTo(terminal.card.serial());
    }
}

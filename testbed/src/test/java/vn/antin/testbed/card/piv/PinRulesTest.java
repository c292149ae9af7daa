package vn.antin.testbed.card.piv;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.antin.testbed.card.piv.Terminal.concat;
import static vn.antin.testbed.card.piv.Terminal.padded;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PIN and PUK (SP 800-73-4 part 2, 2.4.3 and 3.2.1 to 3.2.3). */
class PinRulesTest {
    private final Terminal terminal = Terminal.fresh();

    @Test
    void the_pin_is_asked_for_until_it_was_shown() {
        assertThat(terminal.apdu("00200080")).isEqualTo(0x63C3);
        assertThat(terminal.verify("123456")).isEqualTo(0x9000);
        assertThat(terminal.apdu("00200080")).isEqualTo(0x9000);
    }

    @Test
    void a_question_for_the_counter_costs_no_try() {
        for (int i = 0; i < 20; i++) {
            assertThat(terminal.apdu("00200080")).isEqualTo(0x63C3);
        }
    }

    @Test
    void the_third_wrong_pin_blocks_even_the_right_one() {
        assertThat(terminal.verify("000000")).isEqualTo(0x63C2);
        assertThat(terminal.verify("000000")).isEqualTo(0x63C1);
        assertThat(terminal.verify("000000")).isEqualTo(0x63C0);
        assertThat(terminal.verify("123456")).isEqualTo(0x6983);
        assertThat(terminal.apdu("00200080")).isEqualTo(0x6983);
    }

    @Test
    void the_right_pin_gives_all_tries_back() {
        assertThat(terminal.verify("000000")).isEqualTo(0x63C2);
        assertThat(terminal.verify("123456")).isEqualTo(0x9000);
        assertThat(terminal.verify("000000")).isEqualTo(0x63C2);
    }

    @Test
    void a_wrong_pin_takes_the_right_back_that_was_there() {
        terminal.verify("123456");
        terminal.verify("000000");
        assertThat(terminal.apdu("00200080")).isEqualTo(0x63C2);
    }

    @Test
    void the_reset_form_forgets_the_pin_and_no_try() {
        terminal.verify("123456");
        assertThat(terminal.apdu("0020FF80")).isEqualTo(0x9000);
        assertThat(terminal.apdu("00200080")).isEqualTo(0x63C3);
    }

    @Test
    void a_reset_of_the_card_forgets_the_pin_and_keeps_the_counter() {
        terminal.verify("000000");
        terminal.card.reset();
        terminal.select();
        assertThat(terminal.apdu("00200080")).isEqualTo(0x63C2);
    }

    @Test
    void another_selection_keeps_the_pin() {
        terminal.verify("123456");
        assertThat(terminal.select()).isEqualTo(0x9000);
        assertThat(terminal.send(0xA4, 4, 0, "A000000001")).isEqualTo(0x6A82);
        assertThat(terminal.apdu("00200080")).isEqualTo(0x9000);
    }

    @ParameterizedTest
    @CsvSource({
        "00200081, 6A88", // the PUK cannot be verified
        "00200000, 6A88", // no global PIN
        "00200098, 6A88", // no pairing code
        "00200180, 6A86",
        "0020008006313233343536, 6A80", // not padded to eight bytes
        "0020FF8008313233343536FFFF, 6A80", // the reset form has no data
        "002400800431323334, 6A80",
        "0024008210313233343536FFFF363534333231FFFF, 6A88",
        "0024018010313233343536FFFF363534333231FFFF, 6A86",
        "002C008110313233343536373836353433323131FF, 6A88",
        "002C018010313233343536373836353433323131FF, 6A86",
    })
    void malformed_commands_cost_no_try(String apdu, String status) {
        assertThat(terminal.apdu(apdu)).isEqualTo(Integer.parseInt(status, 16));
        assertThat(terminal.apdu("00200080")).isEqualTo(0x63C3);
    }

    @ParameterizedTest
    @CsvSource({"12345", "12345A", "''", "abcdefgh"})
    void a_new_pin_has_six_to_eight_digits(String pin) {
        assertThat(terminal.send(0x24, 0, 0x80, concat(padded("123456"), padded(pin))))
                .isEqualTo(0x6A80);
        assertThat(terminal.send(0x2C, 0, 0x80, concat(padded("12345678"), padded(pin))))
                .isEqualTo(0x6A80);
        assertThat(terminal.verify("123456")).isEqualTo(0x9000);
    }

    @Test
    void the_pin_is_changed_by_whoever_knows_it() {
        assertThat(terminal.send(0x24, 0, 0x80, concat(padded("000000"), padded("654321"))))
                .isEqualTo(0x63C2);
        assertThat(terminal.send(0x24, 0, 0x80, concat(padded("123456"), padded("65432100"))))
                .isEqualTo(0x9000);
        assertThat(terminal.verify("65432100")).isEqualTo(0x9000);
        assertThat(terminal.verify("123456")).isEqualTo(0x63C2);
    }

    @Test
    void a_blocked_pin_cannot_be_changed() {
        block();
        assertThat(terminal.send(0x24, 0, 0x80, concat(padded("123456"), padded("654321"))))
                .isEqualTo(0x6983);
    }

    @Test
    void the_puk_unblocks_and_does_not_log_in() {
        block();
        assertThat(unblock("12345678", "654321")).isEqualTo(0x9000);
        assertThat(terminal.apdu("00200080")).isEqualTo(0x63C3);
        assertThat(terminal.verify("654321")).isEqualTo(0x9000);
    }

    @Test
    void three_wrong_puks_block_the_puk() {
        block();
        assertThat(unblock("00000000", "654321")).isEqualTo(0x63C2);
        assertThat(unblock("00000000", "654321")).isEqualTo(0x63C1);
        assertThat(unblock("00000000", "654321")).isEqualTo(0x63C0);
        assertThat(unblock("12345678", "654321")).isEqualTo(0x6983);
        assertThat(terminal.verify("123456")).isEqualTo(0x6983);
    }

    @Test
    void the_puk_is_changed_by_whoever_knows_it() {
        assertThat(terminal.send(0x24, 0, 0x81, concat(padded("12345678"), padded("87654321"))))
                .isEqualTo(0x9000);
        assertThat(unblock("12345678", "654321")).isEqualTo(0x63C2);
        assertThat(unblock("87654321", "654321")).isEqualTo(0x9000);
    }

    @Test
    void counters_and_pins_survive_saving() {
        terminal.verify("000000");
        Terminal again = new Terminal(PivCard.load(terminal.card.save(), new SecureRandom()));
        again.select();
        assertThat(again.apdu("00200080")).isEqualTo(0x63C2);
        assertThat(again.verify("123456")).isEqualTo(0x9000);
    }

    private void block() {
        while (terminal.verify("000000") != 0x6983) {
            assertThat(terminal.apdu("00200080")).isNotEqualTo(0x63C3);
        }
    }

    private int unblock(String puk, String pin) {
        return terminal.send(0x2C, 0, 0x80, concat(padded(puk), padded(pin)));
    }
}

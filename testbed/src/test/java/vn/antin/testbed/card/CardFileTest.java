package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.testbed.card.piv.KeyAlgorithm;
import vn.antin.testbed.card.piv.KeySlot;
import vn.antin.testbed.card.piv.StatusWord;

/** A card keeps its identity and its counters in a file. */
class CardFileTest {
    private static final byte[] SELECT = HexFormat.of().parseHex("00A4040005A000000308");
    private static final byte[] WRONG = HexFormat.of().parseHex("0020008008303030303030FFFF");
    private static final byte[] PIN_STATUS = HexFormat.of().parseHex("00200080");

    @TempDir private Path folder = Path.of("/nonexistent");

    @Test
    void a_card_is_the_same_when_it_comes_again() throws IOException {
        Path file = folder.resolve("an.card");
        long serial;
        String saved;
        try (CardFile card = CardFile.open(file)) {
            serial = card.card().serial();
            card.card().generate(KeySlot.SIGNATURE, KeyAlgorithm.P_256);
            card.keep();
            saved = card.card().save();
        }
        try (CardFile card = CardFile.open(file)) {
            assertThat(card.card().serial()).isEqualTo(serial);
            assertThat(card.card().save()).isEqualTo(saved);
        }
    }

    @Test
    void a_wrong_pin_is_in_the_file_before_the_answer_is_out() throws IOException {
        Path file = folder.resolve("an.card");
        try (CardFile card = CardFile.open(file)) {
            card.transmit(SELECT);
            assertThat(StatusWord.of(card.transmit(WRONG))).isEqualTo(0x63C2);
            Path copy = Files.copy(file, folder.resolve("copy.card"));
            try (CardFile other = CardFile.open(copy)) {
                other.transmit(SELECT);
                assertThat(StatusWord.of(other.transmit(PIN_STATUS))).isEqualTo(0x63C2);
            }
        }
    }

    @Test
    void a_card_is_in_one_hand_at_a_time() throws IOException {
        Path file = folder.resolve("an.card");
        try (CardFile first = CardFile.open(file)) {
            assertThatThrownBy(() -> CardFile.open(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another process");
            assertThat(first.atr()).isNotEmpty();
        }
        try (CardFile again = CardFile.open(file)) {
            assertThat(again.atr()).isNotEmpty();
        }
    }

    @Test
    void the_file_is_its_owners_alone() throws IOException {
        Path file = folder.resolve("an.card");
        CardFile.open(file).close();
        assertThat(Files.getPosixFilePermissions(file))
                .containsExactlyInAnyOrder(
                        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void a_file_that_is_no_card_is_refused_and_left_alone() throws IOException {
        Path file = folder.resolve("letter.txt");
        for (byte[] contents :
                new byte[][] {
                    {}, "antin-piv-card 1\npin".getBytes(StandardCharsets.UTF_8), {(byte) 0xff}
                }) {
            Files.write(file, contents);
            assertThatThrownBy(() -> CardFile.open(file)).isInstanceOf(BadCardFileException.class);
            assertThat(Files.readAllBytes(file)).isEqualTo(contents);
        }
    }
}

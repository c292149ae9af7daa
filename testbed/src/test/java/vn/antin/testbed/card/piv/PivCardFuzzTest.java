package vn.antin.testbed.card.piv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vn.antin.crypto.document.Mutations;

/** Whatever is sent: an answer that the reader can take, no secret used without its PIN or key. */
class PivCardFuzzTest {
    private static final String PERSONALISED = personalised();

    private static String personalised() {
        PivCard card = PivCard.fresh(new SecureRandom());
        card.secrets("93847561", "57839201");
        card.generate(KeySlot.AUTHENTICATION, KeyAlgorithm.P_256);
        card.generate(KeySlot.SIGNATURE, KeyAlgorithm.P_384);
        card.generate(KeySlot.DECRYPTION, KeyAlgorithm.RSA_2048);
        card.certificate(KeySlot.SIGNATURE, new byte[700]);
        return card.save();
    }

    /** Commands as a terminal sends them, with wrong PINs and without the management key. */
    private static List<byte[]> commands() {
        List<byte[]> all = new ArrayList<>();
        for (String hex :
                List.of(
                        "00A4040005A00000030800",
                        "0020008008313233343536FFFF",
                        "00200080",
                        "0020FF80",
                        "0024008010313233343536FFFF363534333231FFFF",
                        "002C0080103132333435363738363534333231FFFF",
                        "00CB3FFF055C035FC10A00",
                        "00CB3FFF035C017E00",
                        "00C0000000",
                        "0087039B047C02800000",
                        "0087039B047C02810000",
                        "0087039B0C7C0A8208010203040506070800",
                        "0087119A0E7C0C82008108010203040506070800",
                        "0087149C0E7C0C82008108010203040506070800",
                        "1087079D0E7C820106820081820100AAAAAA",
                        "0047009A05AC03800111",
                        "00DB3FFF0A5C035FC1055303700100",
                        "00FE119A03060155",
                        "00F6829D",
                        "00FFFFFF13089B1000000000000000000000000000000000",
                        "00FD000000")) {
            all.add(HexFormat.of().parseHex(hex));
        }
        return all;
    }

    @FuzzTest
    void apdus_never_break_the_card(byte[] bytes) {
        PivCard card = PivCard.load(PERSONALISED, new SecureRandom());
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes[at] & 0xff, bytes.length - at - 1);
            check(card, Arrays.copyOfRange(bytes, at + 1, at + 1 + length));
            at += 1 + length;
        }
        assertNothingUsed(card);
    }

    @FuzzTest
    void saved_cards_never_break(byte[] bytes) {
        load(new String(bytes, ISO_8859_1));
    }

    @Test
    void mutated_commands_open_nothing() {
        Random random = new Random(31);
        List<byte[]> commands = commands();
        for (int round = 0; round < 300; round++) {
            PivCard card = PivCard.load(PERSONALISED, new SecureRandom());
            card.transmit(commands.get(0));
            for (int i = 0; i < 60; i++) {
                byte[] command = commands.get(random.nextInt(commands.size()));
                check(card, random.nextInt(3) == 0 ? Mutations.mutate(command, random) : command);
            }
            assertNothingUsed(card);
        }
    }

    @Test
    void mutated_saved_cards_are_refused_or_are_cards() {
        Random random = new Random(32);
        byte[] saved = PERSONALISED.getBytes(ISO_8859_1);
        for (int i = 0; i < 3000; i++) {
            load(new String(Mutations.mutate(saved, random), ISO_8859_1));
        }
    }

    private static void load(String text) {
        try {
            PivCard card = PivCard.load(text, new SecureRandom());
            assertThat(PivCard.load(card.save(), new SecureRandom()).save()).isEqualTo(card.save());
        } catch (IllegalArgumentException e) {
            assertThat(e).isNotNull();
        }
    }

    private static void check(PivCard card, byte[] apdu) {
        byte[] answer = card.transmit(apdu);
        assertThat(answer).hasSizeBetween(2, 65_538);
        int status = StatusWord.of(answer);
        boolean done = status == StatusWord.OK || status >> 8 == 0x61;
        if (!done) {
            assertThat(answer).hasSize(2);
        }
        if (done && apdu.length > 4 && apdu[0] == 0 && apdu[1] == (byte) 0x87) {
            assertThat(apdu[3]).as("only a challenge is given out").isEqualTo((byte) 0x9B);
        }
    }

    /** Only counters may have changed. */
    private static void assertNothingUsed(PivCard card) {
        assertThat(withoutCounters(card.save())).isEqualTo(withoutCounters(PERSONALISED));
    }

    private static List<String> withoutCounters(String saved) {
        return saved.lines()
                .map(line -> line.startsWith("p") ? line.substring(0, line.length() - 1) : line)
                .toList();
    }
}

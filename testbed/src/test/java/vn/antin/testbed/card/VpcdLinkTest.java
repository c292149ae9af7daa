package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.antin.testbed.card.piv.PivCard;
import vn.antin.testbed.card.piv.StatusWord;

/** The socket protocol of vpcd, with this test in the reader's place; and faults of the card. */
@Timeout(120)
class VpcdLinkTest {
    private static final byte[] SELECT = HexFormat.of().parseHex("00A4040005A000000308");
    private static final byte[] VERIFY = HexFormat.of().parseHex("0020008008313233343536FFFF");
    private static final byte[] WRONG = HexFormat.of().parseHex("0020008008303030303030FFFF");
    private static final byte[] PIN_STATUS = HexFormat.of().parseHex("00200080");

    private final PivCard piv = PivCard.fresh(new SecureRandom());
    private final CardFaults card = new CardFaults(SmartCard.of(piv));

    /** A reader with a card in it. */
    private record Reader(VpcdLink link, Socket socket) implements AutoCloseable {
        static Reader with(SmartCard card) throws IOException {
            try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                VpcdLink link =
                        VpcdLink.insert(
                                new InetSocketAddress(
                                        server.getInetAddress(), server.getLocalPort()),
                                card);
                return new Reader(link, server.accept());
            }
        }

        void send(byte... message) throws IOException {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(message.length);
            out.write(message);
            out.flush();
        }

        byte[] receive() throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            return in.readNBytes(in.readUnsignedShort());
        }

        int status(byte[] apdu) throws IOException {
            send(apdu);
            return StatusWord.of(receive());
        }

        @Override
        public void close() throws IOException {
            link.close();
            socket.close();
        }
    }

    @Test
    void the_reader_gets_the_answer_to_reset_and_answers() throws IOException {
        try (Reader reader = Reader.with(card)) {
            reader.send((byte) 1);
            reader.send((byte) 4);
            assertThat(reader.receive()).isEqualTo(piv.atr());
            assertThat(reader.status(SELECT)).isEqualTo(0x9000);
        }
    }

    @Test
    void the_check_byte_of_the_answer_to_reset_is_right() {
        byte[] atr = piv.atr();
        int sum = 0;
        for (int i = 1; i < atr.length; i++) {
            sum ^= atr[i];
        }
        assertThat(sum).isZero();
        assertThat(atr).hasSize(4 + (atr[1] & 0x0f));
    }

    @Test
    void power_off_power_on_and_reset_each_take_the_pin_back() throws IOException {
        try (Reader reader = Reader.with(card)) {
            for (byte control = 0; control <= 2; control++) {
                reader.status(SELECT);
                assertThat(reader.status(VERIFY)).isEqualTo(0x9000);
                assertThat(reader.status(PIN_STATUS)).isEqualTo(0x9000);
                reader.send(control);
                reader.status(SELECT);
                assertThat(reader.status(PIN_STATUS)).isEqualTo(0x63C3);
            }
        }
    }

    @Test
    void a_removed_card_is_out_of_the_reader_and_has_forgotten_the_pin() throws Exception {
        try (Reader reader = Reader.with(card)) {
            reader.status(SELECT);
            reader.status(VERIFY);
            reader.link().close();
            assertThat(reader.socket().getInputStream().read()).isNegative();
            reader.link().awaitRemoval();
            assertThat(reader.link().inserted()).isFalse();
        }
        assertThat(StatusWord.of(piv.transmit(PIN_STATUS))).isEqualTo(0x6D00);
    }

    @Test
    void a_reader_that_goes_away_lets_the_card_go() throws Exception {
        try (Reader reader = Reader.with(card)) {
            reader.socket().close();
            reader.link().awaitRemoval();
        }
        assertThat(card.waiting()).isFalse();
    }

    @Test
    void a_card_without_a_reader_is_not_inserted() throws IOException {
        InetSocketAddress nobody;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }
        assertThatThrownBy(() -> VpcdLink.insert(nobody, card)).isInstanceOf(IOException.class);
    }

    @Test
    void a_card_pulled_after_the_command_has_done_it() throws Exception {
        card.next(CardFaults.VERIFY, CardFaults.pulledAfter());
        assertPulled(WRONG);
        piv.transmit(SELECT);
        assertThat(StatusWord.of(piv.transmit(PIN_STATUS))).isEqualTo(0x63C2);
    }

    @Test
    void a_card_pulled_before_the_command_has_not_done_it() throws Exception {
        card.next(CardFaults.VERIFY, CardFaults.pulledBefore());
        assertPulled(WRONG);
        piv.transmit(SELECT);
        assertThat(StatusWord.of(piv.transmit(PIN_STATUS))).isEqualTo(0x63C3);
    }

    private void assertPulled(byte[] command) throws Exception {
        try (Reader reader = Reader.with(card)) {
            reader.status(SELECT);
            reader.send(command);
            assertThat(reader.socket().getInputStream().read()).isNegative();
            reader.link().awaitRemoval();
        }
    }

    @Test
    void a_card_pulled_while_it_computes_gives_no_answer() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        card.next(CardFaults.VERIFY, CardFaults.held(reached, letGo));
        try (Reader reader = Reader.with(card)) {
            reader.status(SELECT);
            reader.send(VERIFY);
            reached.await();
            reader.link().close();
            letGo.countDown();
            assertThat(reader.socket().getInputStream().read()).isNegative();
        }
    }

    @Test
    void faults_take_their_turns_and_then_the_card_is_well() throws IOException {
        card.next(CardFaults.VERIFY, CardFaults.refused(0x6F00));
        card.next(CardFaults.VERIFY, CardFaults.delayed(Duration.ofMillis(50)));
        card.next(CardFaults.VERIFY, CardFaults.cut(1));
        card.next(CardFaults.VERIFY, CardFaults.resetBefore());
        card.transmit(SELECT);
        assertThat(card.transmit(VERIFY)).isEqualTo(new byte[] {0x6F, 0});
        long start = System.nanoTime();
        assertThat(StatusWord.of(card.transmit(VERIFY))).isEqualTo(0x9000);
        assertThat(System.nanoTime() - start).isGreaterThan(50_000_000L);
        assertThat(card.transmit(VERIFY)).hasSize(1);
        assertThat(StatusWord.of(card.transmit(VERIFY))).isEqualTo(0x6D00);
        assertThat(card.waiting()).isFalse();
        card.transmit(SELECT);
        assertThat(StatusWord.of(card.transmit(VERIFY))).isEqualTo(0x9000);
    }

    @Test
    void a_fault_waits_for_the_last_command_of_a_chain() throws IOException {
        card.next(CardFaults.PUT_DATA, CardFaults.refused(0x6F00));
        card.transmit(SELECT);
        assertThat(StatusWord.of(card.transmit(HexFormat.of().parseHex("10DB3FFF015C"))))
                .isEqualTo(0x9000);
        assertThat(StatusWord.of(card.transmit(HexFormat.of().parseHex("00DB3FFF0100"))))
                .isEqualTo(0x6F00);
    }

    @Test
    void the_last_wrong_pin_is_answered_after_the_habit_of_the_card() throws IOException {
        card.lastTryBlocks(true);
        card.transmit(SELECT);
        card.transmit(WRONG);
        assertThat(StatusWord.of(card.transmit(WRONG))).isEqualTo(0x63C1);
        assertThat(StatusWord.of(card.transmit(WRONG))).isEqualTo(0x6983);
    }

    @FuzzTest
    void bytes_of_a_reader_never_break_the_link(byte[] bytes) throws Exception {
        survives(bytes);
    }

    @Test
    void random_bytes_of_a_reader_never_break_the_link() throws Exception {
        Random random = new Random(41);
        for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            for (int at = 0; at < bytes.length && random.nextInt(4) != 0; at += 8) {
                bytes[at] = 0; // short lengths, so that whole messages come
            }
            survives(bytes);
        }
    }

    /** Whatever came, the link ends with the connection and the card works in the next reader. */
    private void survives(byte[] bytes) throws Exception {
        try (Reader reader = Reader.with(card)) {
            try {
                reader.socket().getOutputStream().write(bytes);
                reader.socket().shutdownOutput();
            } catch (SocketException e) {
                assertThat(e).as("the link gave up first").isNotNull();
            }
            reader.link().awaitRemoval();
        }
        try (Reader reader = Reader.with(card)) {
            assertThat(reader.status(SELECT)).isEqualTo(0x9000);
        }
    }
}

package vn.antin.testbed.card;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.smartcardio.ATR;
import javax.smartcardio.Card;
import javax.smartcardio.CardChannel;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;

/** A reader with a card in it, without PC/SC, so that every command can be counted. */
final class MemoryReader extends CardTerminal {
    private final SmartCard card;

    MemoryReader(SmartCard card) {
        this.card = card;
    }

    @Override
    public String getName() {
        return "memory";
    }

    @Override
    public Card connect(String protocol) {
        card.reset();
        return new Inserted();
    }

    @Override
    public boolean isCardPresent() {
        return true;
    }

    @Override
    public boolean waitForCardPresent(long timeout) {
        return true;
    }

    @Override
    public boolean waitForCardAbsent(long timeout) {
        return false;
    }

    private final class Inserted extends Card {
        @Override
        public ATR getATR() {
            return new ATR(card.atr());
        }

        @Override
        public String getProtocol() {
            return "T=1";
        }

        @Override
        public CardChannel getBasicChannel() {
            return new Channel(this);
        }

        @Override
        public CardChannel openLogicalChannel() throws CardException {
            throw new CardException("one channel");
        }

        @Override
        public void beginExclusive() {}

        @Override
        public void endExclusive() {}

        @Override
        public byte[] transmitControlCommand(int code, byte[] command) throws CardException {
            throw new CardException("no control commands");
        }

        @Override
        public void disconnect(boolean reset) {
            card.reset();
        }
    }

    private final class Channel extends CardChannel {
        private final Card of;

        private Channel(Card of) {
            this.of = of;
        }

        @Override
        public Card getCard() {
            return of;
        }

        @Override
        public int getChannelNumber() {
            return 0;
        }

        @Override
        public ResponseAPDU transmit(CommandAPDU command) throws CardException {
            try {
                var all = new ByteArrayOutputStream();
                byte[] answer = card.transmit(command.getBytes());
                while (answer[answer.length - 2] == 0x61) {
                    all.write(answer, 0, answer.length - 2);
                    answer =
                            card.transmit(
                                    new byte[] {0, (byte) 0xC0, 0, 0, answer[answer.length - 1]});
                }
                all.writeBytes(answer);
                return new ResponseAPDU(all.toByteArray());
            } catch (IOException e) {
                throw new CardException(e);
            }
        }

        @Override
        public int transmit(ByteBuffer command, ByteBuffer response) throws CardException {
            throw new CardException("not used");
        }

        @Override
        public void close() {}
    }
}

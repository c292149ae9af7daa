package vn.antin.hsm.piv;

import java.util.Arrays;
import javax.smartcardio.Card;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.CommandAPDU;
import javax.smartcardio.ResponseAPDU;
import vn.antin.crypto.key.KeyException;

/** Commands to the PIV application of one card, which nobody else uses meanwhile. */
final class CardLink implements AutoCloseable {
    private static final byte[] APPLICATION = {(byte) 0xA0, 0, 0, 3, 8, 0, 0, 0x10, 0, 1, 0};
    private static final int CHAINED = 0x10;
    private static final int PART = 255;
    private static final int OK = 0x9000;

    private final Card card;

    private CardLink(Card card) {
        this.card = card;
    }

    /**
     * Connects to the card in a reader, alone.
     *
     * @throws KeyException TOKEN_MISSING when there is no card or it is no PIV card, BUSY when
     *     another program has it
     */
    static CardLink open(CardTerminal terminal) {
        Card card;
        try {
            if (!terminal.isCardPresent()) {
                throw new KeyException(
                        KeyException.Reason.TOKEN_MISSING,
                        "no card in reader \"" + terminal.getName() + "\"",
                        null);
            }
            card = terminal.connect("*");
        } catch (CardException e) {
            throw gone(e);
        }
        var link = new CardLink(card);
        try {
            card.beginExclusive();
            Answer unused = link.send(0xA4, 0x04, 0x00, APPLICATION);
            if (unused.status() != OK) {
                throw new KeyException(
                        KeyException.Reason.TOKEN_MISSING,
                        "the card in reader \"" + terminal.getName() + "\" is no PIV card",
                        null);
            }
            return link;
        } catch (CardException e) {
            link.close();
            throw new KeyException(
                    KeyException.Reason.BUSY, "another program is using the card", e);
        } catch (RuntimeException e) {
            link.close();
            throw e;
        }
    }

    private static KeyException gone(CardException e) {
        return new KeyException(
                KeyException.Reason.TOKEN_MISSING, "the card does not answer; is it there?", e);
    }

    /** Data and status word of an answer. */
    static final class Answer {
        private final byte[] data;
        private final int status;

        private Answer(ResponseAPDU response) {
            data = response.getData();
            status = response.getSW();
        }

        byte[] data() {
            return data;
        }

        int status() {
            return status;
        }

        boolean ok() {
            return status == OK;
        }
    }

    /** Sends a command, in parts when it is long; wipes the data when asked to. */
    Answer send(int instruction, int p1, int p2, byte[] data) {
        int at = 0;
        while (data.length - at > PART) {
            byte[] part = Arrays.copyOfRange(data, at, at + PART);
            Answer answer = one(new CommandAPDU(CHAINED, instruction, p1, p2, part));
            if (!answer.ok()) {
                return answer;
            }
            at += PART;
        }
        byte[] last = Arrays.copyOfRange(data, at, data.length);
        try {
            return one(
                    last.length == 0
                            ? new CommandAPDU(0, instruction, p1, p2, 256)
                            : new CommandAPDU(0, instruction, p1, p2, last, 256));
        } finally {
            Arrays.fill(last, (byte) 0);
        }
    }

    private Answer one(CommandAPDU command) {
        try {
            return new Answer(card.getBasicChannel().transmit(command));
        } catch (CardException | IllegalStateException | IllegalArgumentException e) {
            // A card that is pulled while it works leaves an answer without a status word, of
            // which the JDK makes an IllegalArgumentException; our own commands are well-formed.
            throw new KeyException(
                    KeyException.Reason.TOKEN_MISSING, "the card was taken out of its reader", e);
        }
    }

    /**
     * The data of an answer that must be good.
     *
     * @throws KeyException with what the status word means (SP 800-73-4 part 2, table 1)
     */
    static byte[] good(String doing, Answer answer) {
        if (answer.ok()) {
            return answer.data();
        }
        throw failure(doing, answer.status());
    }

    static KeyException failure(String doing, int status) {
        if ((status & 0xfff0) == 0x63C0) {
            int left = status & 0xf;
            return new KeyException(
                    left == 0 ? KeyException.Reason.PIN_LOCKED : KeyException.Reason.PIN_WRONG,
                    doing + ": the PIN or PUK was wrong",
                    left,
                    null);
        }
        return switch (status) {
            case 0x6983 ->
                    new KeyException(
                            KeyException.Reason.PIN_LOCKED,
                            doing + ": the PIN or PUK is blocked",
                            0,
                            null);
            case 0x6982 ->
                    new KeyException(
                            KeyException.Reason.PIN_NEEDED,
                            doing + ": the card wants the PIN or the management key first",
                            null);
            case 0x6A80, 0x6A86, 0x6A88 ->
                    new KeyException(
                            KeyException.Reason.BAD_INPUT, doing + ": refused by the card", null);
            case 0x6D00, 0x6A81, 0x6E00 ->
                    new KeyException(
                            KeyException.Reason.UNSUPPORTED,
                            doing + ": the card cannot do it",
                            null);
            default ->
                    new KeyException(
                            KeyException.Reason.DEVICE_FAILURE,
                            doing + String.format(": status %04X", status),
                            null);
        };
    }

    /** Gives the card back, reset, so that nobody finds it open. */
    @Override
    public void close() {
        try {
            card.endExclusive();
        } catch (CardException | IllegalStateException e) {
            // It was not ours, or is gone.
            System.getLogger(CardLink.class.getName()).log(System.Logger.Level.TRACE, "end", e);
        }
        try {
            card.disconnect(true);
        } catch (CardException | IllegalStateException e) {
            System.getLogger(CardLink.class.getName()).log(System.Logger.Level.TRACE, "end", e);
        }
    }
}

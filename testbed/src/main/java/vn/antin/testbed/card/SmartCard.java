package vn.antin.testbed.card;

import java.io.IOException;
import vn.antin.testbed.card.piv.PivCard;

/** What a reader sees of a card. Thread-safe. */
public interface SmartCard {
    /** The answer to reset. */
    byte[] atr();

    /** Power is lost, or the reader resets the card. */
    void reset();

    /**
     * Answers a command.
     *
     * @throws CardPulledException when the card leaves the reader instead of answering
     * @throws IOException when the card cannot be kept
     */
    byte[] transmit(byte[] apdu) throws IOException;

    /** A card that lives as long as this process. */
    static SmartCard of(PivCard card) {
        return new SmartCard() {
            @Override
            public byte[] atr() {
                return card.atr();
            }

            @Override
            public void reset() {
                card.reset();
            }

            @Override
            public byte[] transmit(byte[] apdu) {
                return card.transmit(apdu);
            }
        };
    }
}

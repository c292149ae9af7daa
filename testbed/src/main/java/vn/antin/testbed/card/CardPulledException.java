package vn.antin.testbed.card;

import java.io.IOException;

/** The card left its reader in the middle of a command. */
public final class CardPulledException extends IOException {
    private static final long serialVersionUID = 1L;

    CardPulledException() {
        super("the card was pulled");
    }
}

package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.cli.card.PivCards;
import vn.antin.cli.io.CliProblem;
import vn.antin.crypto.key.KeyException;
import vn.antin.hsm.Pin;
import vn.antin.hsm.piv.ManagementKey;
import vn.antin.hsm.piv.PivToken;
import vn.antin.testbed.card.piv.PivCard;

/**
 * A card is pulled, before or after any command of its setting up: the same command, with the
 * secrets that are in their files, brings it to the end.
 */
class SetUpFaultsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir private Path folder = Path.of("");

    /** A card that leaves the reader at one of its commands, and stays out until it is reset. */
    private static final class Loose implements SmartCard {
        private final SmartCard card;
        private int left;
        private final boolean after;
        private boolean out;

        Loose(SmartCard card, int left, boolean after) {
            this.card = card;
            this.left = left;
            this.after = after;
        }

        @Override
        public byte[] atr() {
            return card.atr();
        }

        @Override
        public void reset() {
            card.reset();
        }

        @Override
        public byte[] transmit(byte[] apdu) throws IOException {
            left--;
            if (left == 0 && after) {
                byte[] _ = card.transmit(apdu);
            }
            out = out || left == 0;
            if (out) {
                throw new CardPulledException();
            }
            return card.transmit(apdu);
        }
    }

    private static void setUp(SmartCard card, Path pin) throws IOException {
        try (PivToken token = PivToken.open(new MemoryReader(card))) {
            PivCards.initialise(token, pin, RANDOM);
        }
    }

    private static Pin read(Path file) throws IOException {
        return Pin.owning(Files.readString(file).strip().toCharArray());
    }

    /** PIN, PUK and management key of the card are those in the files, and no tries are lost. */
    private static void assertSetUp(SmartCard card, Path pinFile, String when) throws IOException {
        Path puk = pinFile.resolveSibling(pinFile.getFileName() + ".puk");
        Path management = pinFile.resolveSibling(pinFile.getFileName() + ".management");
        try (PivToken token = PivToken.open(new MemoryReader(card));
                ManagementKey key = ManagementKey.parse(Files.readString(management));
                Pin pin = read(pinFile);
                Pin unblocking = read(puk)) {
            assertThat(token.pinTries()).as(when).hasValue(3);
            token.authenticate(key, RANDOM);
            token.verify(pin);
            token.changePuk(unblocking, unblocking);
            assertThat(token.guid()).as(when).hasSize(32);
        }
    }

    /** How many commands were passed, when none fails. */
    private boolean pulledAt(int step, boolean after) throws IOException {
        SmartCard card = SmartCard.of(PivCard.fresh(RANDOM));
        Path pin = folder.resolve((after ? "after-" : "before-") + step + ".pin");
        String when = pin.getFileName().toString();
        boolean pulled = false;
        try {
            setUp(new Loose(card, step, after), pin);
        } catch (KeyException | CliProblem e) {
            pulled = true;
        }
        setUp(card, pin);
        assertSetUp(card, pin, when);
        return pulled;
    }

    @Test
    void pulled_at_any_command_the_same_command_brings_it_to_the_end() throws IOException {
        for (boolean after : new boolean[] {false, true}) {
            int step = 1;
            while (pulledAt(step, after)) {
                step++;
            }
            assertThat(step).isGreaterThan(6);
        }
    }

    @Test
    void a_card_that_answers_nothing_is_told_and_its_secrets_stay_for_the_next_attempt()
            throws IOException {
        Path pin = folder.resolve("x.pin");
        SmartCard card = SmartCard.of(PivCard.fresh(RANDOM));
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> setUp(new Loose(card, 2, false), pin))
                    .isInstanceOfAny(KeyException.class, CliProblem.class);
        }
        String first = Files.readString(pin);
        setUp(card, pin);
        assertThat(Files.readString(pin)).isEqualTo(first);
        assertSetUp(card, pin, "broken");
    }

    @Test
    void a_card_that_somebody_else_set_up_is_refused_and_left_as_it_is() throws IOException {
        SmartCard card = SmartCard.of(PivCard.fresh(RANDOM));
        Path theirs = folder.resolve("theirs.pin");
        setUp(card, theirs);
        assertThatThrownBy(() -> setUp(card, folder.resolve("ours.pin")))
                .isInstanceOf(CliProblem.class);
        assertSetUp(card, theirs, "refused");
    }
}

package vn.antin.testbed.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.antin.hsm.reader.CardReaders;
import vn.antin.testbed.card.piv.PivCard;

/** What a program that shows readers is told, with a real PC/SC service. */
@Timeout(120)
class CardEventsTest {
    /** Prints what happens. */
    static final class Shown {
        private Shown() {}

        public static void main(String[] args) throws Exception {
            try (CardReaders.Watch _ =
                    CardReaders.watchFromNothing(
                            event -> System.out.println(event.kind() + " " + event.reader()))) {
                Thread.currentThread().join();
            }
        }
    }

    @Test
    @SuppressWarnings("try") // the service ends in the middle
    void readers_and_cards_that_are_there_come_first_then_what_changes() throws Exception {
        PivCard card = PivCard.fresh(new SecureRandom());
        try (PrivatePcscd pcscd = PrivatePcscd.start()) {
            VpcdLink link = pcscd.insert(0, SmartCard.of(card));
            Process shown = pcscd.jvm(Shown.class).start();
            try (BufferedReader events = shown.inputReader()) {
                assertThat(events.readLine()).startsWith("PLUGGED ").endsWith("00 00");
                assertThat(events.readLine()).startsWith("INSERTED ").endsWith("00 00");
                assertThat(events.readLine()).startsWith("PLUGGED ").endsWith("00 01");
                link.close();
                assertThat(events.readLine()).startsWith("REMOVED ").endsWith("00 00");
                pcscd.await(0, false);
                VpcdLink _ = pcscd.insert(0, SmartCard.of(card));
                assertThat(events.readLine()).startsWith("INSERTED ").endsWith("00 00");
                pcscd.close();
                assertThat(events.readLine()).startsWith("REMOVED ").endsWith("00 00");
                assertThat(events.readLine()).startsWith("UNPLUGGED ").endsWith("00 00");
                assertThat(events.readLine()).startsWith("UNPLUGGED ").endsWith("00 01");
            } finally {
                shown.destroyForcibly().waitFor();
            }
        }
    }
}

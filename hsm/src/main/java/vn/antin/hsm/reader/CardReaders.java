package vn.antin.hsm.reader;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.smartcardio.CardException;
import javax.smartcardio.CardTerminal;
import javax.smartcardio.TerminalFactory;

/**
 * The readers of this machine (PC/SC) and what is in them. Asks the PC/SC service only, never a
 * card, so that it works beside a module that has the card to itself.
 *
 * <p>Thread-safe. Without a PC/SC service there are no readers.
 */
public final class CardReaders {
    private static final System.Logger LOG = System.getLogger(CardReaders.class.getName());
    private static final String LIBRARY = "sun.security.smartcardio.library";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu/libpcsclite.so.1"),
                    Path.of("/usr/lib/aarch64-linux-gnu/libpcsclite.so.1"),
                    Path.of("/usr/lib64/libpcsclite.so.1"),
                    Path.of("/usr/lib/libpcsclite.so.1"));

    private CardReaders() {}

    /** Names of the readers that hold a card now. */
    public static Set<String> withCard() {
        try {
            var names = new TreeSet<String>();
            for (CardTerminal each : terminals()) {
                if (each.isCardPresent()) {
                    names.add(each.getName());
                }
            }
            return names;
        } catch (CardException e) {
            LOG.log(Level.DEBUG, "the readers cannot be listed", e);
            return Set.of();
        }
    }

    /** Whether another program has a card to itself. */
    public static boolean inUse() {
        for (CardTerminal each : terminals()) {
            try {
                if (each.isCardPresent()) {
                    each.connect("*").disconnect(false);
                }
            } catch (CardException e) {
                if (String.valueOf(e.getCause()).contains("SHARING_VIOLATION")) {
                    return true;
                }
                LOG.log(Level.DEBUG, "a card does not answer", e);
            }
        }
        return false;
    }

    /** The reader with this name. */
    public static Optional<CardTerminal> terminal(String name) {
        return terminals().stream().filter(each -> each.getName().equals(name)).findFirst();
    }

    /** All terminals of the machine; none when there is no PC/SC service. */
    private static List<CardTerminal> terminals() {
        if (System.getProperty(LIBRARY) == null) {
            PLACES.stream()
                    .filter(Files::exists)
                    .findFirst()
                    .ifPresent(found -> System.setProperty(LIBRARY, found.toString()));
        }
        try {
            return TerminalFactory.getInstance("PC/SC", null).terminals().list();
        } catch (NoSuchAlgorithmException | CardException e) {
            LOG.log(Level.TRACE, "no PC/SC service", e);
            return List.of();
        }
    }

    /**
     * Tells what comes and goes until the watch is closed, about 0.2 to 0.6 seconds late. Cards
     * that are there at the beginning are not told.
     *
     * @param listener called by a thread of the watch; must not wait for long
     */
    public static Watch watch(Consumer<CardEvent> listener) {
        return new Watch(listener);
    }

    /** A thread that looks at the readers until it is closed. */
    public static final class Watch implements AutoCloseable {
        private final Thread thread;

        private Watch(Consumer<CardEvent> listener) {
            Set<String> first = withCard();
            thread =
                    Thread.ofPlatform()
                            .daemon(true)
                            .name("card-readers")
                            .start(() -> look(first, listener));
        }

        private static void look(Set<String> first, Consumer<CardEvent> listener) {
            Set<String> before = first;
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    Thread.sleep(POLL);
                } catch (InterruptedException e) {
                    return;
                }
                Set<String> now = withCard();
                tell(before, now, CardEvent.Kind.REMOVED, listener);
                tell(now, before, CardEvent.Kind.INSERTED, listener);
                before = now;
            }
        }

        private static void tell(
                Set<String> in,
                Set<String> notIn,
                CardEvent.Kind kind,
                Consumer<CardEvent> listener) {
            for (String reader : in) {
                if (!notIn.contains(reader)) {
                    listener.accept(new CardEvent(kind, reader));
                }
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}

package vn.antin.hsm.reader;

import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** Names of all readers, each with whether it holds a card now. */
    public static SortedMap<String, Boolean> all() {
        try {
            var readers = new TreeMap<String, Boolean>();
            for (CardTerminal each : terminals()) {
                readers.put(each.getName(), each.isCardPresent());
            }
            return readers;
        } catch (CardException e) {
            LOG.log(Level.DEBUG, "the readers cannot be listed", e);
            return new TreeMap<>();
        }
    }

    /** Names of the readers that hold a card now. */
    public static Set<String> withCard() {
        var names = new TreeSet<String>();
        all().forEach((reader, card) -> {
            if (card) {
                names.add(reader);
            }
        });
        return names;
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
     * Tells what comes and goes until the watch is closed, about 0.2 to 0.6 seconds late. Readers
     * and cards that are there at the beginning are not told.
     *
     * @param listener called by a thread of the watch; must not wait for long
     */
    public static Watch watch(Consumer<CardEvent> listener) {
        return new Watch(all(), listener);
    }

    /**
     * The same for somebody who shows all readers: what is there at the beginning is told first, as
     * if it came then.
     */
    public static Watch watchFromNothing(Consumer<CardEvent> listener) {
        return new Watch(Map.of(), listener);
    }

    /** A thread that looks at the readers until it is closed. */
    public static final class Watch implements AutoCloseable {
        private final Thread thread;

        private Watch(Map<String, Boolean> first, Consumer<CardEvent> listener) {
            thread =
                    Thread.ofPlatform()
                            .daemon(true)
                            .name("card-readers")
                            .start(() -> look(first, listener));
        }

        private static void look(Map<String, Boolean> first, Consumer<CardEvent> listener) {
            Map<String, Boolean> before = first;
            while (!Thread.currentThread().isInterrupted()) {
                Map<String, Boolean> now = all();
                CardEvent.between(before, now).forEach(listener);
                before = now;
                try {
                    Thread.sleep(POLL);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }
}

package vn.antin.hsm.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A card or a reader came or went.
 *
 * @param reader name of the reader, as PC/SC tells it
 */
public record CardEvent(Kind kind, String reader) {
    /** What happened. */
    public enum Kind {
        /** The reader was plugged in, or is there when the watch begins. */
        PLUGGED,
        /** A card is in the reader. */
        INSERTED,
        /** The card was taken out, or the whole reader was unplugged. */
        REMOVED,
        /** The reader was unplugged; a card that was in it is told as removed before. */
        UNPLUGGED
    }

    /**
     * What happened between two looks, in an order in which it can have happened.
     *
     * @param before readers, each with whether a card was in it
     * @param now the same, later
     */
    static List<CardEvent> between(Map<String, Boolean> before, Map<String, Boolean> now) {
        var events = new ArrayList<CardEvent>();
        before.forEach((reader, card) -> {
            if (card && !now.getOrDefault(reader, false)) {
                events.add(new CardEvent(Kind.REMOVED, reader));
            }
            if (!now.containsKey(reader)) {
                events.add(new CardEvent(Kind.UNPLUGGED, reader));
            }
        });
        now.forEach((reader, card) -> {
            if (!before.containsKey(reader)) {
                events.add(new CardEvent(Kind.PLUGGED, reader));
            }
            if (card && !before.getOrDefault(reader, false)) {
                events.add(new CardEvent(Kind.INSERTED, reader));
            }
        });
        return events;
    }
}

package vn.antin.hsm.reader;

/**
 * A card came or went.
 *
 * @param reader name of the reader, as PC/SC tells it
 */
public record CardEvent(Kind kind, String reader) {
    /** What happened. */
    public enum Kind {
        /** A card is in the reader. */
        INSERTED,
        /** The card was taken out, or the whole reader was unplugged. */
        REMOVED
    }
}

package vn.antin.sdk;

/** Tells a watcher how far a stage is that several threads work on; one call after the other. */
final class Tally {
    private final Watcher watcher;
    private final Watcher.Stage stage;
    private final long total;
    private long done;

    /** Tells at once that the stage begins. */
    Tally(Watcher watcher, Watcher.Stage stage, long total) {
        this.watcher = watcher;
        this.stage = stage;
        this.total = total;
        add(0);
    }

    /** {@code more} bytes are done. */
    synchronized void add(long more) {
        done += more;
        watcher.at(stage, done, total);
    }
}

package vn.antin.sdk.transport;

/** Told how far a transfer is. Called on the thread that transfers; must be quick. */
@FunctionalInterface
public interface Progress {
    /** Nobody watches. */
    Progress NONE = (done, total) -> {};

    /** {@code done} of {@code total} bytes are there, counting those of earlier attempts. */
    void at(long done, long total);
}

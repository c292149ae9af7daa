package vn.antin.sdk.enrol;

import java.io.IOException;
import java.util.Optional;

/**
 * What a renewal has done so far, so that it goes on where it broke off. Holds no secret. An entry
 * that was put survives a crash.
 */
public interface RenewalJournal {
    /** The entry with this name. */
    Optional<byte[]> get(String name) throws IOException;

    /** Adds or replaces an entry. */
    void put(String name, byte[] entry) throws IOException;

    /** Forgets all at once: the renewal is done. */
    void clear() throws IOException;
}

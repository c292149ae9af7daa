package vn.antin.gateway.tlog;

import java.util.Optional;
import vn.antin.crypto.tlog.HashReader;

/** Reads the stored log. Port; one consistent state for as long as it is lent. */
public interface EntryLog {
    /** Number of entries under the newest checkpoint. */
    long size();

    /** The bytes of an entry. */
    byte[] entry(long index);

    /** Stored hashes; what is not stored is computed from the entries. */
    HashReader hashes();

    /** The newest signed checkpoint; empty before the first entry. */
    Optional<byte[]> checkpoint();
}

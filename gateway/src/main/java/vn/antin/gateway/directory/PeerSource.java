package vn.antin.gateway.directory;

import java.util.List;
import vn.antin.sdk.wire.DirectoryEntry;
import vn.antin.sdk.wire.TrustBundle;

/**
 * Fetches what a peer publishes. Port; thread-safe; calls block and throw a RuntimeException when
 * the peer is not reached. Nothing that comes back is believed yet.
 */
public interface PeerSource {
    /** The peer's revocation lists, over a connection that does not need one yet. */
    TrustBundle trust(PeerRecord peer);

    /** Tells the peer that there is something new to ask for here. */
    void tellNews(PeerRecord peer);

    /** The peer's own endpoints. */
    List<DirectoryEntry> entries(PeerRecord peer);
}

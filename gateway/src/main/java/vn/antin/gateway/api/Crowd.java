package vn.antin.gateway.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Open connections: a limit for all and one for each remote address, so that no machine can take
 * the file descriptors of the others. Those that were closed are found by looking when a limit is
 * reached. Thread-safe.
 */
final class Crowd<T> {
    private static final Logger LOG = System.getLogger(Crowd.class.getName());

    private final int all;
    private final int one;
    private final Predicate<? super T> isClosed;
    private final Map<InetAddress, List<T>> taken = new HashMap<>();
    private int size;
    private long refused;

    /**
     * With limits.
     *
     * @param all connections in all
     * @param one connections of one address
     * @param isClosed whether a connection no longer counts
     */
    Crowd(int all, int one, Predicate<? super T> isClosed) {
        this.all = all;
        this.one = one;
        this.isClosed = isClosed;
    }

    /**
     * Takes a new connection in, if there is room.
     *
     * @return whether it was taken; else the caller closes it
     */
    synchronized boolean take(InetAddress from, T connection) {
        List<T> ofOne = taken.computeIfAbsent(from, unused -> new ArrayList<>());
        if (ofOne.size() >= one) {
            size -= forget(ofOne);
        }
        if (size >= all) {
            taken.forEach((address, connections) -> size -= forget(connections));
            taken.values().removeIf(List::isEmpty);
        }
        if (ofOne.size() >= one || size >= all) {
            tell(from, ofOne.size());
            return false;
        }
        ofOne.add(connection);
        taken.putIfAbsent(from, ofOne);
        size++;
        return true;
    }

    private int forget(List<T> connections) {
        int before = connections.size();
        connections.removeIf(isClosed);
        return before - connections.size();
    }

    /** The first, the second, the fourth and so on: a flood of connections is none of lines. */
    private void tell(InetAddress from, int held) {
        refused++;
        if (Long.bitCount(refused) == 1) {
            LOG.log(
                    Level.WARNING,
                    "connection refused ({0} so far): {1} has {2}, of {3} for one address; all"
                            + " have {4}, of {5}",
                    refused,
                    from.getHostAddress(),
                    held,
                    one,
                    size,
                    all);
        }
    }
}

package vn.antin.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many connections are taken. */
class CrowdTest {
    private final Set<Integer> closed = new HashSet<>();
    private final Crowd<Integer> crowd = new Crowd<>(6, 3, closed::contains);
    private int next;

    private boolean take(int address) throws UnknownHostException {
        InetAddress from = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) address});
        return crowd.take(from, next++);
    }

    @Test
    void one_address_has_its_limit_and_leaves_room_for_the_others() throws UnknownHostException {
        for (int i = 0; i < 3; i++) {
            assertThat(take(1)).isTrue();
        }
        assertThat(take(1)).isFalse();
        assertThat(take(2)).isTrue();
    }

    @Test
    void all_together_have_their_limit() throws UnknownHostException {
        for (int i = 0; i < 6; i++) {
            assertThat(take(i)).isTrue();
        }
        assertThat(take(7)).isFalse();
    }

    @Test
    void a_closed_connection_makes_room_for_its_own_address_and_for_all()
            throws UnknownHostException {
        for (int i = 0; i < 6; i++) {
            assertThat(take(i / 3)).isTrue();
        }
        assertThat(take(0)).isFalse();
        closed.add(1);
        assertThat(take(0)).isTrue();
        assertThat(take(3)).isFalse();
        closed.addAll(Set.of(3, 4, 5));
        for (int i = 0; i < 3; i++) {
            assertThat(take(1)).isTrue();
        }
        assertThat(take(3)).isFalse();
    }
}

package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.TestClock;

/** A connection without a certificate does not stay. */
class SilentCallerTest {
    @TempDir Path folder;

    @Test
    void whoever_connects_and_says_nothing_is_cut_off_within_seconds() throws IOException {
        try (Office office = new Office("H26.01", "Sở Nội vụ", "P1", folder, new TestClock());
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), office.url().getPort())) {
            socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(20).toMillis()));
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void silent_connections_of_one_address_leave_room_for_others() throws IOException {
        InetAddress crowded = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress other = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        List<Socket> silent = new ArrayList<>();
        try (Office office = new Office("H26.01", "Sở Nội vụ", "P1", folder, new TestClock())) {
            int port = office.url().getPort();
            for (int i = 0; i < 600; i++) {
                silent.add(new Socket(crowded, port, crowded, 0));
            }
            try (Socket refused = new Socket(crowded, port, crowded, 0);
                    Socket taken = new Socket(crowded, port, other, 0)) {
                refused.setSoTimeout(5_000);
                assertThat(refused.getInputStream().read()).isNegative();
                taken.setSoTimeout(1_000);
                assertThatThrownBy(() -> taken.getInputStream().read())
                        .as("still open")
                        .isInstanceOf(SocketTimeoutException.class);
            }
        } finally {
            for (Socket each : silent) {
                each.close();
            }
        }
    }
}

package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
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
}

package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.crypto.key.KeyLabel;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.Person;
import vn.antin.gateway.world.TestClock;
import vn.antin.policies.label.Level;
import vn.antin.sdk.GatewayClient;
import vn.antin.sdk.transport.GatewayException;

class ExpiredCertificateTest {
    @Test
    void a_certificate_opens_the_connection_until_its_last_second_and_not_after(
            @TempDir Path folder) throws IOException {
        TestClock clock = new TestClock();
        try (Office office = new Office("H26.01", "Sở Nội vụ", "P1", folder, clock)) {
            Person officer = office.enrol("nva", "Nguyễn Văn A", Level.MAT);
            Instant end = officer.certificate(KeyLabel.AUTHENTICATION).getNotAfter().toInstant();
            office.stop();
            clock.move(Duration.between(clock.instant(), end).minusMinutes(5));
            office.start();
            try (GatewayClient client = officer.client()) {
                assertThat(client.inbox(0)).isEmpty();
            }
            clock.move(Duration.ofMinutes(6));
            assertThatThrownBy(
                            () -> {
                                try (GatewayClient client = officer.client()) {
                                    client.inbox(0);
                                }
                            })
                    .isInstanceOf(GatewayException.class);
        }
    }
}

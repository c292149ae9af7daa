package vn.antin.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pauses_grow_and_stay_between_half_a_second_and_five_minutes() {
        Random random = new Random(1);
        for (int attempts = 0; attempts < 200; attempts++) {
            Duration pause = Dispatcher.backoff(attempts, random);
            assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofMinutes(5));
            if (attempts > 10) {
                assertThat(pause).isGreaterThanOrEqualTo(Duration.ofSeconds(150));
            }
        }
    }

    @Test
    void two_gateways_do_not_wait_equally_long() {
        assertThat(Dispatcher.backoff(5, new Random(1)))
                .isNotEqualTo(Dispatcher.backoff(5, new Random(2)));
    }
}

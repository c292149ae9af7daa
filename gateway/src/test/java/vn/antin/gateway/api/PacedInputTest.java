package vn.antin.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xnio.XnioExecutor;

/** A body that trickles is cut; one that keeps coming is not, however long it is. */
class PacedInputTest {
    private final Timer timer = new Timer();
    private final AtomicInteger cuts = new AtomicInteger();

    /** Time passes when the test says so. */
    private static final class Timer implements XnioExecutor {
        private final Deque<Runnable> waiting = new ArrayDeque<>();

        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public Key executeAfter(Runnable command, long time, TimeUnit unit) {
            assertThat(unit.toSeconds(time)).isEqualTo(PacedInput.PERIOD_SECONDS);
            waiting.add(command);
            return () -> waiting.remove(command);
        }

        @Override
        public Key executeAtInterval(Runnable command, long time, TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        void pass() {
            waiting.remove().run();
        }
    }

    private PacedInput body(int length) {
        return new PacedInput(
                new ByteArrayInputStream(new byte[length]), timer, cuts::incrementAndGet);
    }

    @Test
    void a_body_of_a_byte_now_and_then_is_cut() throws IOException {
        PacedInput body = body(1000);
        for (int i = 0; i < 10; i++) {
            assertThat(body.read()).isZero();
        }
        timer.pass();
        assertThat(cuts).hasValue(1);
        assertThat(timer.waiting).isEmpty();
    }

    @Test
    void a_body_that_keeps_coming_is_read_to_its_end() throws IOException {
        int least = (int) PacedInput.LEAST;
        PacedInput body = body(5 * least);
        for (int i = 0; i < 5; i++) {
            assertThat(body.readNBytes(least)).hasSize(least);
            timer.pass();
        }
        assertThat(cuts).hasValue(0);
        assertThat(body.read()).isNegative();
        timer.pass();
        assertThat(cuts).hasValue(1);
    }

    @Test
    void a_body_that_was_read_is_watched_no_more() {
        PacedInput body = body(1);
        body.close();
        assertThat(timer.waiting).isEmpty();
        assertThat(cuts).hasValue(0);
    }
}

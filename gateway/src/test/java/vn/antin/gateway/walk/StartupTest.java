package vn.antin.gateway.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vn.antin.gateway.app.Gateway;
import vn.antin.gateway.app.StartupProblem;
import vn.antin.gateway.world.Office;
import vn.antin.gateway.world.TestClock;

class StartupTest {
    @TempDir Path folder;

    @Test
    void a_gateway_that_cannot_start_says_why_and_leaves_nothing_open() throws IOException {
        TestClock clock = new TestClock();
        try (Office office =
                new Office("H26.01", "Sở Nội vụ", "P1", folder.resolve("one"), clock)) {
            assertThat(
                            problem(() ->
                                            Gateway.open(
                                                    office.config(),
                                                    office.vault(),
                                                    Office.MODULE,
                                                    clock))
                                    .code())
                    .isEqualTo(StartupProblem.Code.DATA_LOCKED);
        }
    }

    @Test
    void a_taken_port_and_a_clock_that_went_back_are_named() throws IOException {
        TestClock clock = new TestClock();
        try (Office office =
                new Office("H26.01", "Sở Nội vụ", "P1", folder.resolve("one"), clock)) {
            office.stop();
            try (ServerSocket taken =
                    new ServerSocket(
                            office.config().listen().port(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(taken.isBound()).isTrue();
                StartupProblem problem = problem(office::start);
                assertThat(problem.code()).isEqualTo(StartupProblem.Code.PORT_TAKEN);
                assertThat(problem.vietnamese()).contains("127.0.0.1:");
            }
            clock.move(Duration.ofDays(-2));
            assertThat(problem(office::start).code()).isEqualTo(StartupProblem.Code.CLOCK);
            clock.move(Duration.ofDays(2));
            office.start();
        }
    }

    private static StartupProblem problem(Runnable start) {
        StartupProblem problem = catchThrowableOfType(StartupProblem.class, start::run);
        assertThat(problem).isNotNull();
        return problem;
    }
}

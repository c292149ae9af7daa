package vn.antin.sdk.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TogetherTest {
    @Test
    void results_stand_in_the_order_of_the_tasks() throws IOException {
        CountDownLatch second = new CountDownLatch(1);
        List<Callable<String>> tasks = new ArrayList<>();
        if (Runtime.getRuntime().availableProcessors() > 1) {
            tasks.add(() -> {
                second.await();
                return "a";
            });
        } else {
            tasks.add(() -> "a");
        }
        tasks.add(() -> {
            second.countDown();
            return "b";
        });
        tasks.add(() -> "c");
        assertThat(Together.run(tasks)).containsExactly("a", "b", "c");
        assertThat(Together.run(List.<Callable<String>>of())).isEmpty();
    }

    @Test
    void the_first_failure_is_thrown_as_it_is_and_ends_the_others() {
        CountDownLatch never = new CountDownLatch(1);
        List<Thread> waiting = new ArrayList<>();
        List<Callable<String>> tasks =
                List.of(
                        () -> {
                            throw new IOException("disk");
                        },
                        () -> {
                            waiting.add(Thread.currentThread());
                            never.await();
                            return "b";
                        });
        assertThatThrownBy(() -> Together.run(tasks))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThat(waiting).noneMatch(Thread::isAlive);
        assertThatThrownBy(() ->
                        Together.run(
                                List.<Callable<String>>of(() -> {
                                    throw new IllegalStateException("unchecked");
                                })))
                .isInstanceOf(IllegalStateException.class);
    }
}

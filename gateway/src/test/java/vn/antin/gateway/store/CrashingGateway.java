package vn.antin.gateway.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import vn.antin.gateway.store.disk.DurableStep;

/**
 * A process that submits and halts in the middle. Arguments: folder, first number, step to halt at,
 * at which occurrence. Each acknowledged number is printed on a line of its own.
 */
final class CrashingGateway {
    private static final int SUBMITTERS = 4;

    private CrashingGateway() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        int first = Integer.parseInt(arguments[1]);
        DurableStep deadly = DurableStep.valueOf(arguments[2]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(arguments[3]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        DurableStep.Listener halt =
                step -> {
                    if (step == deadly && left.decrementAndGet() == 0) {
                        Runtime.getRuntime().halt(137);
                    }
                };
        TestGateway gateway = TestGateway.open(folder, halt);
        AtomicInteger next = new AtomicInteger(first);
        try (ExecutorService pool = Executors.newFixedThreadPool(SUBMITTERS)) {
            for (int s = 0; s < SUBMITTERS; s++) {
                pool.execute(() -> {
                    while (true) {
                        int number = next.getAndIncrement();
                        long unused = gateway.submit(TestGateway.submission(number)).join().value();
                        gateway.seal(number);
                        synchronized (out) {
                            out.println(number);
                        }
                    }
                });
            }
        }
    }
}

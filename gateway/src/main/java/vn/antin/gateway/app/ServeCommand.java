package vn.antin.gateway.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gateway until it is told to stop (SIGTERM or SIGINT), then lets requests finish. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Chạy cổng cho đến khi được dừng. / Runs the gateway until it is stopped.",
            "Ví dụ / example: antin-gateway serve --home /var/lib/antin"
        })
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description = "Thư mục của cổng. / Folder of the gateway.")
    private Path home = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        GatewayConfig config = GatewayConfig.read(home);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try (Gateway gateway = Gateway.open(config)) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        stopped.countDown();
                                        await(closed);
                                    },
                                    "shutdown"));
            PrintWriter out = spec.commandLine().getOut();
            if (config.exercise()) {
                out.println("BẢN DÙNG THỬ – KHÔNG DÙNG CHO BÍ MẬT NHÀ NƯỚC");
                out.println("EXERCISE BUILD - NOT FOR STATE SECRETS");
            }
            out.printf("Cổng %s sẵn sàng tại %s%n", config.endpoint(), gateway.url());
            out.printf("Gateway %s is ready at %s%n", config.endpoint(), gateway.url());
            out.flush();
            stopped.await();
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

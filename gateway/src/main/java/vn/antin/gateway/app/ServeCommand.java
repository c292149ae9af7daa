package vn.antin.gateway.app;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vn.antin.sdk.wire.Deployment;

/** Runs the gateway until it is told to stop (SIGTERM or SIGINT), then lets requests finish. */
@Command(name = "serve", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--home", required = true, paramLabel = "DIR", descriptionKey = "home")
    private Path home = Path.of("");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        GatewayConfig config = GatewayConfig.read(home);
        CountDownLatch stopped = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        try {
            run(config, stopped, closed);
            say("Cổng %s đã dừng.%n", config);
            say("Gateway %s has stopped.%n", config);
        } finally {
            closed.countDown();
        }
        return 0;
    }

    private void run(GatewayConfig config, CountDownLatch stopped, CountDownLatch closed)
            throws InterruptedException {
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
                out.print(CipherModule.EXERCISE_BANNER);
            }
            Deployment state = gateway.deployment();
            out.println("Mô-đun mật mã: " + state.vietnamese());
            out.println("Cipher module: " + state.english());
            out.printf("Cổng %s sẵn sàng tại %s%n", config.endpoint(), gateway.url());
            out.printf("Gateway %s is ready at %s%n", config.endpoint(), gateway.url());
            gateway.opsAddress()
                    .ifPresent(ops ->
                            out.printf(
                                    "Số liệu, cảnh báo / figures, alarms: http://%1$s/metrics"
                                            + " http://%1$s/healthz%n",
                                    ops));
            out.flush();
            stopped.await();
            say("Đang dừng cổng %s...%n", config);
            say("Stopping gateway %s...%n", config);
        }
    }

    private void say(String format, GatewayConfig config) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(format, config.endpoint());
        out.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

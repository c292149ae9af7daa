package vn.antin.gateway.ops;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vn.antin.hsm.token.TokenMonitor;
import vn.antin.hsm.token.TokenState;

/** The figures and alarms of one gateway. Thread-safe. */
public final class Ops implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Ops.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(15);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final InstantSource clock;
    private final TokenMeter meter;
    private final Alarms alarms;
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(
                    2, Thread.ofPlatform().name("watch-", 1).daemon(true).factory());
    private @Nullable OpsServer server;

    /** All figures at zero, no alarm. */
    public Ops(InstantSource clock) {
        this.clock = clock;
        this.meter = new TokenMeter(registry, clock);
        this.alarms = new Alarms(registry, clock);
    }

    /** Who counts what the token does. */
    public TokenMonitor meter() {
        return meter;
    }

    /**
     * Looks at the token and the disk every 15 seconds from now on.
     *
     * @param token the token now; empty when the keys are in no token
     * @param selfTests how often self-tests are done
     * @param disk the disk with the data
     * @param folder that of the gateway
     */
    public Watch watch(
            Supplier<Optional<TokenState>> token,
            Duration selfTests,
            Watch.Disk disk,
            Watch.Folder folder) {
        var watch = new Watch(registry, meter, token, selfTests, disk, folder, alarms, clock);
        every(LOOK, "looking at token and disk", watch::look);
        return watch;
    }

    /** Does something again and again; when it fails, that is logged and it is tried again. */
    public void every(Duration period, String what, Runnable task) {
        var unused =
                timer.scheduleWithFixedDelay(
                        () -> {
                            try {
                                task.run();
                            } catch (RuntimeException e) {
                                LOG.log(Level.ERROR, what + " failed, tried again later", e);
                            }
                        },
                        period.toSeconds(),
                        period.toSeconds(),
                        TimeUnit.SECONDS);
    }

    /**
     * Shows figures and health on this machine.
     *
     * @throws BindException when the address is taken
     */
    public synchronized InetSocketAddress listen(String host, int port, Watch watch)
            throws BindException {
        OpsServer started = OpsServer.start(host, port, registry, alarms, watch::look);
        server = started;
        return started.address();
    }

    @Override
    public synchronized void close() {
        timer.shutdownNow();
        if (server != null) {
            server.close();
        }
    }
}

package vn.antin.gateway.ops;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import vn.antin.crypto.key.KeyException;
import vn.antin.crypto.key.KeyException.Reason;
import vn.antin.hsm.token.Operation;
import vn.antin.hsm.token.TokenMonitor;

/** Counts what the gateway's token does. Thread-safe; adds well below a microsecond to a call. */
public final class TokenMeter implements TokenMonitor {
    private static final double NANOS = 1e9;
    private static final double[] BOUNDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
        10
    };
    private static final Set<Reason> OUT_OF_REACH =
            Set.of(Reason.TOKEN_MISSING, Reason.DEVICE_FAILURE);
    private static final int FAILURES_IN_A_ROW = 3;
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<Operation, Map<Reason, CounterDataPoint>> failed =
            new EnumMap<>(Operation.class);
    private final Map<Operation, CounterDataPoint> done = new EnumMap<>(Operation.class);
    private final Map<Operation, DistributionDataPoint> took = new EnumMap<>(Operation.class);
    private final Histogram waited;
    private final Counter reconnections;
    private final AtomicInteger outOfReach = new AtomicInteger();
    private final AtomicLong successes = new AtomicLong();
    private final AtomicReference<@Nullable Instant> lastBusy = new AtomicReference<>();

    /** Registers its figures, at zero. */
    public TokenMeter(PrometheusRegistry registry, InstantSource clock) {
        this.clock = clock;
        Counter operations =
                Counter.builder()
                        .name("antin_token_operations_total")
                        .help("Operations of the token by kind and result")
                        .labelNames("operation", "result")
                        .register(registry);
        Histogram durations =
                Histogram.builder()
                        .name("antin_token_operation_seconds")
                        .help("Time an operation took once it had a session")
                        .labelNames("operation")
                        .classicOnly()
                        .classicUpperBounds(BOUNDS)
                        .register(registry);
        waited =
                Histogram.builder()
                        .name("antin_token_queue_seconds")
                        .help("Time a caller waited for a session")
                        .classicOnly()
                        .classicUpperBounds(BOUNDS)
                        .register(registry);
        reconnections =
                Counter.builder()
                        .name("antin_token_reconnections_total")
                        .help("Times that sessions or the login were lost and asked for anew")
                        .register(registry);
        for (Operation operation : Operation.values()) {
            done.put(operation, operations.labelValues(name(operation), "ok"));
            took.put(operation, durations.labelValues(name(operation)));
            Map<Reason, CounterDataPoint> reasons = new EnumMap<>(Reason.class);
            for (Reason reason : Reason.values()) {
                reasons.put(reason, operations.labelValues(name(operation), name(reason)));
            }
            failed.put(operation, reasons);
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void ended(
            Operation operation, long wait, long time, Optional<KeyException.Reason> failure) {
        waited.observe(wait / NANOS);
        if (failure.isEmpty()) {
            at(done, operation).inc();
            at(took, operation).observe(time / NANOS);
            outOfReach.set(0);
            long unused = successes.incrementAndGet();
            return;
        }
        Reason reason = failure.get();
        at(at(failed, operation), reason).inc();
        if (reason == Reason.BUSY) {
            lastBusy.set(clock.instant());
        } else {
            at(took, operation).observe(time / NANOS);
            int unused = outOfReach.updateAndGet(n -> OUT_OF_REACH.contains(reason) ? n + 1 : 0);
        }
    }

    private static <K, V> V at(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new AssertionError("all are registered: " + key);
        }
        return value;
    }

    @Override
    public void reconnecting() {
        reconnections.inc();
    }

    /** Whether the last three operations or more failed because the token could not be used. */
    boolean outOfReach() {
        return outOfReach.get() >= FAILURES_IN_A_ROW;
    }

    /** Operations that the token did so far. */
    long successes() {
        return successes.get();
    }

    /** Whether the last operation failed because the token could not be used. */
    boolean failing() {
        return outOfReach.get() > 0;
    }

    /** Whether a caller was refused for want of a session within the last minute. */
    boolean busy() {
        Instant last = lastBusy.get();
        return last != null && last.plus(RECENT).isAfter(clock.instant());
    }
}

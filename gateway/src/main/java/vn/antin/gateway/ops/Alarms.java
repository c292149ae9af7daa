package vn.antin.gateway.ops;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The alarms of the moment; each is logged when it begins and when it ends. Thread-safe. */
public final class Alarms {
    private static final Logger LOG = System.getLogger(Alarms.class.getName());

    private final InstantSource clock;
    private final Gauge gauge;
    private final Map<Alarm, Instant> raised = new EnumMap<>(Alarm.class);

    /** None yet. */
    public Alarms(PrometheusRegistry registry, InstantSource clock) {
        this.clock = clock;
        this.gauge =
                Gauge.builder()
                        .name("antin_alarm")
                        .help("1 while the alarm holds")
                        .labelNames("alarm", "severity")
                        .register(registry);
        for (Alarm each : Alarm.values()) {
            show(each, false);
        }
    }

    /** Begins or ends an alarm; nothing happens when it is so already. */
    public synchronized void set(Alarm alarm, boolean holds) {
        if (holds == raised.containsKey(alarm)) {
            return;
        }
        if (holds) {
            raised.put(alarm, clock.instant());
            LOG.log(
                    alarm.severity() == Alarm.Severity.CRITICAL ? Level.ERROR : Level.WARNING,
                    "alarm {0}: {1} / {2}",
                    alarm.code(),
                    alarm.vietnamese(),
                    alarm.english());
        } else {
            raised.remove(alarm);
            LOG.log(Level.INFO, "alarm {0} has ended", alarm.code());
        }
        show(alarm, holds);
    }

    private void show(Alarm alarm, boolean holds) {
        gauge.labelValues(alarm.code(), alarm.severity().name().toLowerCase(Locale.ROOT))
                .set(holds ? 1 : 0);
    }

    /** Those that hold, each with its beginning. */
    public synchronized Map<Alarm, Instant> now() {
        return Collections.unmodifiableMap(new EnumMap<>(raised));
    }
}

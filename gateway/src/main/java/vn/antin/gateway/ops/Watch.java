package vn.antin.gateway.ops;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import vn.antin.hsm.selftest.SelfTestReport;
import vn.antin.hsm.token.TokenState;
import vn.antin.hsm.token.TokenStatus;

/** Looks at the token and the self-tests, and sets figures and alarms by them. Thread-safe. */
public final class Watch {
    private static final String[] PIN_STATES = {"ok", "count_low", "final_try", "blocked"};

    private record Tested(Instant at, boolean wrong, boolean passed) {}

    /**
     * The disk with the data.
     *
     * @param free bytes that are free now
     * @param limit below so many it is low, below half of them full
     */
    public record Disk(LongSupplier free, long limit) {}

    /**
     * What lies in the folder of the gateway.
     *
     * @param officerPin whether the PIN of the token's security officer does
     * @param ceremony whether a ceremony's record does that is not in the log
     */
    public record Folder(BooleanSupplier officerPin, BooleanSupplier ceremony) {}

    private final TokenMeter meter;
    private final Supplier<Optional<TokenState>> token;
    private final Duration selfTests;
    private final Alarms alarms;
    private final InstantSource clock;
    private final Disk disk;
    private final Folder folder;
    private final Gauge diskFree;
    private final Gauge present;
    private final Gauge limit;
    private final Gauge inUse;
    private final Gauge waiting;
    private final Gauge pin;
    private final Gauge selfTestPassed;
    private final Gauge selfTestTime;
    private volatile Tested tested;
    private volatile boolean folderReady;

    /** Operations done when the module ceased to show the token; -1 while it shows it. */
    private final AtomicLong doneWhenLost = new AtomicLong(-1);

    /**
     * A watch.
     *
     * @param token the token now; empty when the keys are in no token
     * @param selfTests how often self-tests are done
     * @param disk the disk with the data
     * @param folder that of the gateway
     */
    public Watch(
            PrometheusRegistry registry,
            TokenMeter meter,
            Supplier<Optional<TokenState>> token,
            Duration selfTests,
            Disk disk,
            Folder folder,
            Alarms alarms,
            InstantSource clock) {
        this.meter = meter;
        this.token = token;
        this.selfTests = selfTests;
        this.disk = disk;
        this.folder = folder;
        this.alarms = alarms;
        this.clock = clock;
        this.tested = new Tested(clock.instant(), false, true);
        diskFree = gauge(registry, "antin_disk_free_bytes", "Free space where the data are");
        present = gauge(registry, "antin_token_present", "1 while the module shows the token");
        limit = gauge(registry, "antin_token_sessions_limit", "Most operations at one time");
        inUse = gauge(registry, "antin_token_sessions_in_use", "Operations that run");
        waiting = gauge(registry, "antin_token_callers_waiting", "Callers waiting for a session");
        pin =
                Gauge.builder()
                        .name("antin_token_pin")
                        .help("1 at the state of the PIN")
                        .labelNames("state")
                        .register(registry);
        selfTestPassed =
                gauge(registry, "antin_self_test_passed", "1 when the last self-test passed");
        selfTestTime =
                gauge(
                        registry,
                        "antin_self_test_timestamp_seconds",
                        "When the last self-test was done");
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help) {
        return Gauge.builder().name(name).help(help).register(registry);
    }

    /** A self-test was done. */
    public void tested(SelfTestReport report) {
        tested = new Tested(report.at(), report.wrong(), report.passed());
        look();
    }

    /**
     * Looks at the folder too from now on: what lay in it at the start was taken in, so that it is
     * no cause for an alarm.
     */
    public void lookAtFolder() {
        folderReady = true;
        look();
    }

    /** Looks now; at the folder only after {@link #lookAtFolder}. */
    public void look() {
        token.get().ifPresent(this::look);
        alarms.set(Alarm.TOKEN_BUSY, meter.busy());
        long free = disk.free().getAsLong();
        diskFree.set((double) free);
        alarms.set(Alarm.DISK_FULL, free < disk.limit() / 2);
        alarms.set(Alarm.DISK_LOW, free >= disk.limit() / 2 && free < disk.limit());
        if (folderReady) {
            alarms.set(Alarm.OFFICER_PIN_HERE, folder.officerPin().getAsBoolean());
            alarms.set(Alarm.CEREMONY_NOT_LOGGED, folder.ceremony().getAsBoolean());
        }
        Tested last = tested;
        selfTestPassed.set(last.passed() ? 1 : 0);
        selfTestTime.set((double) last.at().getEpochSecond());
        boolean late = last.at().plus(selfTests.multipliedBy(2)).isBefore(clock.instant());
        alarms.set(Alarm.SELF_TEST_WRONG, last.wrong());
        alarms.set(Alarm.SELF_TEST_INCOMPLETE, late || (!last.passed() && !last.wrong()));
    }

    private void look(TokenState state) {
        TokenStatus status = state.status();
        boolean blocked = state.stopped() || status.locked();
        boolean low = !blocked && (status.pinCountLow() || status.finalTry());
        String pinState =
                blocked ? "blocked" : status.finalTry() ? "final_try" : low ? "count_low" : "ok";
        for (String each : PIN_STATES) {
            pin.labelValues(each).set(each.equals(pinState) ? 1 : 0);
        }
        boolean there = state.present() || worksUnseen();
        if (state.present()) {
            doneWhenLost.set(-1);
        }
        present.set(there ? 1 : 0);
        limit.set(state.sessions());
        inUse.set(state.inUse());
        waiting.set(state.waiting());
        alarms.set(Alarm.TOKEN_PIN_BLOCKED, blocked);
        alarms.set(Alarm.TOKEN_PIN_LOW, low);
        alarms.set(Alarm.TOKEN_OUT_OF_REACH, !there || meter.outOfReach());
    }

    /**
     * Modules may go on to call a token absent that came back and works (SoftHSM does, whose folder
     * was away for a while): what it does counts for more than what is said of it.
     */
    private boolean worksUnseen() {
        long done = meter.successes();
        boolean unused = doneWhenLost.compareAndSet(-1, done);
        return done > doneWhenLost.get() && !meter.failing();
    }
}

package io.meridian.sidecar;

import io.meridian.bus.IdSource;
import io.meridian.bus.setting.Settings;
import io.meridian.plugin.contract.memory.RestingIdleStrategy;
import io.meridian.sidecar.file.AttachPlace;
import io.meridian.sidecar.session.PublishGate;
import io.meridian.sidecar.session.SessionHost;
import io.meridian.sidecar.session.SessionObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;

/** Collects what a sidecar is started with. Only the settings have no default. */
public final class SidecarOptions {
    private final Settings settings;
    private EpochNanoClock clock = new OffsetEpochNanoClock();
    private IdSource ids = IdSource.random();
    private IdleStrategy idle;
    private PublishGate gate = PublishGate.OPEN;
    private SessionObserver observer = SessionObserver.NONE;
    private SidecarLog log = SidecarLog.NONE;
    private UnaryOperator<SessionHost> host = UnaryOperator.identity();
    private final List<Function<Sidecar, AutoCloseable>> attachPoints = new ArrayList<>();

    /** The settings of the bus, its engines and {@link SidecarSettings#SCHEMA}. */
    public SidecarOptions(Settings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        settings.require(SidecarSettings.SCHEMA);
        idle = idle(settings);
    }

    private static IdleStrategy idle(Settings settings) {
        return switch (settings.get(SidecarSettings.IDLE)) {
            case SPIN -> NoOpIdleStrategy.INSTANCE;
            case PARK ->
                new RestingIdleStrategy(
                        1_000, settings.get(SidecarSettings.IDLE_PARK).toNanos());
        };
    }

    /** Epoch nanoseconds. */
    public SidecarOptions clock(EpochNanoClock newClock) {
        clock = newClock;
        return this;
    }

    /** The instance number and correlation ids. */
    public SidecarOptions ids(IdSource newIds) {
        ids = newIds;
        return this;
    }

    /** What the loop does when there is nothing to do. */
    public SidecarOptions idle(IdleStrategy newIdle) {
        idle = newIdle;
        return this;
    }

    /** The latch and the rate limits. */
    public SidecarOptions gate(PublishGate newGate) {
        gate = newGate;
        return this;
    }

    /** Metrics, health, audit. */
    public SidecarOptions observer(SessionObserver newObserver) {
        observer = newObserver;
        return this;
    }

    /** Lines for people. */
    public SidecarOptions log(SidecarLog newLog) {
        log = newLog;
        return this;
    }

    /** What stands between the attach points and the guard: for those who watch what a plugin does. */
    public SidecarOptions host(UnaryOperator<SessionHost> newHost) {
        host = newHost;
        return this;
    }

    /**
     * A further way in, beside shared memory. The function is called on the starting thread once the loop runs; what it
     * returns is closed first when the sidecar closes.
     */
    public SidecarOptions attachPoint(Function<Sidecar, AutoCloseable> point) {
        attachPoints.add(point);
        return this;
    }

    public Settings settings() {
        return settings;
    }

    /** Its folder. */
    public Path folder() {
        return settings.get(SidecarSettings.DIR);
    }

    /** Where the plugin finds the way in. */
    public AttachPlace attachPlace() {
        return attachPlace(settings);
    }

    /** The same, of these settings. */
    public static AttachPlace attachPlace(Settings settings) {
        Path own = settings.get(SidecarSettings.DIR).toAbsolutePath().normalize();
        Path attach = settings.find(SidecarSettings.ATTACH_DIR)
                .orElse(own)
                .toAbsolutePath()
                .normalize();
        return new AttachPlace(attach, !attach.equals(own));
    }

    /** Name of the instance. */
    public String instance() {
        return settings.get(SidecarSettings.INSTANCE);
    }

    /** Pool type of the instance. */
    public String pool() {
        return settings.get(SidecarSettings.POOL);
    }

    public EpochNanoClock clock() {
        return clock;
    }

    public IdSource ids() {
        return ids;
    }

    public IdleStrategy idle() {
        return idle;
    }

    public PublishGate gate() {
        return gate;
    }

    public SessionObserver observer() {
        return observer;
    }

    public SidecarLog log() {
        return log;
    }

    UnaryOperator<SessionHost> host() {
        return host;
    }

    List<Function<Sidecar, AutoCloseable>> attachPoints() {
        return attachPoints;
    }
}

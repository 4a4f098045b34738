package io.meridian.platform.manager;

import io.meridian.manager.Manager;
import io.meridian.manager.ManagerLoop;
import io.meridian.manager.health.Level;
import io.meridian.manager.reconcile.InstanceState;
import io.meridian.manager.reconcile.Phase;
import io.meridian.sidecar.metrics.Figure;
import io.meridian.sidecar.metrics.Meters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What an instance manager shows. */
public final class ManagerMeters {
    public static final Figure INSTANCES =
            Figure.gauge("meridian.manager.instances", "", "Instances, by their phase.", "phase");
    public static final Figure HEALTH =
            Figure.gauge("meridian.manager.health", "", "Instances, by how well they are.", "level");
    public static final Figure CRASHES =
            Figure.counter("meridian.manager.crashes", "", "How often a part of an instance crashed.");
    public static final Figure STARTS =
            Figure.counter("meridian.manager.starts", "", "How often a plugin was started.");
    public static final Figure INSTANCE_CRASHES = Figure.gauge(
            "meridian.instance.crashes", "", "Crashes of an instance within the last ten minutes.", "plugin");
    public static final Figure INSTANCE_QUARANTINED = Figure.gauge(
            "meridian.instance.quarantined", "", "1 while an instance waits for a person to release it.", "plugin");
    public static final Figure PASS = Figure.gauge(
            "meridian.manager.pass",
            "seconds",
            "How long the last look at all instances took, or the one under way where that has taken longer already.");
    public static final Figure KILLS = Figure.gauge("meridian.manager.kills", "", "Uses of the kill switch that hold.");
    public static final Figure DATABASE_AWAY =
            Figure.gauge("meridian.manager.database.away", "", "1 while the database does not answer.");

    public static final List<Figure> ALL = List.of(
            INSTANCES, HEALTH, CRASHES, STARTS, INSTANCE_CRASHES, INSTANCE_QUARANTINED, PASS, KILLS, DATABASE_AWAY);

    private static final String PLUGIN = "plugin";

    private final Manager manager;

    ManagerMeters(Manager manager) {
        this.manager = manager;
    }

    void addTo(Meters meters, ManagerLoop loop) {
        for (Phase phase : Phase.values()) {
            meters.gauge(INSTANCES, Map.of("phase", word(phase)), () -> count(state -> state.phase() == phase ? 1 : 0));
        }
        for (Level level : Level.values()) {
            meters.gauge(
                    HEALTH,
                    Map.of("level", word(level)),
                    () -> count(state -> manager.health().of(state.instance()).level() == level ? 1 : 0));
        }
        meters.counter(CRASHES, manager.reconciler()::crashes);
        meters.counter(STARTS, manager.reconciler()::starts);
        meters.gauges(INSTANCE_CRASHES, PLUGIN, () -> each(InstanceState::crashes));
        meters.gauges(INSTANCE_QUARANTINED, PLUGIN, () -> each(state -> state.phase() == Phase.QUARANTINED ? 1 : 0));
        meters.gauge(PASS, () -> loop.lastPassNs() / 1e9);
        // None of them asks the database: they are wanted most while that hangs.
        meters.gauge(KILLS, manager.kills()::holding);
        meters.gauge(DATABASE_AWAY, () -> loop.isDatabaseAway() ? 1 : 0);
    }

    private double count(ToDoubleFunction<InstanceState> counted) {
        return manager.reconciler().states().values().stream()
                .mapToDouble(counted)
                .sum();
    }

    private Map<String, Double> each(ToDoubleFunction<InstanceState> value) {
        Map<String, Double> all = new TreeMap<>();
        manager.reconciler().states().forEach((name, state) -> all.put(name, value.applyAsDouble(state)));
        return all;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

package io.meridian.platform.manager;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.ClusterSettings;
import io.meridian.manager.LeaseRenewals;
import io.meridian.manager.Office;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.Output;
import io.meridian.platform.cli.ServiceLoop;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.cluster.ServedNode;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.sidecar.SidecarSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One of several managers: it stands by until its node leads, works as long as it does, and stands by again.
 *
 * @param given where its settings are from
 * @param home the folder that all of them share
 */
record StandbyManager(BusOptions given, Settings settings, Path home, StopSignal stop, boolean endsInstances) {
    /** Longer than it takes to find out that a leader is silent, so that what runs on this machine runs on under the next. */
    private static final Duration LEASE = Duration.ofSeconds(10);
    /** A sidecar looks at its lease five times a second, and may take a little to end. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long AGAIN_NS = TimeUnit.SECONDS.toNanos(1);

    @SuppressWarnings("try") // Leases are renewed as long as it works.
    void work() throws IOException {
        if (!settings.isGiven(ManagerSettings.DATABASE_URL)) {
            throw CommandException.wrongUse("Managers of a cluster need a database that all of them reach: set"
                    + " manager.database.url to one of a PostgreSQL server, or leave cluster.seeds unset.");
        }
        Duration lease = settings.find(SidecarSettings.LEASE).orElse(LEASE);
        Map<String, String> values = new LinkedHashMap<>(given.values());
        values.putIfAbsent(SidecarSettings.LEASE.name(), lease.toMillis() + "ms");
        ManagerAtWork manager = new ManagerAtWork(new BusOptions(values), settings, home, stop, endsInstances);
        Path own = home.resolve("cluster")
                .resolve(settings.find(ClusterSettings.NODE).orElse("none"));
        try (ServedNode served = ServedNode.open(settings, true, own, home);
                LeaseRenewals renewals =
                        new LeaseRenewals(home, served.node().leadership()::officeTerm, ServiceLoop::say)) {
            String said = "";
            while (!stop.isStopped()) {
                served.requireWell();
                long term = served.node().leadership().term();
                if (term != 0) {
                    said = "";
                    lead(manager, served, term, lease);
                    continue;
                }
                String leader = served.node().leadership().leader().node();
                if (!leader.equals(said) && !leader.equals(served.node().name())) {
                    said = leader;
                    Output.out()
                            .println("standby manager node=" + served.node().name() + " leader="
                                    + (leader.isEmpty() ? "none" : leader) + " pid="
                                    + ProcessHandle.current().pid());
                }
                stop.await(LOOK_NS);
            }
        }
    }

    private void lead(ManagerAtWork manager, ServedNode served, long term, Duration lease) throws IOException {
        ServiceLoop.say("this manager leads, in term " + term);
        try {
            manager.work(
                    new Office(term, () -> served.node().leadership().term() == term, lease.plus(MARGIN)),
                    served.news()::tellOfPlugins,
                    served.peers());
        } catch (IllegalStateException failed) {
            // The database may be away for a moment; as long as this node leads, it tries again.
            ServiceLoop.say("ALARM: " + failed.getMessage());
            stop.await(AGAIN_NS);
        }
        if (!stop.isStopped() && served.node().leadership().term() != term) {
            ServiceLoop.say("this manager leads no more; what it has started ends, or another takes it over");
        }
    }
}

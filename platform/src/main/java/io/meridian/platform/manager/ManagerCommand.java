package io.meridian.platform.manager;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.ClusterSettings;
import io.meridian.manager.Office;
import io.meridian.manager.api.Peers;
import io.meridian.platform.cli.BusOptions;
import io.meridian.platform.cli.CommandException;
import io.meridian.platform.cli.ServiceOptions;
import io.meridian.platform.cli.StopSignal;
import io.meridian.platform.settings.ManagerSettings;
import io.meridian.platform.stack.StackBus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meridian manager}. */
@Command(
        name = "manager",
        description = {
            "Runs the instance manager: the registry of plugins, their grants, what shall run, and the kill switch. It"
                    + " starts and stops plugins beside their sidecars, and serves its interface on the loopback.",
            "Prints one line on standard output when it is ready. What it has started goes on when it ends; started"
                    + " again in the same folder, it finds it.",
            "Where CLUSTER_SEEDS is set it is one of several that share a folder and a PostgreSQL database: one leads,"
                    + " the others stand by, and one of them takes over when it is gone. See docs/concepts/cluster.md."
        })
public final class ManagerCommand implements Callable<Integer> {
    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Mixin
    private StackBus stack = new StackBus();

    @Option(names = "--dir", paramLabel = "DIR", description = "Setting manager.dir: its folder.")
    private Path folder;

    @Option(
            names = "--end-instances",
            description = "Ends all instances when it is told to end. What shall run is started again by the next one.")
    private boolean endsInstances;

    @Override
    public Integer call() throws IOException {
        BusOptions given = service.settings(ManagerSettings.DIR, folder);
        Settings settings = given.read();
        BusOptions.engines(settings);
        Path home = ManagerPlace.folder(settings, stack);
        StopSignal stop = service.stop();
        try {
            if (ClusterSettings.isWanted(settings)) {
                new StandbyManager(given, settings, home, stop, endsInstances).work();
            } else {
                new ManagerAtWork(given, settings, home, stop, endsInstances)
                        .work(Office.ALONE, instances -> {}, Peers.NONE);
            }
            return 0;
        } catch (IllegalStateException e) {
            throw CommandException.failed(e.getMessage());
        }
    }
}

package io.meridian.manager.api;

import io.meridian.manager.Manager;
import io.meridian.manager.ManagerLoop;
import io.meridian.manager.backup.Backups;
import io.meridian.manager.discovery.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What each operation does, by its id. */
public final class ManagerCalls {
    private final ApiDescription description = ApiDescription.load();
    private final Map<String, Handler> handlers = new TreeMap<>();

    /** Does one operation. */
    @FunctionalInterface
    interface Handler {
        Answer handle(Call call) throws IOException;
    }

    /**
     * @param store answers what is asked of the store
     * @param services the folder where services write down the ports of their figures
     * @param peers the other managers
     * @param version of the platform, for those who ask
     */
    public ManagerCalls(
            Manager manager,
            ManagerLoop loop,
            Backups backups,
            Function<DataQuestion, DataPage> store,
            Path services,
            Peers peers,
            String version) {
        handlers.putAll(new SystemCalls(manager, loop, backups, version, description.text()).handlers());
        handlers.putAll(new ClusterCalls(peers).handlers());
        handlers.putAll(new TargetCalls(manager, new Targets(manager, services)).handlers());
        handlers.putAll(new PeopleCalls(manager.accounts(), manager.tokens()).handlers());
        handlers.putAll(new PluginCalls(
                        manager.plugins(),
                        manager.artifacts(),
                        manager.options().images())
                .handlers());
        handlers.putAll(new InstanceCalls(manager).handlers());
        handlers.putAll(new GrantCalls(manager).handlers());
        handlers.putAll(new KillCalls(manager.kills()).handlers());
        handlers.putAll(new DataCalls(store).handlers());
    }

    ApiDescription description() {
        return description;
    }

    Map<String, Handler> handlers() {
        return Map.copyOf(handlers);
    }
}

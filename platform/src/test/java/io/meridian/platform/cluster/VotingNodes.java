package io.meridian.platform.cluster;

import io.meridian.devservers.FreePorts;
import io.meridian.platform.server.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Nodes of a cluster that only vote, as processes of their own, for tests that look at them or kill them. */
public final class VotingNodes implements AutoCloseable {
    private final Path folder;
    private final String seeds;
    private final Path shown;
    private final Map<String, Process> nodes = new HashMap<>();

    /**
     * @param folder where each has one of its own
     * @param seeds those that decide
     * @param shown where a manager finds their figures
     */
    public VotingNodes(Path folder, String seeds, Path shown) {
        this.folder = folder;
        this.seeds = seeds;
        this.shown = shown;
    }

    /** Seeds of these names, on ports that are free. */
    public static String seeds(List<String> names) {
        return names.stream()
                .map(name -> name + "@127.0.0.1:" + FreePorts.next())
                .collect(Collectors.joining(","));
    }

    public void start(String name) throws IOException {
        start(name, Map.of());
    }

    /** @param more of its environment */
    public void start(String name, Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("CLUSTER_SEEDS", seeds);
        environment.put("CLUSTER_NODE", name);
        environment.put("METRICS_DIR", shown.toString());
        nodes.put(
                name,
                ServiceProcess.start(
                        environment,
                        folder.resolve(name + ".log"),
                        "cluster",
                        "node",
                        "--dir",
                        folder.resolve(name).toString()));
    }

    public void kill(String name) {
        nodes.remove(name).destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        nodes.values().forEach(node -> node.destroyForcibly().onExit().join());
    }
}

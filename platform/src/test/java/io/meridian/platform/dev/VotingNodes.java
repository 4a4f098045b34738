package io.meridian.platform.dev;

import io.meridian.platform.server.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Nodes of a cluster that only vote, as processes of their own, for tests that look at them or kill them. */
final class VotingNodes implements AutoCloseable {
    private final Path folder;
    private final String seeds;
    private final Path shown;
    private final Map<String, Process> nodes = new HashMap<>();

    /**
     * @param folder where each has one of its own
     * @param seeds those that decide
     * @param shown where a manager finds their figures
     */
    VotingNodes(Path folder, String seeds, Path shown) {
        this.folder = folder;
        this.seeds = seeds;
        this.shown = shown;
    }

    /** Seeds of these names, on ports that are free. */
    static String seeds(List<String> names) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (String ignored : names) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        String seeds = names.stream()
                .map(name ->
                        name + "@127.0.0.1:" + held.get(names.indexOf(name)).getLocalPort())
                .collect(Collectors.joining(","));
        for (ServerSocket socket : held) {
            socket.close();
        }
        return seeds;
    }

    void start(String name) throws IOException {
        nodes.put(
                name,
                ServiceProcess.start(
                        Map.of("CLUSTER_SEEDS", seeds, "CLUSTER_NODE", name, "METRICS_DIR", shown.toString()),
                        folder.resolve(name + ".log"),
                        "cluster",
                        "node",
                        "--dir",
                        folder.resolve(name).toString()));
    }

    void kill(String name) {
        nodes.remove(name).destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        nodes.values().forEach(node -> node.destroyForcibly().onExit().join());
    }
}

package io.meridian.benchmarks;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.ClusterNode;
import io.meridian.cluster.ClusterSettings;
import io.meridian.devservers.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes of a cluster in this process. */
final class BenchNodes implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final String seeds;
    private final List<ClusterNode> nodes = new ArrayList<>();

    private BenchNodes(int count) throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "cluster-bench");
        seeds = IntStream.range(0, count)
                .mapToObj(i -> "n" + i + "@127.0.0.1:" + FreePorts.next())
                .collect(Collectors.joining(","));
    }

    static BenchNodes started(int count) throws IOException {
        BenchNodes all = new BenchNodes(count);
        for (int i = 0; i < count; i++) {
            all.nodes.add(all.open("n" + i));
        }
        all.counter();
        return all;
    }

    ClusterNode open(String name) throws IOException {
        Map<String, String> values = name.startsWith("n")
                ? Map.of("cluster.node", name, "cluster.seeds", seeds)
                : Map.of(
                        "cluster.node", name,
                        "cluster.seeds", seeds,
                        "cluster.listen", "127.0.0.1:" + FreePorts.next());
        return ClusterNode.open(
                ClusterSettings.of(Settings.of(List.of(ClusterSettings.SCHEMA), values), folder.resolve(name)),
                false,
                Clock.systemUTC(),
                line -> {
                    // That nodes come and leave is what is measured.
                    if (line.startsWith("ALARM")) {
                        System.err.println(line);
                    }
                });
    }

    List<ClusterNode> nodes() {
        return nodes;
    }

    /** The one that counts the votes, once all are there and agree. */
    ClusterNode counter() {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            List<String> counters = nodes.stream()
                    .map(node -> node.decisions().standing().counter())
                    .distinct()
                    .toList();
            boolean isWhole = nodes.stream()
                    .map(node -> node.maps().figures().behind().values())
                    .allMatch(all ->
                            all.size() == nodes.size() - 1 && all.stream().allMatch(Duration::isZero));
            if (isWhole && counters.size() == 1 && !counters.getFirst().isEmpty()) {
                return nodes.stream()
                        .filter(node -> node.name().equals(counters.getFirst()))
                        .findFirst()
                        .orElseThrow();
            }
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("the nodes do not come together: " + counters);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(ClusterNode::close);
        TeeBench.delete(folder);
    }
}

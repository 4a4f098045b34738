package io.meridian.cluster;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.state.Latest;
import io.meridian.cluster.state.SharedMap;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A node as a process of its own, which tells of things of its own again and again, as a manager tells of plugins: what it does not tell again is over. Some are told as they were, some
 * otherwise. At {@code stop} nothing changes any more, and it goes on telling; it answers with how many it tells.
 */
public final class TellingNode {
    static final String MAP = "things";
    static final Duration LIFETIME = Duration.ofSeconds(10);
    private static final long ROUND_NS = TimeUnit.MILLISECONDS.toNanos(3_000);

    private TellingNode() {}

    static ClusterSettings settings(String name, String seeds, Path folder, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.putAll(Map.of("cluster.node", name, "cluster.seeds", seeds, "cluster.repair", "1s"));
        return ClusterSettings.of(Settings.of(List.of(ClusterSettings.SCHEMA), values), folder);
    }

    static SharedMap<Latest> open(ClusterNode node) {
        return node.maps().open(MAP, Latest.NONE, LIFETIME);
    }

    /** Name, seeds, folder, how many things. */
    public static void main(String[] arguments) throws Exception {
        ClusterSettings settings = settings(arguments[0], arguments[1], Path.of(arguments[2]), Map.of());
        int things = Integer.parseInt(arguments[3]);
        try (ClusterNode node = ClusterNode.open(settings, true, InstantSource.system(), System.err::println)) {
            SharedMap<Latest> map = open(node);
            boolean[] changes = {true};
            Thread telling = Thread.ofPlatform().daemon().start(() -> tell(arguments[0], things, map, changes));
            System.out.println("ready");
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            while (orders.readLine() != null) {
                changes[0] = false;
                System.out.println(things);
            }
            telling.interrupt();
        }
    }

    private static void tell(String name, int things, SharedMap<Latest> map, boolean[] changes) {
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int[] values = new int[things];
        while (!Thread.currentThread().isInterrupted()) {
            long beganNs = System.nanoTime();
            for (int i = 0; i < things; i++) {
                if (changes[0] && random.nextInt(3) == 0) {
                    values[i] = random.nextInt(10);
                }
                String text = Integer.toString(values[i]);
                map.update(name + i, (before, writer) -> new Latest(text, writer.stamp()));
                long dueNs = beganNs + ROUND_NS * (i + 1) / things;
                if (dueNs - System.nanoTime() > 0) {
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
            }
        }
    }
}

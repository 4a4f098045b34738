package io.meridian.cluster;

import io.meridian.bus.setting.Settings;
import io.meridian.cluster.state.PnCounter;
import io.meridian.cluster.state.SharedMap;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A node as a process of its own, which writes until it is told {@code stop}, and says at {@code sum} what it has: how much it added itself, how much all did, and in how many values. */
public final class WritingNode {
    static final int KEYS = 500;

    private WritingNode() {}

    /** Name, seeds, folder, writes per second. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> values = new HashMap<>(Map.of(
                "cluster.node", arguments[0],
                "cluster.seeds", arguments[1],
                "cluster.repair", "1s"));
        ClusterSettings settings =
                ClusterSettings.of(Settings.of(List.of(ClusterSettings.SCHEMA), values), Path.of(arguments[2]));
        int rate = Integer.parseInt(arguments[3]);
        try (ClusterNode node = ClusterNode.open(settings, true, InstantSource.system(), System.err::println)) {
            SharedMap<PnCounter> counters = node.maps().open("counters", PnCounter.ZERO, null);
            boolean[] stopped = new boolean[1];
            long[] own = new long[1];
            Thread writing = Thread.ofPlatform().start(() -> {
                long beganNs = System.nanoTime();
                while (!stopped[0]) {
                    long due = (System.nanoTime() - beganNs) * rate / TimeUnit.SECONDS.toNanos(1);
                    // What a stopped process missed it does not catch up.
                    if (due - own[0] > rate) {
                        beganNs += (due - own[0]) * TimeUnit.SECONDS.toNanos(1) / rate;
                    }
                    while (own[0] < due && !stopped[0]) {
                        counters.update("k" + own[0] % KEYS, (before, writer) -> before.plus(1, writer.name()));
                        own[0]++;
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            });
            System.out.println("ready");
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("stop")) {
                    stopped[0] = true;
                    writing.join();
                }
                long all = 0;
                Map<String, PnCounter> now = counters.all();
                for (PnCounter counter : now.values()) {
                    all += counter.value();
                }
                System.out.println(own[0] + " " + all + " " + now.hashCode() + " "
                        + node.maps().figures().repaired());
            }
            stopped[0] = true;
        }
    }
}

package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.devservers.NatsServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.settings.ManagerSettings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A manager and two nodes that vote; one of those is killed, then the other: a real Prometheus fires for each. */
@Tag("server")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
final class MissingNodesSystemTest {
    static final Map<String, Integer> WITHIN =
            Map.of("MeridianClusterMemberAway", 45, "MeridianClusterWithoutLeader", 45);

    private static final List<String> NODES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private final Map<String, Process> nodes = new HashMap<>();

    @Test
    void shouldFireWhenNodesAreGone() throws Exception {
        assumeTrue(Alarms.canRing(), "Prometheus is not there; ./test.sh says why");
        assumeTrue(NatsServer.isInstalled(), "nats-server is not there; ./test.sh says why");
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed; ./test.sh says why");
        Path home = folder.resolve("manager");
        try (NatsServer bus = NatsServer.in(folder.resolve("nats"))
                        .jetStream(folder.resolve("nats/store"))
                        .start();
                PostgresServer database =
                        PostgresServer.in(folder.resolve("postgres")).plain().start()) {
            String seeds = seeds();
            Files.createDirectories(home);
            for (String name : List.of("b", "c")) {
                start(
                        name,
                        Map.of("CLUSTER_SEEDS", seeds, "CLUSTER_NODE", name, "METRICS_DIR", home.toString()),
                        "cluster",
                        "node",
                        "--dir",
                        folder.resolve(name).toString());
            }
            start(
                    "a",
                    Map.of(
                            "CLUSTER_SEEDS",
                            seeds,
                            "CLUSTER_NODE",
                            "a",
                            "BUS_BACKEND",
                            "nats",
                            "NATS_URL",
                            bus.url(),
                            "MANAGER_DATABASE_URL",
                            database.url(),
                            "MANAGER_DATABASE_USER",
                            PostgresServer.NAME,
                            "MANAGER_DATABASE_PASSWORD",
                            PostgresServer.NAME,
                            "MANAGER_PORT",
                            "0"),
                    "manager",
                    "--dir",
                    home.toString());
            // Whoever leads among the three: the manager's node may have to wait until it is elected.
            Path port = ManagerSettings.port(home);
            StackTerminals.until(20, "the manager's node does not lead, or another does", () -> Files.exists(port));
            try (Alarms alarms = Alarms.watch(folder, Files.readString(port).strip(), rules -> rules)) {
                StackTerminals.until(
                        60,
                        "not all nodes are looked at",
                        () -> alarms.prometheus()
                                        .query("meridian_cluster_members{state=\"ALIVE\"} == 3")
                                        .size()
                                == 3);
                try (DueAlerts due = new DueAlerts(alarms, WITHIN)) {
                    nodes.get("c").destroyForcibly().waitFor();
                    due.fault("MeridianClusterMemberAway");
                    due.await("MeridianClusterMemberAway");
                    nodes.get("b").destroyForcibly().waitFor();
                    due.fault("MeridianClusterWithoutLeader");
                    due.awaitAll();
                }
            }
        } catch (Exception | AssertionError failed) {
            for (String name : nodes.keySet()) {
                failed.addSuppressed(new AssertionError(Files.readString(folder.resolve(name + ".log"))));
            }
            throw failed;
        } finally {
            for (Process node : nodes.values()) {
                node.destroyForcibly().waitFor();
            }
        }
    }

    private void start(String name, Map<String, String> environment, String... command) throws Exception {
        nodes.put(name, ServiceProcess.start(environment, folder.resolve(name + ".log"), command));
    }

    private static String seeds() throws Exception {
        List<ServerSocket> held = new ArrayList<>();
        for (String ignored : NODES) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        String seeds = NODES.stream()
                .map(node ->
                        node + "@127.0.0.1:" + held.get(NODES.indexOf(node)).getLocalPort())
                .collect(Collectors.joining(","));
        for (ServerSocket socket : held) {
            socket.close();
        }
        return seeds;
    }
}

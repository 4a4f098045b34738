package io.meridian.platform.dev;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meridian.devservers.FreePorts;
import io.meridian.devservers.NatsServer;
import io.meridian.devservers.PostgresServer;
import io.meridian.platform.Alone;
import io.meridian.platform.cluster.VotingNodes;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.platform.settings.ManagerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A manager and two nodes that vote. One with a wrong clock joins, one of those that vote is killed, then the other: a real Prometheus fires for each. */
@Tag("server")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@Alone(Alone.STACK)
final class MissingNodesSystemTest {
    static final Map<String, Integer> WITHIN = Map.of(
            "MeridianClusterNodeBehind", 75, "MeridianClusterMemberAway", 45, "MeridianClusterWithoutLeader", 45);

    private static final List<String> NODES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private VotingNodes others;
    private Process manager;

    @Test
    void shouldFireWhenNodesAreGone() throws Exception {
        assumeTrue(Alarms.canRing(), "Prometheus is not there; ./test.sh says why");
        assumeTrue(NatsServer.isInstalled(), "nats-server is not there; ./test.sh says why");
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed; ./test.sh says why");
        assumeTrue(Files.exists(AlertFaultsSystemTest.CLOCK), "libfaketime is not there; ./test.sh says why");
        Path home = folder.resolve("manager");
        try (NatsServer bus = NatsServer.in(folder.resolve("nats"))
                        .jetStream(folder.resolve("nats/store"))
                        .start();
                PostgresServer database =
                        PostgresServer.in(folder.resolve("postgres")).plain().start()) {
            String seeds = VotingNodes.seeds(NODES);
            Files.createDirectories(home);
            others = new VotingNodes(folder, seeds, home);
            others.start("b");
            others.start("c");
            manager = ServiceProcess.start(
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
                    folder.resolve("a.log"),
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
                    others.start(
                            "wrong",
                            Map.of(
                                    "CLUSTER_LISTEN",
                                    "127.0.0.1:" + FreePorts.next(),
                                    "LD_PRELOAD",
                                    AlertFaultsSystemTest.CLOCK.toString(),
                                    "FAKETIME",
                                    "+60s",
                                    "FAKETIME_DONT_FAKE_MONOTONIC",
                                    "1"));
                    due.fault("MeridianClusterNodeBehind");
                    due.await("MeridianClusterNodeBehind");
                    others.kill("c");
                    due.fault("MeridianClusterMemberAway");
                    due.await("MeridianClusterMemberAway");
                    others.kill("b");
                    due.fault("MeridianClusterWithoutLeader");
                    due.awaitAll();
                }
            }
        } catch (Exception | AssertionError failed) {
            for (String name : NODES) {
                failed.addSuppressed(new AssertionError(Files.readString(folder.resolve(name + ".log"))));
            }
            throw failed;
        } finally {
            if (others != null) {
                others.close();
            }
            if (manager != null) {
                manager.destroyForcibly().waitFor();
            }
        }
    }
}

package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.devservers.PostgresServer;
import io.meridian.manager.basis.Json;
import io.meridian.platform.Alone;
import io.meridian.platform.cluster.VotingNodes;
import io.meridian.platform.server.ServiceProcess;
import io.meridian.sidecar.control.ControlClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three managers as processes on one folder and one real PostgreSQL: one leads, and whatever is done to it, another goes on with the plugins as they run. */
@Tag("server")
@Alone(Alone.STACK)
final class ManagersSystemTest {
    private static final List<String> NODES = List.of("a", "b", "c");
    /** Detection by silence takes 6 s at most, and who comes into office waits 2 s; a broken connection is noticed at once. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(30);

    private final Map<String, Process> managers = new LinkedHashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private ManagedBus managed;
    private PostgresServer database;
    private ManagerRig rig;
    private String seeds;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(PostgresServer.isInstalled(), "PostgreSQL is not installed; ./test.sh says why");
        managed = new ManagedBus();
        rig = managed.rig();
        database =
                PostgresServer.in(managed.folder().resolve("postgres")).plain().start();
        seeds = VotingNodes.seeds(NODES);
        Files.createDirectories(rig.home());
        for (String node : NODES) {
            start(node);
        }
    }

    @AfterEach
    void close() throws Exception {
        for (Process manager : managers.values()) {
            signal(manager, "CONT");
            manager.destroyForcibly().onExit().join();
        }
        client.close();
        if (managed != null) {
            managed.close();
        }
        if (database != null) {
            database.close();
        }
    }

    private void start(String node) throws IOException {
        Map<String, String> environment = new HashMap<>(managed.environment());
        environment.put("CLUSTER_SEEDS", seeds);
        environment.put("CLUSTER_NODE", node);
        environment.put("MANAGER_DATABASE_URL", database.url());
        environment.put("MANAGER_DATABASE_USER", PostgresServer.NAME);
        environment.put("MANAGER_DATABASE_PASSWORD", PostgresServer.NAME);
        managers.put(
                node,
                ServiceProcess.start(
                        environment, log(node), "manager", "--dir", rig.home().toString(), "--set", "manager.port=0"));
    }

    private Path log(String node) {
        return managed.folder().resolve(node + ".log");
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        for (String node : NODES) {
            try {
                all.append("\n--- ").append(node).append('\n').append(Files.readString(log(node)));
            } catch (IOException none) {
                all.append("\n--- ").append(node).append(": ").append(none);
            }
        }
        return all.toString();
    }

    private static void signal(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private JsonNode cluster(String node) throws Exception {
        Path port = rig.home().resolve("cluster-" + node + ".http.port");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + Files.readString(port).strip() + "/cluster"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return Json.MAPPER.readTree(
                client.send(request, BodyHandlers.ofString()).body());
    }

    /** The node that may order something, and its manager answers: the only one of those that run. */
    private String awaitLeader(String... running) throws Exception {
        String[] found = new String[1];
        long deadlineNs = System.nanoTime() + TAKEN_OVER.toNanos();
        while (found[0] == null) {
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "nobody leads in time" + logs());
            List<String> leading = new ArrayList<>();
            long term = 0;
            for (String node : running) {
                try {
                    JsonNode view = cluster(node);
                    if (view.path("orders").asBoolean()) {
                        leading.add(node);
                        term = view.path("term").asLong();
                    }
                } catch (IOException notYet) {
                    // It starts.
                }
            }
            assertTrue(leading.size() <= 1, () -> "two lead at once: " + leading + logs());
            if (leading.size() == 1 && isServing(leading.getFirst(), term)) {
                found[0] = leading.getFirst();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return found[0];
    }

    /** Whether its manager said that it is ready in this term, and no more since that it is no more. */
    private boolean isServing(String node, long term) throws IOException {
        boolean serves = false;
        for (String line : Files.readAllLines(log(node))) {
            serves = line.startsWith("ready manager") && line.endsWith(" term=" + term)
                    || serves && !line.contains("leads no more");
        }
        return serves;
    }

    private static String[] without(String node) {
        return NODES.stream().filter(other -> !other.equals(node)).toArray(String[]::new);
    }

    private JsonNode runAMarket() throws Exception {
        rig.people(Map.of("ann", List.of("AUTHOR"), "pat", List.of("APPROVER"), "oli", List.of("OPERATOR")));
        rig.register("ann", TestPlugins.MARKET);
        rig.ask("ann", "POST", "/v1/instances", Map.of("name", "market", "plugin", "dgm-simulator"), 201);
        for (JsonNode grant :
                rig.ask("admin", "GET", "/v1/grants?state=REQUESTED", null, 200).path("items")) {
            rig.ask("pat", "POST", "/v1/grants/" + grant.path("id").asText() + "/approve", Map.of("why", "fine"), 200);
        }
        rig.ask("oli", "POST", "/v1/instances/market/start", null, 200);
        return rig.awaitWell("market");
    }

    @Test
    @Timeout(300)
    void shouldGoOnWithAnotherWhenTheOneThatLeadsIsKilledOrStopped() throws Exception {
        String first = awaitLeader("a", "b", "c");
        JsonNode market = runAMarket();
        for (String node : NODES) {
            knowsOfTheMarket(node, first);
        }

        String second = killed(first, market);
        start(first);
        awaitWhole(second);
        String third = stopped(second, market);
        fenced(second, third);
    }

    private void awaitWhole(String node) throws Exception {
        ManagerRig.await("all three are there", Duration.ofSeconds(30), () -> {
            List<String> states = cluster(node).path("members").findValuesAsText("state");
            return states.size() == NODES.size() && states.stream().allMatch("ALIVE"::equals);
        });
    }

    /** Each node says what runs, whoever told it. */
    private void knowsOfTheMarket(String node, String leader) throws Exception {
        ManagerRig.await(node + " knows what runs", Duration.ofSeconds(15), () -> {
            JsonNode plugins = cluster(node).path("plugins");
            return plugins.size() == 1
                    && plugins.get(0).path("name").asText().equals("market")
                    && plugins.get(0).path("phase").asText().equals("RUNNING")
                    && plugins.get(0).path("toldBy").asText().equals(leader);
        });
    }

    /** What was started by the one that is killed runs on, and is the next one's. */
    private String killed(String first, JsonNode market) throws Exception {
        long beganNs = System.nanoTime();
        managers.get(first).destroyForcibly().onExit().join();
        String second = awaitLeader(without(first));
        System.out.printf(
                "managers: %s was killed, %s served after %d ms%n",
                first, second, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
        JsonNode after = rig.awaitWell("market");
        knowsOfTheMarket(without(first)[0], second);
        knowsOfTheMarket(without(first)[1], second);
        assertEquals(ManagerRig.pid(market, "sidecar"), ManagerRig.pid(after, "sidecar"), this::logs);
        assertEquals(ManagerRig.pid(market, "unit"), ManagerRig.pid(after, "unit"), this::logs);
        return second;
    }

    /** One that is stopped and comes round leads no more, and knows it. */
    private String stopped(String second, JsonNode market) throws Exception {
        long term = cluster(second).path("term").asLong();
        long beganNs = System.nanoTime();
        signal(managers.get(second), "STOP");
        String third = awaitLeader(without(second));
        System.out.printf(
                "managers: %s was stopped, %s served after %d ms%n",
                second, third, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
        assertTrue(cluster(third).path("term").asLong() > term);
        assertEquals(ManagerRig.pid(market, "sidecar"), ManagerRig.pid(rig.awaitWell("market"), "sidecar"), this::logs);
        signal(managers.get(second), "CONT");
        ManagerRig.await("the one that was stopped stands by", Duration.ofSeconds(30), () -> {
            JsonNode view = cluster(second);
            assertFalse(view.path("orders").asBoolean(), () -> "it orders in a term that is over" + logs());
            return view.path("leader").asText().equals(third) && !isServing(second, term);
        });
        return third;
    }

    /** What an earlier leader would write is refused by the database, and what it would order by the sidecar. */
    private void fenced(String second, String third) throws Exception {
        assertEquals(third, awaitLeader("a", "b", "c"));
        long term = cluster(third).path("term").asLong();
        Path sidecar = rig.home().resolve("instances/market/sidecar");
        assertEquals(
                String.valueOf(term),
                Files.readString(sidecar.resolve("manager.term")).strip());
        IOException refused = assertThrows(
                IOException.class,
                () -> new ControlClient(sidecar, Duration.ofSeconds(5), term - 1).latch("old", "an order of the past"));
        assertTrue(refused.getMessage().contains("another manager leads"), refused::getMessage);
        rig.ask("oli", "POST", "/v1/instances/market/restart", null, 200);
        rig.awaitWell("market");
    }

    /** Nobody is left who could say that no other machine runs it now: so it ends. */
    @Test
    @Timeout(200)
    void shouldEndWhatRunsWhenNoManagerIsLeft() throws Exception {
        awaitLeader("a", "b", "c");
        long sidecar = ManagerRig.pid(runAMarket(), "sidecar");
        for (Process manager : managers.values()) {
            manager.destroyForcibly().onExit().join();
        }
        long beganNs = System.nanoTime();
        ManagerRig.await(
                "the sidecar ended",
                Duration.ofSeconds(30),
                () -> ProcessHandle.of(sidecar).filter(ProcessHandle::isAlive).isEmpty());
        System.out.printf(
                "managers: all were killed, the sidecar ended after %d ms%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
        String log = Files.readString(rig.home().resolve("instances/market/log/sidecar.log"));
        assertTrue(log.contains("No manager that leads"), log);
    }
}

package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Bus;
import io.meridian.platform.Alone;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From images that were built here to a strategy that is granted, runs, is killed in each of its parts, upgraded, rolled back, stopped and removed: with real containers on a real bus. */
@Tag("server")
@Alone(Alone.NETWORK)
final class ManagedContainerSystemTest {
    @TempDir
    private static Path projects;

    private static String hello;
    private static String helloNext;
    private static String market;

    private ManagedBus managed;
    private ManagerRig rig;
    private Bus bus;
    private HeardTargets targets;

    @BeforeAll
    @Timeout(180)
    static void buildImages() throws Exception {
        TestDocker.require();
        TestDocker.buildSidecar();
        hello = TestDocker.buildPlugin(TestPlugins.HELLO, "hello", "0.1.0");
        helloNext = TestDocker.buildPlugin(TestPlugins.hello(projects, "0.2.0"), "hello", "0.2.0");
        market = TestDocker.buildPlugin(TestPlugins.MARKET, "market", "0.1.0");
    }

    @AfterAll
    static void removeImages() throws Exception {
        TestDocker.require();
        TestDocker.removeImages();
    }

    @BeforeEach
    void open() throws Exception {
        managed = new ManagedBus();
        rig = managed.rig();
        bus = managed.connect();
        targets = new HeardTargets(bus);
    }

    @AfterEach
    void close() throws Exception {
        if (managed == null) {
            return;
        }
        targets.close();
        bus.close();
        rig.close();
        TestDocker.removeContainersOf(rig.home());
        managed.close();
    }

    private JsonNode register(String image) throws Exception {
        return rig.ask("ann", "POST", "/v1/plugins", Map.of("image", image), 201);
    }

    private static String id(JsonNode instance, String part) {
        return instance.path(part).path("id").asText();
    }

    /** Waits until it is well with another plugin, or with another sidecar. */
    private JsonNode awaitOther(JsonNode before, String part) throws Exception {
        Predicate<JsonNode> isOther =
                now -> !id(now, part).isEmpty() && !id(now, part).equals(id(before, part));
        return rig.await(
                "hello",
                now -> isOther.test(now)
                        && now.get("phase").asText().equals("RUNNING")
                        && now.get("health").get("level").asText().equals("OK"));
    }

    private static void kill(String unit) throws Exception {
        TestDocker.ask("kill", "--signal", "KILL", unit.split(" ")[1]);
    }

    @Test
    @Timeout(300)
    void shouldRunHealUpgradeAndStopAPluginThatIsAnImage() throws Exception {
        rig.start(TestDocker.settings());
        rig.people(Map.of("ann", List.of("AUTHOR"), "pat", List.of("APPROVER"), "oli", List.of("OPERATOR")));
        JsonNode registered = register(hello);
        assertEquals("0.1.0", registered.get("version").asText());
        assertEquals("IMAGE", registered.get("kind").asText());
        assertTrue(registered.get("digest").asText().startsWith("sha256:"), registered.toString());
        register(market);
        rig.ask("ann", "POST", "/v1/instances", Map.of("name", "market", "plugin", "dgm-simulator"), 201);
        rig.ask(
                "ann",
                "POST",
                "/v1/instances",
                Map.of("name", "hello", "plugin", "hello", "needs", List.of("market")),
                201);
        rig.ask("oli", "POST", "/v1/instances/hello/start", null, 200);
        rig.ask("oli", "POST", "/v1/instances/market/start", null, 200);
        assertEquals(0, targets.count(), "nothing is granted");
        for (JsonNode grant :
                rig.ask("pat", "GET", "/v1/grants?state=REQUESTED", null, 200).get("items")) {
            rig.ask("pat", "POST", "/v1/grants/" + grant.get("id").asText() + "/approve", Map.of("why", "fine"), 200);
        }
        rig.awaitWell("market");
        JsonNode first = rig.awaitWell("hello");
        assertEquals("docker", first.get("runtime").asText());
        targets.awaitMore();
        assertTrue(
                Files.readString(rig.home().resolve("instances/hello/log/plugin.log"))
                        .contains("attached as hello"),
                "its log is where logs are");

        heals(first);
        upgradesAndGoesBack();

        rig.ask("oli", "POST", "/v1/instances/hello/stop", null, 200);
        rig.ask("oli", "POST", "/v1/instances/market/stop", null, 200);
        rig.await("hello", now -> now.get("phase").asText().equals("STOPPED"));
        rig.await("market", now -> now.get("phase").asText().equals("STOPPED"));
        assertEquals(List.of(), TestDocker.containersOf(rig.home()), "nothing is left behind");
        rig.ask("ann", "DELETE", "/v1/instances/hello?why=done", null, 204);
        assertFalse(Files.exists(rig.home().resolve("instances/hello")));
    }

    /** Each of the three is killed in turn. */
    private void heals(JsonNode first) throws Exception {
        kill(id(first, "unit"));
        JsonNode second = awaitOther(first, "unit");
        assertEquals(id(first, "sidecar"), id(second, "sidecar"), "its sidecar stayed");
        targets.awaitMore();

        kill(id(second, "sidecar"));
        JsonNode third = awaitOther(second, "sidecar");
        assertNotEquals(id(second, "unit"), id(third, "unit"));
        assertEquals(2, third.get("crashes").asInt());
        targets.awaitMore();

        rig.kill();
        targets.awaitMore();
        rig.start(TestDocker.settings());
        JsonNode adopted = rig.awaitWell("hello");
        assertEquals(id(third, "unit"), id(adopted, "unit"), "it was not started again");
        assertEquals(id(third, "sidecar"), id(adopted, "sidecar"));
        assertEquals(4, TestDocker.containersOf(rig.home()).size(), "none was started twice");
    }

    private void upgradesAndGoesBack() throws Exception {
        JsonNode before = rig.awaitWell("hello");
        assertEquals("0.2.0", register(helloNext).get("version").asText());
        rig.ask("ann", "PATCH", "/v1/instances/hello", Map.of("version", "0.2.0"), 200);
        JsonNode after = awaitOther(before, "unit");
        assertEquals("0.2.0", after.get("version").asText());
        assertEquals(id(before, "sidecar"), id(after, "sidecar"), "its sidecar stayed");
        targets.awaitMore();
        rig.ask("oli", "POST", "/v1/instances/hello/rollback", Map.of("why", "slower"), 200);
        JsonNode back = awaitOther(after, "unit");
        assertEquals("0.1.0", back.get("version").asText());
        targets.awaitMore();
        stopsOrders();
    }

    /** The latch of a sidecar in a container is set from outside, as that of any other. */
    private void stopsOrders() throws Exception {
        JsonNode report =
                rig.ask("oli", "POST", "/v1/kills", Map.of("scope", "ALL", "why", "a drill that is none"), 201);
        assertEquals(2, report.get("latched").size(), report::toString);
        rig.await("hello", now -> now.path("latched").asBoolean());
        JsonNode before = rig.instance("hello");
        rig.ask("oli", "POST", "/v1/instances/hello/restart", null, 200);
        rig.await(
                "hello",
                now -> !id(now, "unit").isEmpty()
                        && !id(now, "unit").equals(id(before, "unit"))
                        && now.path("latched").asBoolean());
        rig.ask(
                "oli",
                "POST",
                "/v1/kills/" + report.get("kill").get("id").asText() + "/release",
                Map.of("why", "it was a drill"),
                200);
        rig.await("hello", now -> !now.path("latched").asBoolean());
        rig.awaitWell("hello");
    }
}

package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Bus;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.bus.delivery.StartAt;
import io.meridian.manager.runtime.process.ProcessRuntime;
import io.meridian.sidecar.SidecarState;
import io.meridian.sidecar.assembly.WholeSidecar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From an empty folder to a strategy that is granted, runs, is killed in each of its parts, upgraded, rolled back, stopped and removed: with real processes on a real bus. */
@Tag("server")
final class ManagedPluginSystemTest {
    private ManagedBus managed;
    private Bus bus;
    private HeardTargets targets;
    private ManagerRig rig;

    @BeforeEach
    void open() throws Exception {
        managed = new ManagedBus();
        rig = managed.rig();
        bus = managed.connect();
        targets = new HeardTargets(bus);
    }

    @AfterEach
    void close() throws Exception {
        if (targets != null) {
            targets.close();
            bus.close();
        }
        if (managed != null) {
            managed.close();
        }
    }

    /** Each act of the manager is on the bus, for the audit log, though the manager was killed meanwhile. */
    private void tellsItsActs() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        try (Subscription acts = bus.subscribe(
                SubscriptionSpec.durable("platform.control.act.manager").from(StartAt.EARLIEST), message -> {
                    told.add(message.buffer().getStringWithoutLengthUtf8(message.offset(), message.length()));
                    return Verdict.ACCEPT;
                })) {
            ManagerRig.await("all acts are told", () -> {
                acts.poll(100);
                return told.stream().anyMatch(act -> act.contains("instance.remove"));
            });
        }
        for (String act : List.of(
                "SERVICE_STARTED",
                "plugin.register",
                "grant.approve",
                "instance.rollback",
                "kill.set",
                "kill.release")) {
            assertTrue(told.stream().anyMatch(each -> each.contains(act)), () -> act + " is not among " + told);
        }
    }

    @Test
    @Timeout(300)
    void shouldRunHealUpgradeAndStopAPluginThatIsGranted() throws Exception {
        rig.start();
        rig.people(Map.of("ann", List.of("AUTHOR"), "pat", List.of("APPROVER"), "oli", List.of("OPERATOR")));
        assertEquals(
                "0.1.0", rig.register("ann", TestPlugins.HELLO).get("version").asText());
        rig.register("ann", TestPlugins.MARKET);
        rig.ask("ann", "POST", "/v1/instances", Map.of("name", "market", "plugin", "dgm-simulator"), 201);
        rig.ask(
                "ann",
                "POST",
                "/v1/instances",
                Map.of("name", "hello", "plugin", "hello", "needs", List.of("market")),
                201);

        // Nothing is granted by itself, and the one who asked cannot grant it.
        rig.ask("oli", "POST", "/v1/instances/hello/start", null, 200);
        rig.ask("oli", "POST", "/v1/instances/market/start", null, 200);
        rig.ask("ann", "POST", "/v1/instances/hello/stop", null, 403);
        List<String> waiting = waiting();
        assertTrue(waiting.size() >= 4, waiting.toString());
        assertEquals(0, targets.count());
        for (String grant : waiting) {
            rig.ask("ann", "POST", "/v1/grants/" + grant + "/approve", null, 403);
            rig.ask("pat", "POST", "/v1/grants/" + grant + "/approve", Map.of("why", "fine"), 200);
        }
        rig.awaitWell("market");
        JsonNode first = rig.awaitWell("hello");
        targets.awaitMore();

        shows();
        heals(first);
        upgradesAndGoesBack();
        stopsOrders();

        rig.ask("oli", "POST", "/v1/instances/hello/stop", null, 200);
        rig.ask("oli", "POST", "/v1/instances/market/stop", null, 200);
        rig.await("hello", now -> now.get("phase").asText().equals("STOPPED"));
        rig.await("market", now -> now.get("phase").asText().equals("STOPPED"));
        rig.ask("ann", "DELETE", "/v1/instances/hello?why=done", null, 204);
        assertFalse(Files.exists(rig.home().resolve("instances/hello")));
        tellsItsActs();
        assertFalse(ProcessRuntime.killAll(rig.home().toString()), "nothing is left behind");
    }

    private List<String> waiting() throws Exception {
        List<String> ids = new ArrayList<>();
        rig.ask("pat", "GET", "/v1/grants?state=REQUESTED", null, 200)
                .get("items")
                .forEach(grant -> ids.add(grant.get("id").asText()));
        return ids;
    }

    /** What is said to who decides: which topics there are now, and what a ban would have stopped. */
    private void shows() throws Exception {
        String banned = rig.ask(
                        "ann",
                        "POST",
                        "/v1/grants",
                        Map.of(
                                "instance", "hello",
                                "effect", "DENY",
                                "action", "SUBSCRIBE",
                                "pattern", "platform.data.quote.XNAS.AAPL",
                                "why", "is it needed?"),
                        201)
                .get("id")
                .asText();
        ManagerRig.await("the ban is tried", () -> {
            JsonNode review = rig.ask("pat", "GET", "/v1/grants/" + banned + "/review", null, 200);
            return review.get("liveTopics").toString().equals("[\"platform.data.quote.XNAS.AAPL\"]")
                    && review.get("shadowProblem").asText().isEmpty()
                    && review.get("wouldDeny").toString().contains("platform.data.quote.*.AAPL");
        });
        rig.ask("pat", "POST", "/v1/grants/" + banned + "/reject", Map.of("why", "it is"), 200);
    }

    /** Each of the three processes is killed in turn. */
    private void heals(JsonNode first) throws Exception {
        kill(ManagerRig.pid(first, "unit"));
        JsonNode second = rig.await(
                "hello",
                now -> !now.path("unit").isNull()
                        && ManagerRig.pid(now, "unit") != ManagerRig.pid(first, "unit")
                        && now.get("health").get("level").asText().equals("OK"));
        assertEquals(ManagerRig.pid(first, "sidecar"), ManagerRig.pid(second, "sidecar"), "its sidecar stayed");
        targets.awaitMore();

        kill(ManagerRig.pid(second, "sidecar"));
        JsonNode third = rig.await(
                "hello",
                now -> !now.path("sidecar").isNull()
                        && ManagerRig.pid(now, "sidecar") != ManagerRig.pid(second, "sidecar")
                        && now.get("health").get("level").asText().equals("OK"));
        assertEquals(2, third.get("crashes").asInt());
        targets.awaitMore();

        rig.kill();
        targets.awaitMore();
        rig.start();
        JsonNode adopted = rig.awaitWell("hello");
        assertEquals(ManagerRig.pid(third, "unit"), ManagerRig.pid(adopted, "unit"), "it was not started again");
        assertEquals(ManagerRig.pid(third, "sidecar"), ManagerRig.pid(adopted, "sidecar"));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    private void upgradesAndGoesBack() throws Exception {
        JsonNode before = rig.awaitWell("hello");
        Path next = TestPlugins.hello(managed.folder(), "0.2.0");
        assertEquals("0.2.0", rig.register("ann", next).get("version").asText());
        rig.ask("ann", "PATCH", "/v1/instances/hello", Map.of("version", "0.2.0"), 200);
        JsonNode after = rig.await(
                "hello",
                now -> !now.path("unit").isNull()
                        && ManagerRig.pid(now, "unit") != ManagerRig.pid(before, "unit")
                        && now.get("health").get("level").asText().equals("OK"));
        assertEquals("0.2.0", after.get("version").asText());
        assertEquals(ManagerRig.pid(before, "sidecar"), ManagerRig.pid(after, "sidecar"), "its sidecar stays");
        targets.awaitMore();
        rig.ask("oli", "POST", "/v1/instances/hello/rollback", Map.of("why", "slower"), 200);
        JsonNode back = rig.await(
                "hello",
                now -> !now.path("unit").isNull()
                        && ManagerRig.pid(now, "unit") != ManagerRig.pid(after, "unit")
                        && now.get("health").get("level").asText().equals("OK"));
        assertEquals("0.1.0", back.get("version").asText());
        targets.awaitMore();
    }

    private void stopsOrders() throws Exception {
        try (WholeSidecar strange = managed.strangeSidecar("strange")) {
            // Its first report opens its connection.
            ManagerRig.await(
                    "the other sidecar is ready",
                    () -> strange.sidecar().status().state() == SidecarState.READY);
            stopsOrders(strange);
        }
    }

    private void stopsOrders(WholeSidecar strange) throws Exception {
        JsonNode report =
                rig.ask("oli", "POST", "/v1/kills", Map.of("scope", "ALL", "why", "a drill that is none"), 201);
        assertEquals(2, report.get("latched").size(), report::toString);
        assertEquals(0, report.get("failed").size());
        assertEquals("no kernel answered in time", report.get("onBus").asText(), "there is none");
        rig.await("hello", now -> now.path("latched").asBoolean());
        // One that the manager did not start hears of it on the bus.
        ManagerRig.await("the other sidecar is latched", () -> strange.latch().isSet());
        assertEquals("a drill that is none", strange.latch().state().reason());
        // It holds over a manager and over a plugin that is started anew.
        rig.kill();
        rig.start();
        JsonNode before = rig.await("hello", now -> now.path("latched").asBoolean());
        rig.ask("oli", "POST", "/v1/instances/hello/restart", null, 200);
        rig.await(
                "hello",
                now -> !now.path("unit").isNull()
                        && ManagerRig.pid(now, "unit") != ManagerRig.pid(before, "unit")
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

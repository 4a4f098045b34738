package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.meridian.bus.Bus;
import io.meridian.bus.Message;
import io.meridian.bus.Publisher;
import io.meridian.bus.PublisherSpec;
import io.meridian.bus.Subscription;
import io.meridian.bus.SubscriptionSpec;
import io.meridian.bus.Verdict;
import io.meridian.platform.kernel.TradingMessages;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A router that dies while an order of its own is open, with a real manager, sidecar and bus. The test is kernel and venue. */
@Tag("server")
final class ObservedOrdersSystemTest {
    private static final long HELD_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NS = 100_000_000;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final NewOrderDecoder order = new NewOrderDecoder();
    private final TradingMessages messages = new TradingMessages();
    private final List<String> atVenue = new ArrayList<>();
    private ManagedBus managed;
    private ManagerRig rig;
    private Bus bus;
    private Publisher orders;
    private Subscription venue;

    @BeforeEach
    void open() throws Exception {
        managed = new ManagedBus();
        rig = managed.rig();
        bus = managed.connect();
        orders = bus.publisher(PublisherSpec.durable("platform.ems.command.alpha")
                .schema(NewOrderDecoder.TEMPLATE_ID, MessageHeaderDecoder.SCHEMA_VERSION));
        venue = bus.subscribe(SubscriptionSpec.durable("platform.ccm.XNAS.command"), this::onCommand);
    }

    @AfterEach
    void close() {
        if (bus != null) {
            bus.close();
        }
        if (managed != null) {
            managed.close();
        }
    }

    private Verdict onCommand(Message message) {
        header.wrap(message.buffer(), message.offset());
        assertEquals(NewOrderDecoder.TEMPLATE_ID, header.templateId(), "only new orders are sent");
        atVenue.add(order.wrapAndApplyHeader(message.buffer(), message.offset(), header)
                .orderId());
        return Verdict.ACCEPT;
    }

    private void order(String id) {
        messages.newOrder(id, "alpha", "AAPL", "XNAS", "100");
        UnsafeBuffer bytes = new UnsafeBuffer(messages.bytes());
        assertTrue(orders.offer(bytes, 0, bytes.capacity()) > 0);
        assertTrue(orders.drain(TimeUnit.SECONDS.toNanos(20)));
    }

    private int heard() {
        venue.poll(100, LOOK_NS);
        return atVenue.size();
    }

    @Test
    @Timeout(300)
    void shouldSendNothingToTheVenueUntilAPersonLetsItWhenOrdersAreOpen() throws Exception {
        rig.start();
        rig.people(Map.of("ann", List.of("AUTHOR"), "pat", List.of("APPROVER"), "oli", List.of("OPERATOR")));
        rig.register("ann", TestPlugins.ROUTER);
        rig.ask("ann", "POST", "/v1/instances", Map.of("name", "router", "plugin", "ems-router"), 201);
        for (JsonNode grant :
                rig.ask("pat", "GET", "/v1/grants?state=REQUESTED", null, 200).get("items")) {
            rig.ask(
                    "pat",
                    "POST",
                    "/v1/grants/" + grant.get("id").asText() + "/approve",
                    Map.of("why", "it routes"),
                    200);
        }
        rig.ask("oli", "POST", "/v1/instances/router/start", null, 200);
        JsonNode first = rig.awaitWell("router");
        ManagerRig.await("the first order is at the venue", () -> {
            // It is well a moment before it has subscribed, and a command that comes twice changes nothing.
            order("one");
            return heard() == 1;
        });
        new OrderEvents(bus).tell("alpha", "one", "XNAS", OrderState.OPEN);

        ProcessHandle.of(ManagerRig.pid(first, "unit")).orElseThrow().destroyForcibly();
        JsonNode second = rig.await(
                "router",
                now -> !now.path("unit").isNull()
                        && ManagerRig.pid(now, "unit") != ManagerRig.pid(first, "unit")
                        && now.get("health").get("level").asText().equals("DEGRADED"));
        assertTrue(second.get("observing").asBoolean(), second::toString);
        assertTrue(second.get("health").toString().contains("an order is open"), second::toString);
        order("two");
        long deadlineNs = System.nanoTime() + HELD_NS;
        while (System.nanoTime() - deadlineNs < 0) {
            assertEquals(1, heard(), () -> "it observes, and yet sent " + atVenue);
        }

        rig.ask("ann", "POST", "/v1/instances/router/rearm", Map.of("why", "I wrote it"), 403);
        rig.ask("oli", "POST", "/v1/instances/router/rearm", Map.of("why", "the venue has it, too"), 200);
        rig.await("router", now -> !now.path("latched").asBoolean());
        order("three");
        ManagerRig.await(
                "it trades again", () -> heard() > 1 && atVenue.getLast().startsWith("three"));
        assertTrue(atVenue.getFirst().startsWith("one"), atVenue::toString);
    }
}

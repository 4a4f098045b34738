package io.meridian.platform.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.bus.Bus;
import io.meridian.bus.BusContext;
import io.meridian.bus.BusSettings;
import io.meridian.bus.setting.Settings;
import io.meridian.bus.topic.TopicPattern;
import io.meridian.plugin.contract.trading.OrderState;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OpenOrdersTest {
    private Bus bus;
    private OrderEvents events;

    @BeforeEach
    void open() {
        bus = Bus.open(new BusContext()
                .settings(Settings.of(
                        BusSettings.schemas(),
                        Map.of(
                                "bus.backend", "memory",
                                "memory.space", "orders",
                                "bus.deployment", "orders" + Long.toHexString(System.nanoTime()))))
                .unrestricted());
        events = new OrderEvents(bus);
    }

    @AfterEach
    void close() {
        bus.close();
    }

    private void tell(String portfolio, String id, String venue, OrderState state) {
        events.tell(portfolio, id, venue, state);
    }

    private static Set<TopicPattern> publishes(String... patterns) {
        Set<TopicPattern> all = new java.util.HashSet<>();
        for (String pattern : patterns) {
            all.add(TopicPattern.of(pattern));
        }
        return all;
    }

    private static void awaitAnswer(OpenOrders orders, String wanted, String... patterns) throws Exception {
        ManagerRig.await(
                wanted + " for " + String.join(",", patterns),
                () -> orders.of(publishes(patterns)).equals(wanted));
    }

    @Test
    void shouldCountTheOrdersThatAPluginMayHaveToDoWith() throws Exception {
        tell("alpha", "o1", "XNAS", OrderState.OPEN);
        tell("alpha", "o2", "XNYS", OrderState.PARTIALLY_FILLED);
        tell("alpha", "o3", "XNYS", OrderState.OPEN);
        tell("alpha", "o3", "XNYS", OrderState.FILLED);
        tell("beta", "o4", "XNAS", OrderState.OPEN);
        try (OpenOrders orders = new OpenOrders(bus)) {
            assertEquals("2 orders are open", orders.of(publishes("platform.oms.command.alpha")));
            assertEquals("3 orders are open", orders.of(publishes("platform.ems.command.*")));
            assertEquals("2 orders are open", orders.of(publishes("platform.ccm.XNAS.command")));
            assertEquals("an order is open", orders.of(publishes("platform.signal.**", "platform.oms.command.beta")));
            assertEquals("", orders.of(publishes("platform.oms.command.gamma", "platform.signal.**")));
            assertEquals("", orders.of(publishes("platform.data.**")));
            tell("beta", "o4", "XNAS", OrderState.CANCELLED);
            awaitAnswer(orders, "", "platform.oms.command.beta");
            tell("beta", "o5", "XNAS", OrderState.OPEN);
            awaitAnswer(orders, "an order is open", "platform.oms.command.beta");
        }
    }

    @Test
    void shouldFindWhereTheOrdersAreThatAPluginHasAPartIn() throws Exception {
        tell("alpha", "o1", "XNAS", OrderState.OPEN);
        tell("alpha", "o2", "XNYS", OrderState.FILLED);
        tell("beta", "o3", "XNAS", OrderState.OPEN);
        try (OpenOrders orders = new OpenOrders(bus)) {
            awaitAnswer(orders, "an order is open", "platform.oms.command.beta");
            for (String strategy : new String[] {"platform.portfolio.target.alpha", "platform.oms.command.alpha"}) {
                OpenOrders.Bearing bearing = orders.bearing(publishes(strategy)).orElseThrow();
                assertEquals(Set.of("alpha"), bearing.portfolios());
                assertEquals(Set.of(), bearing.venues());
            }
            OpenOrders.Bearing venue =
                    orders.bearing(publishes("platform.ccm.XNAS.event")).orElseThrow();
            assertEquals(Set.of(), venue.portfolios());
            assertEquals(Set.of("XNAS"), venue.venues());
            assertEquals(
                    Set.of(),
                    orders.bearing(publishes("platform.data.**", "platform.oms.command.gamma"))
                            .orElseThrow()
                            .portfolios());
        }
    }

    @Test
    void shouldSayThatNobodyKnowsWhenTheBusIsGone() {
        bus.close();
        try (OpenOrders orders = new OpenOrders(bus)) {
            assertTrue(orders.of(publishes("platform.oms.command.alpha")).contains("not known"));
            assertTrue(orders.bearing(publishes("platform.oms.command.alpha")).isEmpty());
            assertEquals("", orders.of(publishes("platform.data.**")));
        }
    }
}

package io.meridian.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.SessionState;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.plugin.contract.trading.TargetScope;
import io.meridian.sdk.annotation.MeridianPlugin;
import io.meridian.sdk.annotation.Pool;
import io.meridian.sdk.event.Bar;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.Insight;
import io.meridian.sdk.event.ModifyOrder;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.Position;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.SessionStatus;
import io.meridian.sdk.event.TargetWeights;
import io.meridian.sdk.test.Sim;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

/** Each role, in the least code that an author would write. */
final class RolesTest {
    @MeridianPlugin(
            id = "rising",
            pool = Pool.SIGNAL,
            subscribes = "platform.data.bar.**",
            publishes = "platform.signal.insight.rising.*")
    static final class Rising extends SignalEngine {
        @Override
        public void onBar(Bar bar) {
            if (bar.close() > bar.open()) {
                up(bar.symbol(), bar.close() / bar.open() - 1, 0.5, Duration.ofMinutes(5));
            } else {
                flat(bar.symbol());
            }
        }
    }

    @Test
    void shouldPublishInsightsWhenASignalEngineSeesBars() {
        try (Sim sim = Sim.of(Rising.class)) {
            sim.bar("AAPL", 100, 111, 99, 110, 1000);
            Insight insight = sim.expectInsight("AAPL", InsightDirection.UP);
            assertEquals(0.1, insight.magnitude(), 1e-12);
            assertEquals("XNAS", insight.venue());
            assertEquals(Duration.ofMinutes(5).toNanos(), insight.closeAtNs() - insight.generatedAtNs());
            sim.bar("AAPL", 110, 111, 99, 100, 1000);
            sim.expectInsight("AAPL", InsightDirection.FLAT);
        }
    }

    @MeridianPlugin(
            id = "equal",
            pool = Pool.OPTIMIZER,
            subscribes = "platform.signal.insight.**",
            publishes = "platform.portfolio.target.equal")
    static final class Equal extends Optimizer {
        @Override
        public void onInsight(Insight insight) {
            weights(TargetScope.WHOLE, Map.of(new Listing(insight.venue(), insight.symbol()), 1.0));
        }
    }

    @Test
    void shouldPublishWeightsWhenAnOptimizerSeesInsights() {
        try (Sim sim = Sim.of(Equal.class)) {
            sim.insight("m", "AAPL", InsightDirection.UP, 0.1, 0.5, Duration.ofMinutes(1));
            TargetWeights weights = sim.expectEvent(TargetWeights.class);
            assertEquals(1, weights.decoder().targets().count());
        }
    }

    @MeridianPlugin(
            id = "paper",
            pool = Pool.CCM,
            subscribes = "platform.ccm.XPAP.command",
            publishes = {"platform.ccm.XPAP.event", "platform.ccm.XPAP.session"})
    static final class Paper extends VenueAdapter {
        @Override
        protected String venue() {
            return "XPAP";
        }

        @Override
        public void connect() {
            session(SessionState.ACTIVE, "");
        }

        @Override
        public void disconnect() {
            session(SessionState.LOGGED_OUT, "");
        }

        @Override
        public void submit(NewOrder order) {
            accepted(order.orderId(), "v-1");
            filled(order.orderId(), "t-1", order.quantity(), order.limitPrice());
        }

        @Override
        public void cancel(CancelOrder order) {}

        @Override
        public void modify(ModifyOrder order) {}
    }

    @Test
    void shouldReportSessionStatesAndFillsWhenAVenueAdapterTakesAnOrder() {
        try (Sim sim = Sim.of(Paper.class)) {
            assertEquals(
                    SessionState.ACTIVE, sim.expectEvent(SessionStatus.class).state());
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            new EventWriter().newOrder(buffer, 0, 1, "o-1", "p", "m", "XPAP", "AAPL", "USD", Side.BUY, 10, 99.5);
            byte[] order = new byte[EventWriter.NEW_ORDER];
            buffer.getBytes(0, order);
            sim.publish("platform.ccm.XPAP.command", NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, order);
            Fill fill = sim.expectEvent(Fill.class);
            assertEquals(10, fill.quantity());
            assertEquals(99.5, fill.price());
            OrderEvent last = sim.expectEvent(OrderEvent.class);
            assertEquals(OrderState.FILLED, last.state());
            assertEquals(2, last.eventNumber());
            sim.stop();
            assertEquals(
                    SessionState.LOGGED_OUT,
                    sim.expectEvent(SessionStatus.class).state());
        }
    }

    @MeridianPlugin(
            id = "feed",
            pool = Pool.DGM,
            publishes = "platform.data.**",
            requests = "custom.last",
            answers = "custom.last")
    static final class Feed extends DataGateway<String, Double> {
        String answer = "";
        String complaint = "";

        @Override
        protected List<String> answers() {
            return List.of("custom.last");
        }

        @Override
        protected String transformQuery(Query query) {
            return new String(query.payload());
        }

        @Override
        protected Data onQueryFailed(Query query, Exception failure) {
            return new Data(8, 1, failure.getMessage().getBytes());
        }

        @Override
        protected Double extract(String symbol) {
            if (symbol.isEmpty()) {
                throw new IllegalArgumentException("no symbol");
            }
            return symbol.length() + 0.5;
        }

        @Override
        protected Data transformData(Query query, Double raw) {
            return new Data(7, 1, raw.toString().getBytes());
        }

        @Override
        protected void fetch(Runnable stage) {
            stage.run();
        }

        @Override
        public void openStream() {
            every(Duration.ofSeconds(1), () -> quote(clock().nanoTime() - 7, "XNAS", "AAPL", "USD", 1.5, 10, 1.75, 20));
            request("custom.last", 1, "AAPL".getBytes(), reply -> answer = new String(reply.payload()));
            request("custom.last", 1, new byte[0], reply -> complaint = new String(reply.payload()));
        }
    }

    @Test
    void shouldStreamAndAnswerQueriesInThreeStagesWhenADataGatewayRuns() {
        try (Sim sim = Sim.of(Feed.class)) {
            assertEquals("4.5", ((Feed) sim.plugin()).answer);
            assertEquals("no symbol", ((Feed) sim.plugin()).complaint);
            sim.advance(Duration.ofSeconds(2));
            sim.expectCount("platform.data.quote.XNAS.AAPL", 2);
            Quote quote = sim.expectEvent(Quote.class);
            assertEquals(1.625, quote.mid());
            assertEquals(quote.tsEvent(), quote.message().eventTimeNs(), "the message says when it happened as well");
        }
    }

    @MeridianPlugin(
            id = "book",
            pool = Pool.BOR,
            subscribes = "platform.oms.event.*",
            publishes = "platform.bor.position.*")
    static final class Book extends BookKeeper {
        @Override
        public void onFill(Fill fill) {
            position(fill.portfolio(), fill.venue(), fill.symbol(), "USD", fill.signedQuantity(), fill.price());
        }
    }

    @Test
    void shouldPublishPositionsWhenABookKeeperSeesFills() {
        try (Sim sim = Sim.of(Book.class)) {
            sim.fill("o-1", "AAPL", Side.SELL, 5, 10.25);
            assertEquals(-5, sim.expectEvent(Position.class).quantity());
        }
    }

    @MeridianPlugin(
            id = "router",
            pool = Pool.EMS,
            subscribes = "platform.ems.command.*",
            publishes = "platform.ccm.*.command")
    static final class Router extends ExecutionRouter {
        @Override
        public void onNewOrder(NewOrder order) {
            route(order.venue(), order);
        }
    }

    @Test
    void shouldPassOrdersOnAsTheyAreWhenARouterRoutesThem() {
        try (Sim sim = Sim.of(Router.class)) {
            ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
            new EventWriter().newOrder(buffer, 0, 1, "o-1", "p", "m", "XPAP", "AAPL", "USD", Side.SELL, 10, Double.NaN);
            byte[] order = new byte[EventWriter.NEW_ORDER];
            buffer.getBytes(0, order);
            sim.publish("platform.ems.command.p", NewOrderEncoder.TEMPLATE_ID, EventWriter.VERSION, order);
            assertTrue(Arrays.equals(
                    order, sim.expectPublished("platform.ccm.XPAP.command").payload()));
        }
    }
}

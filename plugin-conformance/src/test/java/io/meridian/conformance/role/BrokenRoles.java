package io.meridian.conformance.role;

import io.meridian.plugin.contract.trading.InsightDirection;
import io.meridian.plugin.contract.trading.InsightEncoder;
import io.meridian.plugin.contract.trading.NewOrderEncoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventEncoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.QuoteEncoder;
import io.meridian.plugin.contract.trading.Side;
import io.meridian.sdk.Plugin;
import io.meridian.sdk.Publisher;
import io.meridian.sdk.event.CancelOrder;
import io.meridian.sdk.event.EventWriter;
import io.meridian.sdk.event.Fill;
import io.meridian.sdk.event.NewOrder;
import io.meridian.sdk.event.OrderEvent;
import io.meridian.sdk.event.Quote;
import io.meridian.sdk.event.ReportWriter;
import io.meridian.sdk.event.ReportWriter.OrderReportValues;
import io.meridian.sdk.event.TargetPosition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;

/** Plugins that do their role wrongly, each in a way that one check is there to find. */
final class BrokenRoles {
    /**
     * A plugin that is wrong.
     *
     * @param check     which finds it
     * @param complaint what the check says then, in part
     * @param role      whose manifest it has
     */
    record Broken(String check, String complaint, Class<? extends Plugin> role, Supplier<? extends Plugin> plugin) {}

    private BrokenRoles() {}

    static List<Broken> all() {
        List<Broken> others = List.of(
                new Broken("D01", "it published 0 messages", RandomWalk.class, () -> feed(walk -> {})),
                new Broken("D02", "has ts_event=", RandomWalk.class, () -> feed(walk -> walk.at(90_000_000_000L))),
                new Broken("D02", "has ts_event=0", RandomWalk.class, () -> feed(Walk::without)),
                new Broken("D03", "bid=100.25 ask=100", RandomWalk.class, () -> feed(walk -> walk.bid(100.25))),
                new Broken("D04", "data of XNAS AAPL are on", RandomWalk.class, () -> feed(Walk::elsewhere)),
                new Broken("D05", "goes back from", RandomWalk.class, () -> feed(Walk::backAndForth)),
                new Broken("S01", "it published no insight", Momentum.class, Silent::new),
                new Broken("S02", "confidence=1.5", Momentum.class, () -> new Saying("AAPL", 1.5, 1)),
                new Broken("S03", "close_at=", Momentum.class, () -> new Saying("AAPL", 0.5, -1)),
                new Broken("S04", "an insight of momentum on MSFT", Momentum.class, () -> new Saying("MSFT", 0.5, 1)),
                new Broken("V01", "no SessionStatus", PaperVenue.class, Silent::new),
                new Broken("V02", "no event of the order", PaperVenue.class, Silent::new),
                new Broken("V03", "an event has number 2", PaperVenue.class, () -> new Counting(2)),
                new Broken("V04", "it filled 200 of 100", PaperVenue.class, FillingEachTime::new),
                new Broken("V05", "was settled with RETRY", PaperVenue.class, RefusingCancels::new),
                new Broken("V06", "after a cancel the order is still open", PaperVenue.class, () -> new PaperVenue() {
                    @Override
                    public void cancel(CancelOrder order) {}
                }),
                new Broken("V06", "after a cancel the order is EXPIRED", PaperVenue.class, () -> new PaperVenue() {
                    @Override
                    public void cancel(CancelOrder order) {
                        ended(order.orderId(), OrderState.EXPIRED, "");
                    }
                }),
                new Broken("V07", "CANCELLED, fill", PaperVenue.class, () -> new PaperVenue() {
                    @Override
                    public void cancel(CancelOrder order) {
                        super.cancel(order);
                        filled(order.orderId(), "late", 1, 100);
                    }
                }),
                new Broken("O01", "no verdict on the order came", TargetOrders.class, Silent::new),
                new Broken("O01", "its first event is COMPLIANCE_APPROVED", TargetOrders.class, Passing::new),
                new Broken("O02", "an event has number 0", TargetOrders.class, () -> new Counting(0)),
                new Broken("O03", "it gave 2 verdicts", TargetOrders.class, Passing::new),
                new Broken("O04", "it passed an order of quantity 0", TargetOrders.class, Passing::new),
                new Broken("O05", "it gave no reason", TargetOrders.class, () -> new Passing() {
                    @Override
                    public void onNewOrder(NewOrder order) {
                        verdict(order, OrderState.COMPLIANCE_REJECTED);
                    }
                }),
                new Broken("O06", "no verdict came about the new quantity", TargetOrders.class, Passing::new),
                new Broken("O07", "an order that it was not asked about", TargetOrders.class, () -> new Passing() {
                    @Override
                    public void onOrderEvent(OrderEvent event) {
                        report(
                                "platform.oms.report.p1",
                                event.orderId(),
                                event.symbol(),
                                event.side(),
                                event.quantity(),
                                1,
                                OrderState.COMPLIANCE_APPROVED);
                    }
                }),
                new Broken("O08", "after the same target again it has ordered 200", TargetOrders.class, Repeating::new),
                new Broken("B01", "its last word is null", FillBook.class, Silent::new),
                new Broken("B02", "it does not come to hold 150", FillBook.class, () -> new FillBook() {
                    @Override
                    public void onFill(Fill fill) {
                        count(fill, fill.signedQuantity());
                    }
                }),
                new Broken("B03", "it does not come to hold 60", FillBook.class, () -> new FillBook() {
                    @Override
                    public void onFill(Fill fill) {
                        count(fill, fill.quantity());
                    }
                }),
                new Broken("B04", "it does not come to hold 200", FillBook.class, () -> new FillBook() {
                    private final Set<Double> known = new HashSet<>();

                    @Override
                    public void onFill(Fill fill) {
                        if (known.add(fill.quantity())) {
                            count(fill, fill.signedQuantity());
                        }
                    }
                }));
        return Stream.of(others, BrokenRouters.all()).flatMap(List::stream).toList();
    }

    /** Reads all, and says nothing. */
    static final class Silent extends Plugin {}

    /** What {@link RandomWalk} may do wrong. */
    private abstract static class Walk extends RandomWalk {
        private final EventWriter writer = new EventWriter();
        private boolean back;

        final void at(long laterNs) {
            quote(clock().nanoTime() + laterNs, "XNAS", "AAPL", "USD", 99, 1, 100, 1);
        }

        final void bid(double bid) {
            quote(clock().nanoTime(), "XNAS", "AAPL", "USD", bid, 1, 100, 1);
        }

        final void without() {
            quote(0, "XNAS", "AAPL", "USD", 99, 1, 100, 1);
        }

        final void backAndForth() {
            back = !back;
            at(back ? -1_000_000_000L : 0);
        }

        final void elsewhere() {
            Publisher to = publisher("platform.data.quote.XNAS.MSFT");
            if (to.claim(QuoteEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.QUOTE) > 0) {
                writer.quote(to.buffer(), to.offset(), clock().nanoTime(), "XNAS", "AAPL", "USD", 99, 1, 100, 1);
                to.commit();
            }
        }
    }

    private interface Tick {
        void on(Walk walk);
    }

    private static Walk feed(Tick tick) {
        return new Walk() {
            @Override
            void tick() {
                tick.on(this);
            }
        };
    }

    /** Says an insight that the role would not let it say. */
    private static final class Saying extends Plugin {
        private final EventWriter writer = new EventWriter();
        private final String symbol;
        private final double confidence;
        private final long periodNs;

        Saying(String symbol, double confidence, long periodNs) {
            this.symbol = symbol;
            this.confidence = confidence;
            this.periodNs = periodNs;
        }

        @Override
        public void onQuote(Quote quote) {
            Publisher to = publisher("platform.signal.insight.momentum.AAPL");
            if (to.claim(InsightEncoder.TEMPLATE_ID, EventWriter.VERSION, EventWriter.INSIGHT) > 0) {
                writer.insight(
                        to.buffer(),
                        to.offset(),
                        clock().nanoTime(),
                        "momentum",
                        "XNAS",
                        symbol,
                        InsightDirection.UP,
                        0.1,
                        confidence,
                        periodNs);
                to.commit();
            }
        }
    }

    /** Writes what it likes about orders. */
    abstract static class Writing extends Plugin {
        private final EventWriter events = new EventWriter();
        private final ReportWriter reports = new ReportWriter();
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();

        final void publish(String topic, int template, int length) {
            publisher(topic).offer(template, EventWriter.VERSION, buffer, 0, length);
        }

        final void event(NewOrder order, long number, OrderState state) {
            String topic = order.message().topic().replace("command", "event").replace("review", "report");
            report(topic, order.orderId(), order.symbol(), order.side(), order.quantity(), number, state);
        }

        final void report(
                String topic, String id, String symbol, Side side, double quantity, long number, OrderState state) {
            int length = reports.orderEvent(
                    buffer,
                    0,
                    clock().nanoTime(),
                    new OrderReportValues(
                            number,
                            id,
                            "",
                            "",
                            "",
                            "p1",
                            "XNAS",
                            symbol,
                            "USD",
                            side,
                            quantity,
                            0,
                            Double.NaN,
                            Double.NaN,
                            null,
                            state,
                            OrderCause.COMMAND,
                            ""));
            publish(topic, OrderEventEncoder.TEMPLATE_ID, length);
        }

        final void fill(NewOrder order, String tradeId) {
            fill("platform.ccm.XPAP.event", tradeId, order);
        }

        final void fill(String topic, String tradeId, NewOrder order) {
            events.fill(
                    buffer,
                    0,
                    clock().nanoTime(),
                    tradeId,
                    order.orderId(),
                    order.portfolio(),
                    order.venue(),
                    order.symbol(),
                    order.currency(),
                    order.side(),
                    order.quantity(),
                    100);
            publish(topic, io.meridian.plugin.contract.trading.FillEncoder.TEMPLATE_ID, EventWriter.FILL);
        }

        final void order(String topic, String id, String parent, String symbol, double quantity) {
            order(topic, id, parent, symbol, quantity, 100);
        }

        final void order(String topic, String id, String parent, String symbol, double quantity, double limit) {
            events.newOrder(
                    buffer,
                    0,
                    clock().nanoTime(),
                    id,
                    parent,
                    "p1",
                    "kit",
                    "XNAS",
                    symbol,
                    "USD",
                    Side.BUY,
                    quantity,
                    limit);
            publish(topic, NewOrderEncoder.TEMPLATE_ID, EventWriter.NEW_ORDER);
        }
    }

    /** Begins to number events elsewhere than at 1. */
    private static final class Counting extends Writing {
        private long next;

        Counting(long first) {
            next = first;
        }

        @Override
        public void onNewOrder(NewOrder order) {
            event(order, next++, OrderState.OPEN);
        }
    }

    private static final class FillingEachTime extends Writing {
        @Override
        public void onNewOrder(NewOrder order) {
            fill(order, "t-" + order.message().attempt());
        }
    }

    static final class RefusingCancels extends Plugin {
        @Override
        public void onCancelOrder(CancelOrder order) {
            throw new IllegalStateException("order=" + order.orderId() + " is unknown");
        }
    }

    /** Passes whatever comes, each time. */
    private static class Passing extends Writing {
        private long reports;

        @Override
        public void onNewOrder(NewOrder order) {
            verdict(order, OrderState.COMPLIANCE_APPROVED);
        }

        final void verdict(NewOrder order, OrderState state) {
            event(order, ++reports, state);
        }
    }

    /** Orders the whole of a target whenever it is told. */
    private static final class Repeating extends Writing {
        private int orders;

        @Override
        public void onTargetPosition(TargetPosition target) {
            order("platform.oms.command.p1", "o-" + ++orders, "", target.symbol(), target.quantity());
        }
    }
}

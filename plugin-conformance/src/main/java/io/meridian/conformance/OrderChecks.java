package io.meridian.conformance;

import static io.meridian.conformance.Trading.value;

import io.meridian.conformance.stage.Watched;
import io.meridian.plugin.contract.proto.Delivery;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderCause;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.OrderState;
import io.meridian.plugin.contract.trading.Side;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What order managers must do beside what all plugins do, and what all checks of orders share. */
final class OrderChecks {
    static final String VENUE = "platform.ccm.";
    private static final String MANAGER = "platform.oms.review.";
    private static final String KERNEL = "platform.oms.event.";
    private static final String WISHES = "platform.oms.command.";
    static final String ROUTER = "platform.ems.command.";
    private static final String TARGETS = "platform.portfolio.target.";

    private OrderChecks() {}

    /** An event of an order, as far as checks need it. */
    record Event(String orderId, long number, OrderState state, BigDecimal quantity, String reason) {
        private boolean isVerdict() {
            return state == OrderState.COMPLIANCE_APPROVED || state == OrderState.COMPLIANCE_REJECTED;
        }

        @Override
        public String toString() {
            return orderId + " " + number + " " + state;
        }
    }

    /** An order that the plugin sent on. */
    record Order(String id, String parent, String venue, Side side, BigDecimal quantity, BigDecimal limit) {}

    static List<Check> all() {
        return List.of(
                check("O01", Group.ORDER_MANAGER, "It takes an order under review before its verdict", trial -> {
                    send(trial, MANAGER, "o-1", 100);
                    awaitVerdict(trial, "o-1");
                    OrderState first = events(trial).getFirst().state();
                    trial.require(
                            first == OrderState.PENDING_COMPLIANCE,
                            "its first event is " + first + ": " + events(trial));
                }),
                numbered("O02", Group.ORDER_MANAGER, MANAGER),
                check("O03", Group.ORDER_MANAGER, "It gives one verdict when an order comes twice", trial -> {
                    Delivery order = send(trial, MANAGER, "o-1", 100);
                    awaitVerdict(trial, "o-1");
                    again(trial, order);
                    trial.requireAlive("an order that came twice");
                    trial.require(
                            verdicts(trial, "o-1").size() == 1,
                            "it gave " + verdicts(trial, "o-1").size() + " verdicts: " + events(trial));
                }),
                check("O04", Group.ORDER_MANAGER, "It refuses an order of nothing", trial -> {
                    Event verdict = verdictOnNothing(trial);
                    trial.require(
                            verdict.state() == OrderState.COMPLIANCE_REJECTED,
                            "it passed an order of quantity 0: " + events(trial));
                }),
                check("O05", Group.ORDER_MANAGER, "It gives a reason with a refusal", trial -> {
                    Event verdict = verdictOnNothing(trial);
                    trial.skipUnless(verdict.state() == OrderState.COMPLIANCE_REJECTED, "it refused nothing");
                    trial.require(!verdict.reason().isBlank(), "it gave no reason for " + verdict);
                }),
                check("O06", Group.ORDER_MANAGER, "It looks again at an order that was changed", trial -> {
                    send(trial, MANAGER, "o-1", 100);
                    awaitVerdict(trial, "o-1");
                    trial.platform()
                            .deliver(Samples.modify(topic(trial, MANAGER), "o-1", "m-1", "AAPL", 50)
                                    .build());
                    await(
                            trial,
                            () -> Trading.same(verdicts(trial, "o-1").getLast().quantity(), 50),
                            () -> "no verdict came about the new quantity of 50: " + events(trial));
                }),
                check("O07", Group.ORDER_MANAGER, "It gives no verdict on what is not under review", trial -> {
                    trial.started();
                    trial.skipUnless(pattern(trial, KERNEL) != null, "it does not read what the kernel says of orders");
                    trial.platform()
                            .deliver(Samples.orderEvent(
                                            KERNEL + "p1",
                                            "o-9",
                                            1,
                                            100,
                                            OrderState.PENDING_COMPLIANCE,
                                            OrderCause.COMPLIANCE)
                                    .build());
                    trial.requireAlive("an event of an order that is not under review");
                    trial.require(
                            verdicts(trial, "o-9").isEmpty(),
                            "it gave a verdict on an order that it was not asked about: " + events(trial));
                }),
                check(
                        "O08",
                        Group.ORDER_MANAGER,
                        "It orders what a target asks for, and not again for the same target",
                        trial -> {
                            trial.started();
                            trial.skipUnless(pattern(trial, TARGETS) != null, "it reads no targets");
                            target(trial, 100);
                            await(
                                    trial,
                                    () -> bought(trial, WISHES).compareTo(BigDecimal.valueOf(100)) == 0,
                                    () -> "it ordered " + bought(trial, WISHES)
                                            + " on platform.oms.command for a target" + " of 100");
                            target(trial, 100);
                            trial.requireAlive("the same target again");
                            trial.require(
                                    bought(trial, WISHES).compareTo(BigDecimal.valueOf(100)) == 0,
                                    "after the same target again it has ordered " + bought(trial, WISHES));
                        }));
    }

    static Check check(String id, Group group, String title, Check.Body body) {
        return new Check(id, group, title, body);
    }

    static Check numbered(String id, Group group, String topics) {
        return check(id, group, "It numbers the events of an order from 1, without gaps (" + topics + ")", trial -> {
            send(trial, topics, "o-1", 100);
            await(trial, () -> !events(trial).isEmpty(), "no event of the order came");
            trial.pass(500);
            long expected = 0;
            for (Event event : events(trial)) {
                trial.require(
                        event.number() == ++expected,
                        "an event has number " + event.number() + ", and not " + expected + ": " + events(trial));
            }
        });
    }

    static Check unknownCancel(String id, Group group, String topics) {
        return check(
                id, group, "It lives on when a cancel names an order that it does not know (" + topics + ")", trial -> {
                    trial.started();
                    String topic = topic(trial, topics);
                    trial.platform()
                            .deliver(Samples.cancel(topic, "nowhere", "c-1", "AAPL")
                                    .build());
                    trial.requireAlive("a cancel of an unknown order");
                    trial.awaitSettled("the cancel");
                    trial.requireDone("the cancel");
                });
    }

    private static Event verdictOnNothing(Trial trial) {
        send(trial, MANAGER, "o-0", 0);
        awaitVerdict(trial, "o-0");
        return verdicts(trial, "o-0").getFirst();
    }

    private static void awaitVerdict(Trial trial, String id) {
        await(
                trial,
                () -> !verdicts(trial, id).isEmpty(),
                () -> "no verdict on the order came; its events: " + events(trial));
    }

    private static List<Event> verdicts(Trial trial, String id) {
        return events(trial).stream()
                .filter(each -> each.orderId().equals(id) && each.isVerdict())
                .toList();
    }

    static void again(Trial trial, Delivery order) {
        trial.platform()
                .deliver(order.toBuilder()
                        .setAttempt(2)
                        .setDuplicatePossible(true)
                        .build());
    }

    static Delivery send(Trial trial, String topics, String id, long quantity) {
        if (trial.process() == null) {
            trial.started();
        }
        Delivery order = Samples.order(topic(trial, topics), id, "AAPL", Side.BUY, quantity, 10_000)
                .build();
        trial.platform().deliver(order);
        return order;
    }

    private static void target(Trial trial, long quantity) {
        trial.platform()
                .deliver(Samples.target(topic(trial, TARGETS), "p1", "AAPL", quantity)
                        .build());
    }

    private static String pattern(Trial trial, String topics) {
        return trial.platform().open().stream()
                .map(Watched::pattern)
                .filter(each -> each.startsWith(topics) && (!topics.equals(VENUE) || each.contains(".command")))
                .findFirst()
                .orElse(null);
    }

    static String topic(Trial trial, String topics) {
        String pattern = pattern(trial, topics);
        trial.require(pattern != null, "it does not read orders of " + topics);
        return topics.equals(VENUE) ? Samples.topic(pattern) : topics + "p1";
    }

    static void await(Trial trial, BooleanSupplier condition, String complaint) {
        trial.await(Trial.SOON_MS, condition, complaint);
    }

    static void await(Trial trial, BooleanSupplier condition, Supplier<String> complaint) {
        trial.await(Trial.SOON_MS, condition, complaint);
    }

    static List<Event> events(Trial trial) {
        return Trading.read(trial, OrderEventDecoder.TEMPLATE_ID, "platform.", (payload, at, length, version) -> {
            OrderEventDecoder event = new OrderEventDecoder().wrap(payload, at, length, version);
            return new Event(
                    event.orderId(), event.eventNumber(), event.state(), value(event.quantity()), event.reason());
        });
    }

    static List<Order> orders(Trial trial) {
        return orders(trial, "platform.");
    }

    static List<Order> orders(Trial trial, String topics) {
        return Trading.read(trial, NewOrderDecoder.TEMPLATE_ID, topics, (payload, at, length, version) -> {
            NewOrderDecoder order = new NewOrderDecoder().wrap(payload, at, length, version);
            return new Order(
                    order.orderId(),
                    order.parentId(),
                    order.venue(),
                    order.side(),
                    value(order.quantity()),
                    value(order.limitPrice()));
        });
    }

    static BigDecimal bought(Trial trial) {
        return bought(trial, "platform.");
    }

    private static BigDecimal bought(Trial trial, String topics) {
        return orders(trial, topics).stream()
                .map(order -> order.side() == Side.BUY
                        ? order.quantity()
                        : order.quantity().negate())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
